using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CardTokens;

/// <summary>A command to a handle, with everything that the decider must not make itself.</summary>
public abstract record CardTokenCommand(Tenant Tenant);

public sealed record StoreCard(
    Tenant Tenant, string Id, CardDisplay Display, bool Reusable, string? Consumer, bool CvcGiven, NewCard New) : CardTokenCommand(Tenant);

public sealed record UseCard(Tenant Tenant, string Consumer) : CardTokenCommand(Tenant);

public sealed record RevokeCard(Tenant Tenant) : CardTokenCommand(Tenant);

/// <summary>Time alone: an unused single-use handle lapses.</summary>
public sealed record PassTime(Tenant Tenant) : CardTokenCommand(Tenant);

/// <summary>What a new handle holds beside its facts.</summary>
public sealed record NewCard(EncryptedCard Card, byte[] Fingerprint, BillingDetails Billing, ImmutableSortedDictionary<string, string> Metadata);

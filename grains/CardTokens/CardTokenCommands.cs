using System.Collections.Immutable;
using PayGate.Cards;
using PayGate.CardTokens;
using PayGate.Grains.Keys;
using PayGate.PaymentIntents;

namespace PayGate.Grains.CardTokens;

/// <summary>A command to a handle, with everything that the decider must not make itself.</summary>
public abstract record CardTokenCommand(Tenant Tenant);

public sealed record StoreCard(
    Tenant Tenant, string Id, CardDisplay Display, bool Reusable, string? Consumer, bool CvcGiven, NewCard New) : CardTokenCommand(Tenant)
{
    /// <summary>The use that the card is made for; null where it is only stored.</summary>
    public CardAccess? Access { get; init; }

    /// <summary>Null where no answer is recorded.</summary>
    public RequestInfo? Request { get; init; }
}

/// <param name="Tenant">Who asks.</param>
/// <param name="Consumer">A payment, or what else a single-use handle belongs to from then on.</param>
/// <param name="Access">What goes on record.</param>
/// <param name="Customer">Who pays, if the use names one.</param>
public sealed record UseCard(Tenant Tenant, string Consumer, CardAccess Access, string? Customer = null) : CardTokenCommand(Tenant);

/// <summary>The card was decrypted for something that is not decided here.</summary>
/// <param name="Tenant">Who asks.</param>
/// <param name="Access">What goes on record.</param>
/// <param name="Holder">The holder's name, where it is to be shown.</param>
public sealed record RecordAccess(Tenant Tenant, CardAccess Access, string? Holder) : CardTokenCommand(Tenant);

/// <summary>The bank has verified the card for a customer that is about to be created.</summary>
public sealed record PledgeCard(Tenant Tenant, string Customer) : CardTokenCommand(Tenant);

/// <summary>The bank has verified the card for a customer.</summary>
/// <param name="Tenant">Who asks.</param>
/// <param name="Customer">Whose saved card it becomes.</param>
/// <param name="Until">How long the customer's word holds.</param>
/// <param name="Verification">What the bank said.</param>
/// <param name="SetUp">The setup that had it verified, if one did.</param>
/// <param name="Request">The request.</param>
public sealed record AttachCard(
    Tenant Tenant, string Customer, DateTimeOffset Until, BankAnswer Verification, VerifiedCard? SetUp, RequestInfo Request) : CardTokenCommand(Tenant)
{
    /// <summary>The holder's name, for the details that stand beside the fact.</summary>
    public string? Holder { get; init; }
}

/// <summary>The bank has declined to verify the card.</summary>
public sealed record DeclineCard(Tenant Tenant, string Customer, BankAnswer Verification, RequestInfo Request) : CardTokenCommand(Tenant);

public sealed record DetachCard(Tenant Tenant, string Customer, RequestInfo Request) : CardTokenCommand(Tenant);

/// <summary>What stands beside a saved card, changed; with the card encrypted anew when its holder's name is.</summary>
public sealed record ChangeCard(Tenant Tenant, CardTokenDetails Details, string? AllowRedisplay, EncryptedCard? Renamed, RequestInfo Request)
    : CardTokenCommand(Tenant);

/// <summary>The card encrypted anew under the active key version.</summary>
/// <param name="Tenant">Whose card it is.</param>
/// <param name="From">What was decrypted: if the card is another by now, there is nothing to do.</param>
/// <param name="To">The same card.</param>
public sealed record RewrapCard(Tenant Tenant, EncryptedCard From, EncryptedCard To) : CardTokenCommand(Tenant);

/// <summary>The customer whose card it is, or was, or whose payment it was made for, is erased.</summary>
public sealed record EraseCard(Tenant Tenant, string Customer) : CardTokenCommand(Tenant);

public sealed record RevokeCard(Tenant Tenant) : CardTokenCommand(Tenant);

/// <summary>Time alone: an unused single-use handle lapses.</summary>
public sealed record PassTime(Tenant Tenant) : CardTokenCommand(Tenant);

/// <summary>What a new handle holds beside its facts.</summary>
public sealed record NewCard(EncryptedCard Card, byte[] Fingerprint, BillingDetails Billing, ImmutableSortedDictionary<string, string> Metadata);

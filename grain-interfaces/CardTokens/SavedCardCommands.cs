using PayGate.Customers;
using PayGate.PaymentIntents;

namespace PayGate.CardTokens;

/// <summary>Makes a handle one customer's saved card. Sent by that customer's actor, which vouches for the customer.</summary>
[GenerateSerializer, Alias("paygate.card-token.attach"), Immutable]
public sealed record AttachCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string CustomerId { get; init; }

    /// <summary>How long the customer's word holds: what is not committed by then is refused, so that a deleted customer can know when nothing more comes.</summary>
    [Id(2)]
    public required DateTimeOffset Until { get; init; }

    [Id(3)]
    public required RequestInfo Request { get; init; }

    /// <summary>A setup or payment that has had the card approved; null has it verified now.</summary>
    [Id(4)]
    public VerifiedCard? SetUp { get; init; }

    /// <summary>The approval of <see cref="CardPledge"/>, for a customer that was created since; null has the card verified now.</summary>
    [Id(5)]
    public BankAnswer? Pledged { get; init; }

    /// <summary>Answered in the older shape, as one of the customer's sources.</summary>
    [Id(6)]
    public bool AsSource { get; init; }
}

/// <summary>Has a card verified for a customer that is about to be created, and kept for it.</summary>
[GenerateSerializer, Alias("paygate.card-token.pledge"), Immutable]
public sealed record PledgeCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>The id that the customer will have.</summary>
    [Id(1)]
    public required string CustomerId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>What the bank said of a card before its customer is created.</summary>
[GenerateSerializer, Alias("paygate.card-token.pledged"), Immutable]
public sealed record CardPledge
{
    /// <summary>Set when it approved: the card waits for that customer alone.</summary>
    [Id(0)]
    public BankAnswer? Approval { get; init; }

    /// <summary>Set when it declined: the answer to the request, on record already.</summary>
    [Id(1)]
    public Answer? Decline { get; init; }
}

/// <summary>A card that the bank has approved: for a setup, with an authorization of 0, or for a payment.</summary>
[GenerateSerializer, Alias("paygate.card-token.verified-card"), Immutable]
public sealed record VerifiedCard
{
    /// <summary>The <see cref="Usage"/> of payments that come without the cardholder.</summary>
    public const string OffSession = "off_session";

    /// <summary>The setup or payment, whose single-use handle it may be until then.</summary>
    [Id(0)]
    public required string By { get; init; }

    /// <summary>off_session or on_session.</summary>
    [Id(1)]
    public required string Usage { get; init; }

    [Id(2)]
    public required BankAnswer Answer { get; init; }
}

/// <summary>Takes a saved card from its customer for good.</summary>
[GenerateSerializer, Alias("paygate.card-token.detach"), Immutable]
public sealed record DetachCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required string CustomerId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

/// <summary>Changes what stands beside a saved card.</summary>
[GenerateSerializer, Alias("paygate.card-token.update"), Immutable]
public sealed record UpdateCardToken
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required BillingPatch Billing { get; init; }

    [Id(2)]
    public MetadataPatch? Metadata { get; init; }

    /// <summary>always, limited or unspecified; null leaves it.</summary>
    [Id(3)]
    public string? AllowRedisplay { get; init; }

    [Id(4)]
    public required RequestInfo Request { get; init; }

    /// <summary>Answered in the older shape, as one of the customer's sources.</summary>
    [Id(5)]
    public bool AsSource { get; init; }
}

/// <summary>What a request says about billing details.</summary>
[GenerateSerializer, Alias("paygate.card-token.billing-patch"), Immutable]
public sealed record BillingPatch
{
    public static readonly BillingPatch None = new();

    [Id(0)]
    public Patch<string> Name { get; init; }

    [Id(1)]
    public Patch<string> Email { get; init; }

    [Id(2)]
    public Patch<string> Phone { get; init; }

    [Id(3)]
    public AddressPatch? Address { get; init; }

    public BillingDetails ApplyTo(BillingDetails billing) => new()
    {
        Name = Name.ApplyTo(billing.Name),
        Email = Email.ApplyTo(billing.Email),
        Phone = Phone.ApplyTo(billing.Phone),
        Address = Address is null ? billing.Address : Address.ApplyTo(billing.Address),
    };
}

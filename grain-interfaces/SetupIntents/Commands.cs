using PayGate.PaymentIntents;

namespace PayGate.SetupIntents;

/// <summary>Opens a setup under the id that is the grain's key; with <see cref="Confirm"/> the first verification starts in the same commit.</summary>
[GenerateSerializer, Alias("paygate.setup-intent.create"), Immutable]
public sealed record CreateSetupIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public required SetupDetails Details { get; init; }

    /// <summary>A stored handle, <c>pm_…</c>.</summary>
    [Id(2)]
    public string? PaymentMethodId { get; init; }

    [Id(3)]
    public bool Confirm { get; init; }

    [Id(4)]
    public required RequestInfo Request { get; init; }

    /// <summary>For the verification, if it is confirmed.</summary>
    [Id(5)]
    public AttemptOptions Options { get => field ?? AttemptOptions.None; init; } = AttemptOptions.None;
}

[GenerateSerializer, Alias("paygate.setup-intent.update"), Immutable]
public sealed record UpdateSetupIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public Patch<string> Customer { get; init; }

    [Id(2)]
    public Patch<string> Description { get; init; }

    [Id(3)]
    public MetadataPatch? Metadata { get; init; }

    [Id(4)]
    public Patch<string> PaymentMethodId { get; init; }

    [Id(5)]
    public required RequestInfo Request { get; init; }
}

[GenerateSerializer, Alias("paygate.setup-intent.confirm"), Immutable]
public sealed record ConfirmSetupIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    /// <summary>Null uses the method that the setup already has.</summary>
    [Id(1)]
    public string? PaymentMethodId { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }

    [Id(3)]
    public AttemptOptions Options { get => field ?? AttemptOptions.None; init; } = AttemptOptions.None;
}

[GenerateSerializer, Alias("paygate.setup-intent.cancel"), Immutable]
public sealed record CancelSetupIntent
{
    [Id(0)]
    public required Tenant Tenant { get; init; }

    [Id(1)]
    public string? Reason { get; init; }

    [Id(2)]
    public required RequestInfo Request { get; init; }
}

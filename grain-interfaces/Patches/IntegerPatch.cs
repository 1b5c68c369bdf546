namespace PayGate;

/// <summary>What an update says about one whole number: nothing, "unset it", or a new value. The default says nothing.</summary>
[GenerateSerializer, Alias("paygate.integer-patch"), Immutable]
public readonly record struct IntegerPatch
{
    public IntegerPatch(long? value)
    {
        IsPresent = true;
        Value = value;
    }

    [Id(0)]
    public bool IsPresent { get; init; }

    /// <summary>The new value; null unsets the member.</summary>
    [Id(1)]
    public long? Value { get; init; }

    /// <summary>The member after the update.</summary>
    public long? ApplyTo(long? current) => IsPresent ? Value : current;
}

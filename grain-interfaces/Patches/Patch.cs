namespace PayGate;

/// <summary>
/// What an update says about one member: nothing, "unset it" (empty string or JSON null), or a new value. The default says nothing.
/// </summary>
[GenerateSerializer, Alias("paygate.patch`1"), Immutable]
public readonly record struct Patch<T>
    where T : class
{
    public Patch(T? value)
    {
        IsPresent = true;
        Value = value;
    }

    [Id(0)]
    public bool IsPresent { get; init; }

    /// <summary>The new value; null unsets the member.</summary>
    [Id(1)]
    public T? Value { get; init; }

    public bool IsUnset => IsPresent && Value is null;

    /// <summary>The member after the update.</summary>
    public T? ApplyTo(T? current) => IsPresent ? Value : current;

    public override string ToString() => IsPresent ? IsUnset ? "Patch(unset)" : "Patch(***)" : "Patch(absent)";
}

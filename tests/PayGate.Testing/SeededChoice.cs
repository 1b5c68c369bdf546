namespace PayGate.Testing;

/// <summary>A repeatable stream of choices (SplitMix64): a run is made again from its printed seed.</summary>
public sealed class SeededChoice(ulong seed)
{
    private ulong _state = seed;

    /// <summary>0 to <paramref name="count"/> - 1.</summary>
    public int Below(int count) => (int)(Next() % (ulong)count);

    public T Of<T>(params ReadOnlySpan<T> values) => values[Below(values.Length)];

    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15;
        var mixed = (_state ^ (_state >> 30)) * 0xBF58476D1CE4E5B9;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EB;
        return mixed ^ (mixed >> 31);
    }
}

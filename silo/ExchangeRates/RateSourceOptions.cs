using PayGate.Grains.ExchangeRates;

namespace PayGate.Silo.ExchangeRates;

/// <summary>Where a silo takes exchange rates from, and how long they are usable.</summary>
public sealed record RateSourceOptions
{
    /// <summary>A JSON file; null where it is an address or the built-in rates.</summary>
    public string? File { get; init; }

    /// <summary>An HTTP or HTTPS address of JSON; null where it is a file or the built-in rates.</summary>
    public Uri? Address { get; init; }

    public RatePolicy Policy { get; init; } = new();

    internal IRateSource ToSource() => (File, Address) switch
    {
        ({ } path, _) => new FileRateSource(path),
        (_, { } address) => new HttpRateSource(address),
        _ => new BuiltInRateSource(),
    };
}

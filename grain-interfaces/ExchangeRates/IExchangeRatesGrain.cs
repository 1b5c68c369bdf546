namespace PayGate.ExchangeRates;

/// <summary>
/// The one keeper of the exchange rates, keyed <see cref="Key"/>. Each call commits once or not at all; no payment waits for it, because every process reads what it
/// committed from a snapshot. A storage fault throws, and a repeat is harmless.
/// </summary>
[Alias("paygate.IExchangeRatesGrain")]
public interface IExchangeRatesGrain : IGrainWithStringKey
{
    /// <summary>Whose stream it is: no merchant's.</summary>
    const string Owner = "platform";

    /// <summary>The one id of its kind.</summary>
    static readonly string Key = ObjectId.Derived("fx", Owner, new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), "exchange-rates");

    /// <summary>Asks the source if it has not been asked within the hour, and has itself reminded hourly.</summary>
    [Alias("ensure-fresh")]
    Task<RateSheet> EnsureFresh(CancellationToken cancellationToken);

    /// <summary>Asks the source now. What cannot be accepted is noted with its reason, and the last good rate stays.</summary>
    [Alias("refresh")]
    Task<RateSheet> Refresh(CancellationToken cancellationToken);

    /// <summary>
    /// Sets a currency's rate as an operator ordered, once for each order. Refuses parameter_invalid_string out of bounds, and for a rate more than
    /// <see cref="RateSheet.BandFactor"/> times off the last good one without <see cref="SetRate.BeyondBand"/>.
    /// </summary>
    [Alias("set")]
    Task<Outcome<RateSheet>> Set(SetRate order, CancellationToken cancellationToken);
}

/// <summary>An operator's order to use a rate.</summary>
[GenerateSerializer, Alias("paygate.rates.set"), Immutable]
public sealed record SetRate
{
    /// <summary>Its number: orders are carried out in this order, each once.</summary>
    [Id(0)]
    public required long Order { get; init; }

    /// <summary>Any but <see cref="RateSheet.Base"/>.</summary>
    [Id(1)]
    public required Currency Currency { get; init; }

    /// <summary>Major units of <see cref="RateSheet.Base"/> for one major unit of the currency.</summary>
    [Id(2)]
    public required decimal InBase { get; init; }

    /// <summary>How many hours no source replaces it; 1 to 720.</summary>
    [Id(3)]
    public required int Hours { get; init; }

    /// <summary>The operator has confirmed that it may be far from the last good one.</summary>
    [Id(4)]
    public required bool BeyondBand { get; init; }

    /// <summary>Who ordered it.</summary>
    [Id(5)]
    public required string By { get; init; }

    /// <summary>Why.</summary>
    [Id(6)]
    public required string Reason { get; init; }
}

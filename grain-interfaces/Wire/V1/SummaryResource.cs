namespace PayGate.Wire.V1;

/// <summary>A merchant's figures, day by day in its own time zone, in its settlement currency. What happened counts on the day on which it happened.</summary>
public sealed record SummaryResource
{
    [Words("summary")]
    public string Object { get; init; } = "summary";

    public required string Currency { get; init; }

    /// <summary>From the first day to the last, also those on which nothing happened.</summary>
    public required IReadOnlyList<SummaryDayResource> Days { get; init; }

    /// <summary>The first day, `YYYY-MM-DD`.</summary>
    public required string From { get; init; }

    public required bool Livemode { get; init; }

    /// <summary>The merchant's, as an IANA name.</summary>
    public required string TimeZone { get; init; }

    /// <summary>The last day, `YYYY-MM-DD`.</summary>
    public required string To { get; init; }

    public required SummaryFiguresResource Total { get; init; }
}

/// <summary>One local day of a summary.</summary>
public sealed record SummaryDayResource
{
    /// <summary>`YYYY-MM-DD`.</summary>
    public required string Date { get; init; }

    /// <summary>The first second after the day. A day has 23 or 25 hours when the clocks are changed.</summary>
    public required long EndsAt { get; init; }

    public required SummaryFiguresResource Figures { get; init; }

    public required long StartsAt { get; init; }
}

/// <summary>What happened in a stretch of time.</summary>
public sealed record SummaryFiguresResource
{
    /// <summary>Attempts that took nothing.</summary>
    public required long Declines { get; init; }

    /// <summary>The same by the word that a charge shows: its decline code, or its failure code where there is none.</summary>
    public required IReadOnlyDictionary<string, long> DeclinesByReason { get; init; }

    public required long Fees { get; init; }

    /// <summary>Volume less what was refunded, less fees.</summary>
    public required long Net { get; init; }

    /// <summary>Payments that were captured.</summary>
    public required long Payments { get; init; }

    /// <summary>What was given back.</summary>
    public required long Refunded { get; init; }

    /// <summary>Refunds that were made.</summary>
    public required long Refunds { get; init; }

    /// <summary>Captured payments of these and the declined attempts together, with four decimals; null when there was neither.</summary>
    public decimal? SuccessRate { get; init; }

    /// <summary>What was captured, before fees.</summary>
    public required long Volume { get; init; }
}

namespace PayGate.Grains.PaymentIntents;

/// <summary>When a refund is tried again whose issuer could not be reached: soon at first, then hourly, for about a day.</summary>
internal static class RefundRetries
{
    /// <summary>Tries altogether; an issuer that is away for so long is not waited for.</summary>
    public const int TriesMax = 26;

    private static readonly TimeSpan[] Waits = [TimeSpan.FromSeconds(10), TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(10), TimeSpan.FromHours(1)];

    /// <summary>Null when no further try is left.</summary>
    /// <param name="tries">Those so far, the first one included.</param>
    /// <param name="now">When the last one was put off.</param>
    public static DateTimeOffset? Next(int tries, DateTimeOffset now) =>
        tries < TriesMax ? now + Waits[Math.Min(tries, Waits.Length) - 1] : null;
}

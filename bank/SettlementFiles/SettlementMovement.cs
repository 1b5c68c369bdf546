using System.Globalization;

namespace PayGate.Bank.SettlementFiles;

/// <summary>A movement of money as it stands in the journal.</summary>
internal sealed record SettlementMovement
{
    public required long Id { get; init; }

    /// <summary>The journal's word; a reversal here is that of a sale.</summary>
    public required string Operation { get; init; }

    public required string Reference { get; init; }

    public required string PaymentId { get; init; }

    public required string Currency { get; init; }

    public required long Amount { get; init; }

    public required DateTimeOffset At { get; init; }

    public string? Fault { get; init; }

    /// <summary>What this movement adds to what the bank owes us, as the file tells it.</summary>
    public long Signed => Told.Operation is "sale" or "capture" or "refund_reversal" or "chargeback_reversal" ? Told.Amount : -Told.Amount;

    /// <summary>How often the file tells it.</summary>
    public int Times => Fault switch
    {
        SettlementFaults.Missing => 0,
        SettlementFaults.Doubled => 2,
        _ => 1,
    };

    private string BankReference => Id.ToString("D12", CultureInfo.InvariantCulture);

    private SettlementMovement Told => Fault switch
    {
        SettlementFaults.WrongAmount => this with { Amount = checked(Amount + 1), Fault = null },
        SettlementFaults.UnknownReference => this with { Reference = "unknown." + BankReference, PaymentId = "unknown", Fault = null },
        _ => this,
    };

    /// <summary>The line of the file.</summary>
    public string ToLine() => string.Create(
        CultureInfo.InvariantCulture,
        $"row,{BankReference},{Kind},{Field(Told.Reference)},{Field(Told.PaymentId)},{Currency},{(Signed < 0 ? '-' : '+')},{Told.Amount},{At.UtcDateTime:yyyy-MM-ddTHH:mm:ss.ffffffZ}");

    private string Kind => Operation switch
    {
        "sale" => "capture",
        "reverse" => "capture_reversal",
        _ => Operation,
    };

    /// <summary>Quoted where it must be (RFC 4180).</summary>
    private static string Field(string value) =>
        value.AsSpan().IndexOfAny(',', '"') < 0 ? value : $"\"{value.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}

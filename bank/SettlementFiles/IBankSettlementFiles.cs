namespace PayGate.Bank.SettlementFiles;

/// <summary>The bank as one that tells the gateway, day by day, which money it has moved. Days are the bank's own, UTC.</summary>
public interface IBankSettlementFiles
{
    /// <summary>
    /// The file of a day, the same for ever; null for a day that has not ended a minute ago, and for one from before the bank's first file. Throws
    /// <see cref="BankNoAnswerException"/> when the journal cannot be reached.
    /// </summary>
    Task<BankSettlementFile?> Find(DateOnly day, CancellationToken cancellationToken);
}

/// <summary>The file of a closed day, read from the journal while it is written: a part of it is held at a time.</summary>
public sealed class BankSettlementFile
{
    /// <summary>The name that the bank goes by in its files.</summary>
    public const string BankName = "simulator";

    private readonly Func<CancellationToken, IAsyncEnumerable<string>> _lines;

    internal BankSettlementFile(DateOnly day, Func<CancellationToken, IAsyncEnumerable<string>> lines) => (Day, _lines) = (day, lines);

    public DateOnly Day { get; }

    /// <summary>
    /// The lines without their ends, CSV of ASCII characters: <c>header,1,bank,day</c>; for each movement <c>row,bank reference,kind,our reference,payment,currency,sign,amount,time</c>
    /// in the order of the journal; for each currency <c>total,currency,rows,sum</c>; last <c>trailer,rows</c>. Throws <see cref="BankNoAnswerException"/> when the
    /// journal cannot be reached any more.
    /// </summary>
    public IAsyncEnumerable<string> Lines(CancellationToken cancellationToken) => _lines(cancellationToken);
}

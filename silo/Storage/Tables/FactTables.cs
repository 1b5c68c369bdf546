using Npgsql;
using NpgsqlTypes;
using PayGate.Grains.Journal;

namespace PayGate.Silo.Storage.Tables;

/// <summary>The append-only tables: facts and ledger transfers.</summary>
internal static class FactTables
{
    private static readonly MultiRow<FactRow> Facts = new(
        "paygate.events",
        Column<FactRow>.Text("stream_id", row => row.StreamId),
        Column<FactRow>.Bigint("seq", row => row.Seq),
        Column<FactRow>.Instant("stream_created", row => StreamCreated(row.StreamId)),
        Column<FactRow>.Text("merchant_id", row => row.MerchantId),
        Column<FactRow>.Text("type", row => row.Type),
        Column<FactRow>.Of("data", NpgsqlDbType.Json, row => row.Data),
        Column<FactRow>.Bytes("prev_hash", row => row.PrevHash),
        Column<FactRow>.Bytes("hash", row => row.Hash),
        Column<FactRow>.Instant("at", row => row.At));

    private static readonly MultiRow<TransferRow> Transfers = new(
        "paygate.ledger_transfers",
        Column<TransferRow>.Text("source_type", row => row.SourceType),
        Column<TransferRow>.Text("source_id", row => row.SourceId),
        Column<TransferRow>.Of("seq", NpgsqlDbType.Smallint, row => (short)row.Seq),
        Column<TransferRow>.Instant("object_created", row => ObjectId.CreatedAt(row.PaymentId ?? row.SourceId)),
        Column<TransferRow>.Text("merchant_id", row => row.MerchantId),
        Column<TransferRow>.Text("debit_account", row => row.DebitAccount),
        Column<TransferRow>.Text("credit_account", row => row.CreditAccount),
        Column<TransferRow>.Text("currency", row => row.Amount.Currency.Code),
        Column<TransferRow>.Bigint("amount", row => row.Amount.MinorUnits),
        Column<TransferRow>.Text("payment_id", row => row.PaymentId),
        Column<TransferRow>.Instant("at", row => row.At));

    private static readonly string[] TransferKey = ["source_id", "source_type", "seq", "object_created"];

    public static ReplayedTable Ledger { get; } = new(
        "paygate.ledger_transfers",
        commits => TransfersOf(commits).Length,
        commits => Transfers.Differences(TransfersOf(commits), TransferKey),
        commits => Transfers.Surplus(
            TransfersOf(commits), TransferKey, "source_id",
            [.. TransfersOf(commits).Select(transfer => transfer.SourceId).Concat(commits.Select(commit => commit.Head.Id)).Distinct()]));

    public static IEnumerable<NpgsqlBatchCommand> Inserts(IReadOnlyList<JournalCommit> commits)
    {
        // Read in this statement, the open period stays open until the transaction ends.
        yield return Facts.Insert([.. commits.SelectMany(commit => commit.Facts)], "period", "(select number from paygate.books_period)");
        var transfers = TransfersOf(commits);
        if (transfers.Length > 0)
        {
            yield return Transfers.Insert(transfers);
        }
    }

    private static TransferRow[] TransfersOf(IReadOnlyList<JournalCommit> commits) => [.. commits.SelectMany(commit => commit.Transfers)];

    /// <summary>A stream's id is its object's id; what belongs to an object without an id of its own is named <c>{object's id}/{what}</c>.</summary>
    private static DateTimeOffset StreamCreated(string streamId) =>
        ObjectId.CreatedAt(streamId.IndexOf('/', StringComparison.Ordinal) is > 0 and var end ? streamId[..end] : streamId);
}

using Npgsql;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>Compares what was acknowledged to the client with what the gateway's books say. Nothing may be missing, nothing may be more.</summary>
internal static class LogAgainstBooks
{
    private sealed record Row(string Id, string Currency, long Amount, long Authorized, long Captured, long Refunded, string Status);

    private sealed record RefundRow(string Id, string PaymentId, long Amount);

    public static async Task<IReadOnlyList<string>> Differences(string auditConnectionString, IReadOnlyList<PaymentStory> stories, OperationLog log)
    {
        await using var source = NpgsqlDataSource.Create(auditConnectionString);
        var payments = await Read(
            source, "select id, currency, amount, amount_authorized, amount_captured, amount_refunded, status from audit.payments",
            row => new Row(row.GetString(0), row.GetString(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetString(6)));
        var refunds = await Read(
            source, "select source_id, payment_id, credit from audit.ledger_entries where source_type = 'refund' and account = 'acquirer_clearing'",
            row => new RefundRow(row.GetString(0), row.GetString(1), row.GetInt64(2)));
        return
        [
            .. Differ("payment", stories.Select(Acknowledged), payments, row => row.Id, log),
            .. Differ(
                "refund", stories.SelectMany(story => story.Refunds.Select(refund => new RefundRow(refund.Id, story.Id, refund.Amount))), refunds,
                row => row.PaymentId, log),
        ];
    }

    private static Row Acknowledged(PaymentStory story) => new(
        story.Id, story.Currency, story.Amount, story.Authorized, story.Captured, story.Refunds.Sum(refund => refund.Amount), story.Status);

    private static IEnumerable<string> Differ<T>(string noun, IEnumerable<T> acknowledged, IEnumerable<T> booked, Func<T, string> paymentId, OperationLog log)
    {
        var known = acknowledged.ToHashSet();
        var stored = booked.ToHashSet();
        return known.Except(stored).Select(row => $"acknowledged, not in the books: {noun} {row}\n{log.About(paymentId(row))}")
            .Concat(stored.Except(known).Select(row => $"in the books, never acknowledged: {noun} {row}\n{log.About(paymentId(row))}"));
    }

    private static async Task<List<T>> Read<T>(NpgsqlDataSource source, string query, Func<NpgsqlDataReader, T> read)
    {
        await using var command = source.CreateCommand(query);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }
}

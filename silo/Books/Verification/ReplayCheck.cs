using Npgsql;
using PayGate.Grains.Journal;
using PayGate.Silo.Books.Checks;
using PayGate.Silo.Storage.Tables;

namespace PayGate.Silo.Books.Verification;

/// <summary>
/// Whether heads, ledger and lists are what the facts make them. Every head must stand at the last fact of its stream; payments, batches, payouts, disputes and refund requests
/// are made again from their facts, and every row that these bring must be there, as it was made, and no other.
/// </summary>
internal sealed class ReplayCheck(NpgsqlConnection connection, Action<Violation> found)
{
    public const string HeadName = "head_is_last_fact";
    public const string ReplayName = "replayed";

    /// <summary>What moves the bank's money to us is booked by reconciliation from the bank's own file, and compared with that.</summary>
    private const string BookedElsewhere = "bank_settlement";

    private static readonly ReplayedTable[] Tables = [FactTables.Ledger, .. IndexTables.Replayed];

    private readonly long[] _counts = new long[Tables.Length];
    private long _streams;

    /// <summary>Compares a page of streams.</summary>
    public async Task Compare(IReadOnlyList<StoredStream> streams, CancellationToken cancellationToken)
    {
        await CompareHeads(streams, cancellationToken);
        var commits = Replay(streams, found);
        foreach (var group in commits.GroupBy(commit => commit.Head.Kind))
        {
            var table = HeadTables.ByKind[group.Key];
            await Run(table.Differences([.. group]), $"{ReplayName} {table.Name}", cancellationToken);
        }

        for (var index = 0; index < Tables.Length; index++)
        {
            _counts[index] += Tables[index].Count(commits);
            await Run(Tables[index].Differences(commits), $"{ReplayName} {Tables[index].Name}", cancellationToken);
        }

        _streams += streams.Count;
    }

    /// <summary>Whether there is more than the streams account for; only then are they gone through again to name it.</summary>
    public async Task CompareCounts(Func<IAsyncEnumerable<IReadOnlyList<StoredStream>>> pages, CancellationToken cancellationToken)
    {
        var heads = string.Join(" + ", HeadTables.ByKind.Values.Select(table => $"(select count(*) from {table.Name})"));
        var stored = await Scalar($"select {heads}", cancellationToken);
        if (stored > _streams)
        {
            await NameHeads(cancellationToken);
        }

        for (var index = 0; index < Tables.Length; index++)
        {
            var table = Tables[index];
            var count = await Scalar($"select count(*) from {table.Name} {(table == FactTables.Ledger ? $"where source_type <> '{BookedElsewhere}'" : "")}", cancellationToken);
            if (count > _counts[index])
            {
                await NameSurplus(table, count - _counts[index], pages(), cancellationToken);
            }
        }
    }

    private static JournalCommit[] Replay(IReadOnlyList<StoredStream> streams, Action<Violation> found)
    {
        var commits = new List<JournalCommit>(streams.Count);
        foreach (var stream in streams)
        {
            if (StreamReplays.Of(stream.Id) is not { } kind)
            {
                continue;
            }

            try
            {
                commits.Add(kind.Replay(stream.Rows, stream.Facts));
            }
            catch (Exception exception) when (exception is not OperationCanceledException)
            {
                // Whatever changed facts lead to: the message of a decider names states and no data.
                found(new Violation(ReplayName, stream.Id, $"its facts cannot be: {exception.GetType().Name}"));
            }
        }

        return [.. commits];
    }

    private async Task CompareHeads(IReadOnlyList<StoredStream> streams, CancellationToken cancellationToken)
    {
        var command = new NpgsqlBatchCommand(
            $"""
             select u.id, case when h.version is null then 'has facts and no head' else format('head at version %s, last fact %s', h.version, u.version) end
             from unnest($1::text[], $2::bigint[], $3::bytea[]) as u(id, version, hash)
             left join lateral ({string.Join(" union all ", HeadTables.ByKind.Values.Select(table => $"select version, head_hash from {table.Name} where id = u.id"))}) h on true
             where h.version is distinct from u.version or h.head_hash is distinct from u.hash
             """);
        command.Parameters.Add(new NpgsqlParameter<string[]> { TypedValue = [.. streams.Select(stream => stream.Id)] });
        command.Parameters.Add(new NpgsqlParameter<long[]> { TypedValue = [.. streams.Select(stream => stream.Rows[^1].Seq)] });
        command.Parameters.Add(new NpgsqlParameter<byte[][]> { TypedValue = [.. streams.Select(stream => stream.Rows[^1].Hash)] });
        await Run(command, HeadName, cancellationToken);
    }

    private async Task NameHeads(CancellationToken cancellationToken)
    {
        foreach (var table in HeadTables.ByKind.Values)
        {
            await Run(
                new NpgsqlBatchCommand($"select h.id, 'is a head without facts' from {table.Name} h where not exists (select from paygate.events e where e.stream_id = h.id)"),
                HeadName,
                cancellationToken);
        }
    }

    private async Task NameSurplus(ReplayedTable table, long surplus, IAsyncEnumerable<IReadOnlyList<StoredStream>> pages, CancellationToken cancellationToken)
    {
        var named = 0;
        await foreach (var page in pages.WithCancellation(cancellationToken))
        {
            named += await Run(table.Surplus(Replay(page, _ => { })), $"{ReplayName} {table.Name}", cancellationToken);
        }

        if (named < surplus)
        {
            found(new Violation($"{ReplayName} {table.Name}", "unknown owner", $"{surplus - named} rows belong to no stream's facts"));
        }
    }

    private async Task<int> Run(NpgsqlBatchCommand command, string check, CancellationToken cancellationToken)
    {
        await using var batch = new NpgsqlBatch(connection) { Timeout = 0 };
        batch.BatchCommands.Add(command);
        await using var reader = await batch.ExecuteReaderAsync(cancellationToken);
        var rows = 0;
        while (await reader.ReadAsync(cancellationToken))
        {
            found(new Violation(check, reader.GetString(0), reader.GetString(1)));
            rows++;
        }

        return rows;
    }

    private async Task<long> Scalar(string sql, CancellationToken cancellationToken)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        return (long)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

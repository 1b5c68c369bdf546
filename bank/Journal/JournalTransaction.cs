using Npgsql;

namespace PayGate.Bank.Journal;

/// <summary>Journals a batch of jobs in one transaction and answers them.</summary>
internal sealed class JournalTransaction(BankDatabase database, BankOptions options, TimeProvider time)
{
    /// <summary>
    /// Throws <see cref="NpgsqlException"/> or <see cref="JournalRaceException"/> when nothing, or nothing known, was committed. Running
    /// the same jobs again is then safe: the unique reference makes a second run find what the first one wrote, and wait for it if its
    /// commit is still under way.
    /// </summary>
    public async Task Run(IReadOnlyCollection<JournalJob> jobs)
    {
        await using var connection = await database.Open(CancellationToken.None);
        var rows = await Write(connection, jobs, repeat: false);
        var refused = new List<(JournalJob Job, JournalRow Row)>();
        foreach (var job in jobs)
        {
            var row = rows[job.Reference];
            foreach (var arrival in job.Twins.Prepend(job))
            {
                await Answer(connection, arrival, row, refused);
            }
        }

        if (refused.Count > 0)
        {
            await JournalStore.Insert(connection, [.. refused.Select(refusal => refusal.Row)]);
            refused.ForEach(refusal => refusal.Job.Complete(refusal.Row));
        }
    }

    private async Task Answer(NpgsqlConnection connection, JournalJob job, JournalRow row, List<(JournalJob Job, JournalRow Row)> refused)
    {
        if (!options.DeduplicateReferences && job.Request is not null && row.IsStored)
        {
            var again = await Write(connection, [job], repeat: true);
            job.Complete(again[job.Reference]);
        }
        else if (job.Request is null || row.Answers(job.Request))
        {
            job.Complete(row);
        }
        else
        {
            refused.Add((job, JournalRows.Refused(job.Request, BankReasons.DuplicateOperation, Now()) with { Repeat = true }));
        }
    }

    /// <summary>Returns the row under each job's reference, new or stored.</summary>
    private async Task<Dictionary<string, JournalRow>> Write(NpgsqlConnection connection, IReadOnlyCollection<JournalJob> jobs, bool repeat)
    {
        var rows = new Dictionary<string, JournalRow>(jobs.Count, StringComparer.Ordinal);
        JournalRow[] decided = [.. jobs.Where(job => job.Decided is not null).Select(job => job.Decided! with { Repeat = repeat })];
        if (decided.Length == jobs.Count)
        {
            return await WithStored(connection, rows, decided, await JournalStore.Insert(connection, decided));
        }

        await using var transaction = await connection.BeginTransactionAsync();
        JournalJob[] dependent = [.. jobs.Where(job => job.Decided is null)];
        var decisions = new BatchDecisions(await JournalStore.Read(connection, [.. dependent.Select(job => job.Request!)]), Now());
        foreach (var job in dependent)
        {
            rows[job.Reference] = decisions.Decide(job.Request!, job.Issuer, job.SettlementFault, repeat);
        }

        var inserted = await JournalStore.Insert(connection, [.. decisions.Rows, .. decided]);
        if (!decisions.Rows.All(row => inserted.Contains(row.Reference))
            || (decisions.Changed.Count > 0 && await JournalStore.Update(connection, decisions.Changed) != decisions.Changed.Count))
        {
            throw new JournalRaceException();
        }

        await transaction.CommitAsync();
        return await WithStored(connection, rows, decided, inserted);
    }

    /// <summary>Adds the rows that were inserted and, for those left out, the stored ones.</summary>
    private static async Task<Dictionary<string, JournalRow>> WithStored(
        NpgsqlConnection connection, Dictionary<string, JournalRow> rows, JournalRow[] decided, HashSet<string> inserted)
    {
        foreach (var row in decided.Where(row => inserted.Contains(row.Reference)))
        {
            rows[row.Reference] = row;
        }

        string[] known = [.. decided.Select(row => row.Reference).Where(reference => !inserted.Contains(reference))];
        if (known.Length > 0)
        {
            foreach (var (reference, row) in await JournalStore.Load(connection, known, CancellationToken.None))
            {
                rows[reference] = row;
            }
        }

        return rows;
    }

    private DateTimeOffset Now() => time.GetUtcNow().ToMicroseconds();
}

namespace PayGate.Bank.Journal;

/// <summary>
/// The jobs of one transaction. A job that depends on another's row in the same batch is deferred to the next, so that each decision in
/// the batch reads only committed rows; several operations on one authorization may share a batch.
/// </summary>
internal sealed class JournalBatch(bool deduplicate)
{
    private readonly Dictionary<string, JournalJob> _leaders = new(StringComparer.Ordinal);
    private readonly HashSet<string> _arriving = new(StringComparer.Ordinal);
    private readonly HashSet<string> _mayBeForbidden = new(StringComparer.Ordinal);

    public List<JournalJob> Jobs { get; } = [];

    public List<JournalJob> Deferred { get; } = [];

    public void Add(JournalJob job)
    {
        if (deduplicate && _leaders.TryGetValue(job.Reference, out var leader))
        {
            leader.Twins.Add(job);
            return;
        }

        if (MustWait(job))
        {
            Deferred.Add(job);
        }
        else
        {
            Jobs.Add(job);
            _leaders[job.Reference] = job;
        }

        // Deferred jobs count as well, so that a later job on the same reference stays behind them.
        _arriving.Add(job.Reference);
        if (job.Request is { Operation: BankOperation.Reverse, OriginalReference: { } original })
        {
            _mayBeForbidden.Add(original);
        }
    }

    private bool MustWait(JournalJob job)
    {
        var original = job.Request?.OriginalReference;
        return _arriving.Contains(job.Reference)
            || _mayBeForbidden.Contains(job.Reference)
            || (original is not null && _arriving.Contains(original))
            || (job.Request?.Operation == BankOperation.Reverse && _mayBeForbidden.Contains(original!));
    }
}

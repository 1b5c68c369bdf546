using System.Collections.Immutable;
using PayGate.Grains.Journal;
using PayGate.Grains.RateLimits;
using PayGate.RateLimits;

namespace PayGate.Domain.Tests.RateLimits;

/// <summary>What the database does: it keeps the actor's last commit, and the leases with the rules of their rows.</summary>
internal sealed class MemoryLeases : IAmountLeases, IJournal
{
    private readonly Dictionary<string, Row> _rows = [];
    private StoredHead? _head;

    /// <summary>What counts of a day: committed and not given back.</summary>
    public long UsedOf(DateTimeOffset day) => _rows.Values.Where(row => row.Day == day).Sum(row => row.Used);

    public long UsedOfMonth(DateTimeOffset month) => _rows.Values.Where(row => row.Month == month).Sum(row => row.Used);

    /// <summary>The commit that starts an attempt; false when the lease is closed or too small.</summary>
    public bool Take(string leaseId, long amount)
    {
        var row = _rows[leaseId];
        if (row.IsClosed || row.Used + amount > row.Amount)
        {
            return false;
        }

        _rows[leaseId] = row with { Used = row.Used + amount, Pending = row.Pending + 1 };
        return true;
    }

    /// <summary>The commit of an outcome.</summary>
    public void Settle(string leaseId, long givenBack)
    {
        var row = _rows[leaseId];
        _rows[leaseId] = row with { Used = row.Used - givenBack, Pending = row.Pending - 1 };
    }

    public Task<ImmutableArray<LeaseUse>> Close(Reclaim reclaim, CancellationToken cancellationToken)
    {
        string[] chosen = [.. reclaim.Close, .. reclaim.CloseIfUsedUp.Where(id => _rows[id].Used == _rows[id].Amount)];
        foreach (var id in chosen)
        {
            _rows[id] = _rows[id] with { IsClosed = true };
        }

        return Find(chosen, cancellationToken);
    }

    public Task<ImmutableArray<LeaseUse>> Find(IReadOnlyCollection<string> leaseIds, CancellationToken cancellationToken) =>
        Task.FromResult<ImmutableArray<LeaseUse>>([.. leaseIds.Select(id => new LeaseUse(id, _rows[id].Used, _rows[id].Pending))]);

    public Task<TakenBefore> CountBefore(LimitKey key, LocalPeriods periods, CancellationToken cancellationToken) => Task.FromResult(new TakenBefore(0, 0));

    public Task<StoredHead?> Load(StreamKind kind, string streamId, CancellationToken cancellationToken) => Task.FromResult(_head);

    public Task<CommitResult> Commit(JournalCommit commit, CancellationToken cancellationToken)
    {
        Assert.Equal(_head?.Version ?? 0, commit.ExpectedVersion);
        _head = new StoredHead(commit.Head.Version, commit.Head.HeadHash, commit.Head.State, null);
        var state = RateLimitStorage.Read(commit.Head.State);
        foreach (var lease in commit.Index.Cast<AmountLeaseRow>())
        {
            _rows.Add(lease.Id, new Row(lease.Amount, state.Day.Start, state.Month.Start));
        }

        return Task.FromResult(CommitResult.Committed);
    }

    private sealed record Row(long Amount, DateTimeOffset Day, DateTimeOffset Month, long Used = 0, int Pending = 0, bool IsClosed = false);
}

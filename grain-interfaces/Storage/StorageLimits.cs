namespace PayGate.Storage;

/// <summary>
/// How long the gateway waits for its database, in one place. A call into an actor ends after 30 s: one that meets a dead network gets its 503 from here and not
/// from that end, because opening a connection, one statement, COMMIT's own wait and the question for its fate come to less. The bank's journal has limits of its own,
/// under the 5 s that the gateway waits for a bank.
/// </summary>
public static class StorageLimits
{
    /// <summary>Seconds to open a connection, or to get one of a pool that is used up. PostgreSQL on the same network answers in milliseconds.</summary>
    public const int ConnectSeconds = 3;

    /// <summary>Seconds for one statement of the silo's, a batch of 256 commits included, which takes tens of milliseconds.</summary>
    public const int StatementSeconds = 8;

    /// <summary>
    /// Seconds after which the server ends a transaction whose process has fallen silent between two statements: a process that hangs, or whose network is lost,
    /// would hold its rows until somebody ended it. Less than <see cref="StatementSeconds"/>, so that whoever waits for those rows gets them.
    /// </summary>
    public const int IdleTransactionSeconds = 5;

    /// <summary>Seconds for one read of the API's.</summary>
    public const int ReadSeconds = 5;

    /// <summary>How long a commit whose connection was lost is asked after.</summary>
    public static readonly TimeSpan CommitFatePatience = TimeSpan.FromSeconds(8);

    /// <summary>
    /// How old a snapshot of keys or terms, read every second, may get before those who need it are told 503. Longer than one read that fails by its time-out
    /// and one that succeeds after it; short enough that a revoked key does not live on through an outage.
    /// </summary>
    public static readonly TimeSpan SnapshotAgeMax = TimeSpan.FromSeconds(15);
}

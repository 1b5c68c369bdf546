namespace PayGate.Grains.Faults;

/// <summary>
/// Named crash points of the payment path, for fault tests in the sandbox (PAYGATE_FAILPOINT=name:kill|error|delay=ms). Elsewhere nothing happens.
/// </summary>
public interface IFailpoints
{
    /// <summary>Kills the process, throws or waits if this point is armed; otherwise returns at once.</summary>
    ValueTask Reach(Failpoint point);
}

public enum Failpoint
{
    AfterAttemptRow,
    BeforeBank,
    AfterBank,
    BeforeCommit,
    AfterCommit,
    BeforeResponse,

    /// <summary>A new version of a merchant's key is committed, and nothing was encrypted under it.</summary>
    KeyRotation,

    /// <summary>Movements are assigned to a batch that is not closed, a batch is processing and its net is not booked, or payouts of a day are made and nobody has noted it.</summary>
    MidSettlement,

    /// <summary>A merchant's key is wrapped under a newer key-encryption key, and nobody has counted it.</summary>
    KeyRewrap,

    /// <summary>A payment's money is withdrawn for a dispute that has no actor.</summary>
    DisputeOpened,

    /// <summary>A dispute is won or lost, and its payment does not know.</summary>
    DisputeEnded,
}

using PayGate.Idempotency;

namespace PayGate.Grains.Journal;

/// <summary>Idempotency records of commands whose effect is not a commit of the journal: only the sandbox has such.</summary>
public interface IAnswerRecords
{
    /// <summary>Whether the key is taken.</summary>
    Task<bool> IsTaken(IdempotencyClaim claim, CancellationToken cancellationToken);

    /// <summary>Records a finished answer; false if the key was taken meanwhile.</summary>
    Task<bool> Record(IdempotencyWrite write, CancellationToken cancellationToken);
}

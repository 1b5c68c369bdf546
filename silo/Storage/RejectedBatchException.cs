using Npgsql;

namespace PayGate.Silo.Storage;

/// <summary>The database refused a batch by a rule (constraint, right, type): nothing of it is stored.</summary>
public sealed class RejectedBatchException(PostgresException inner) : Exception(inner.MessageText, inner)
{
    public bool IsUniqueViolation { get; } = inner.SqlState == PostgresErrorCodes.UniqueViolation;

    /// <summary>An amount was taken from a lease that is closed, or that does not hold as much.</summary>
    public bool IsLeaseLost { get; } = inner.ConstraintName is "amount_leases_closed" or "amount_leases_hold";

    /// <summary>A payout takes more than is available and not held back.</summary>
    public bool IsBalanceInsufficient { get; } = inner.ConstraintName == "available_balances_cover";
}

using Npgsql;
using PayGate.Grains.RefundRequests;
using PayGate.Silo.Storage;

namespace PayGate.Silo.RefundRequests;

/// <summary>Reads the index that allows one open request for each payment.</summary>
public sealed class OpenRefundRequests(SiloDatabase database) : IOpenRefundRequests
{
    public async Task<bool> Exist(string paymentId, CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand(
            "select exists (select from paygate.refund_requests where payment_intent_id = $1 and status in ('pending', 'approved'))");
        command.Parameters.Add(new NpgsqlParameter<string> { TypedValue = paymentId });
        return (bool)(await command.ExecuteScalarAsync(cancellationToken))!;
    }
}

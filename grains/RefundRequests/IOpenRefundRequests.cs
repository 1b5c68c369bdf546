namespace PayGate.Grains.RefundRequests;

/// <summary>
/// Which payments have a refund request that has not come to its end. The unique rule of the table decides between two at the same time; asking first keeps the
/// database from having to refuse a batch.
/// </summary>
public interface IOpenRefundRequests
{
    Task<bool> Exist(string paymentId, CancellationToken cancellationToken);
}

namespace PayGate.Api.Hosting;

/// <summary>
/// Gives up the calls that were in flight when the connection to a silo was lost. Orleans' client leaves them to the response time-out of 30 s, because it does not know
/// on which silo a call ran; those on the silos that are left have a moment to end. Their callers get 503: the same idempotency key tells what became of the request.
/// </summary>
internal sealed class LostSilos : IOutgoingGrainCallFilter, IDisposable
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(3);

    private CancellationTokenSource _sinceLastLoss = new();

    public async Task Invoke(IOutgoingGrainCallContext context)
    {
        var loss = Volatile.Read(ref _sinceLastLoss).Token;
        try
        {
            await context.Invoke().WaitAsync(loss);
        }
        catch (OperationCanceledException cancelled) when (cancelled.CancellationToken == loss)
        {
            throw new SiloUnavailableException("The connection to a silo was lost while the call was in flight.");
        }
    }

    public void OnGatewayCountChanged(object? sender, GatewayCountChangedEventArgs change)
    {
        if (change.NumberOfConnectedGateways < change.PreviousNumberOfConnectedGateways)
        {
            Interlocked.Exchange(ref _sinceLastLoss, new()).CancelAfter(Grace);
        }
    }

    public void Dispose() => _sinceLastLoss.Dispose();
}

using System.Diagnostics;
using System.Net;

namespace PayGate.Cli.Hosting;

/// <summary>Asks <c>/readyz</c> as a client would, until it says 200.</summary>
internal static class Readiness
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <exception cref="SetupException">Not ready in time.</exception>
    public static async Task WaitAsync(Uri address, CancellationToken cancellationToken)
    {
        // No proxy: the question never leaves the machine.
        using var handler = new SocketsHttpHandler { UseProxy = false };
        using var client = new HttpClient(handler) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(5) };
        using var timer = new PeriodicTimer(Interval);
        var watch = Stopwatch.StartNew();
        var last = "";
        do
        {
            try
            {
                using var response = await client.GetAsync("/readyz", cancellationToken);
                if (response.StatusCode == HttpStatusCode.OK)
                {
                    return;
                }

                last = $"{(int)response.StatusCode} {await response.Content.ReadAsStringAsync(cancellationToken)}";
            }
            catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
            {
                last = exception.Message;
            }
        }
        while (watch.Elapsed < Timeout && await timer.WaitForNextTickAsync(cancellationToken));

        throw new SetupException($"PayGate did not become ready within {Timeout.TotalMinutes} minutes ({last}): see the messages above.");
    }
}

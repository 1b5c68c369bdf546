using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>Sends an operation under one idempotency key until its answer is definite, and logs every sending.</summary>
internal sealed class Caller(Uri address, string key, OperationLog log, UpGate gate) : IDisposable
{
    private static readonly TimeSpan RepeatIntervalFirst = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan RepeatIntervalLast = TimeSpan.FromSeconds(4);

    private readonly GatewayClient _client = new(address, key);

    /// <param name="operation">Its name in the log.</param>
    /// <param name="path">Where it is posted.</param>
    /// <param name="idempotencyKey">The same for every sending.</param>
    /// <param name="form">The same for every sending.</param>
    /// <param name="doubted">Called when an answer is not definite.</param>
    public async Task<GatewayAnswer> Post(
        string operation, string path, string idempotencyKey, (string Name, string Value)[] form, Action doubted)
    {
        using var pause = new PeriodicTimer(RepeatIntervalFirst);
        var parameters = $"{path} {string.Join('&', form.Where(pair => !pair.Name.Contains("data", StringComparison.Ordinal)))}";
        var sending = new Sending(operation, idempotencyKey, parameters, IsFirst: true);
        while (true)
        {
            await gate.Up;
            if (await Send(sending, path, form) is { } answer)
            {
                return answer;
            }

            sending = sending with { IsFirst = false };
            doubted();
            await Pause(pause);
        }
    }

    /// <summary>Reads an object until it is in a state that lasts.</summary>
    public async Task<GatewayAnswer> Await(string path, string passingStatus, Action doubted)
    {
        using var pause = new PeriodicTimer(RepeatIntervalFirst);
        while (true)
        {
            await gate.Up;
            try
            {
                var answer = await _client.Get(path);
                if (answer.Status == 200 && answer.Find("status") != passingStatus)
                {
                    return answer;
                }
            }
            catch (HttpRequestException)
            {
                // The gateway is being killed; the next one is asked.
            }

            doubted();
            await Pause(pause);
        }
    }

    public void Dispose() => _client.Dispose();

    /// <summary>Each wait is twice as long as the one before, so that many in doubt do not flood a gateway that has just come up.</summary>
    private static async Task Pause(PeriodicTimer pause)
    {
        await pause.WaitForNextTickAsync();
        pause.Period = TimeSpan.FromTicks(Math.Min(pause.Period.Ticks * 2, RepeatIntervalLast.Ticks));
    }

    private async Task<GatewayAnswer?> Send(Sending sending, string path, (string Name, string Value)[] form)
    {
        log.Begin(sending);
        try
        {
            var answer = await _client.Post(path, sending.Key, form);
            var outcome = answer.Status switch
            {
                200 => Outcome.Ok,
                409 or 429 or >= 500 => Outcome.Info,
                _ => Outcome.Fail,
            };
            if (answer.Status >= 500)
            {
                log.NoteFault(isTold: answer.SaysRetry);
            }

            var replayed = answer.Replayed is null ? "" : " replayed";
            if (answer.Status != 200)
            {
                log.NoteError(new AnsweredError(answer.Status, answer.Find("error", "code"), answer.RetryAfter));
            }

            log.End(sending, outcome, $"{answer.Status}{replayed} {answer.Find("id")} {answer.Find("status")} {answer.Find("error", "code")}", answered: true);
            return outcome == Outcome.Info ? null : answer;
        }
        catch (Exception exception) when (exception is HttpRequestException or TaskCanceledException)
        {
            log.NoteFault(isTold: false);
            log.End(sending, Outcome.Info, exception.Message, answered: false);
            return null;
        }
    }
}

using PayGate.Clocks;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Clocks;

/// <summary>
/// Moves the sandbox's clock. How far it is stands in the database; where an advance wants to go is remembered here only, so that one that is lost with its
/// process moves nothing any more.
/// </summary>
public sealed class ClockGrain(IClockOffset stored, IDueTimes times, IAnswerRecords records, SandboxClock clock) : Grain, IClockGrain
{
    /// <summary>Well under the 30 s of a call.</summary>
    private static readonly TimeSpan TurnMax = TimeSpan.FromSeconds(5);

    /// <summary>An advance that nobody asks for any more makes room for the next.</summary>
    private static readonly TimeSpan AbandonedAfter = TimeSpan.FromSeconds(10);

    private Way? _way;

    public async Task<Outcome<ClockMove>> Advance(AdvanceClock command, CancellationToken cancellationToken)
    {
        var owner = OwnerOf(command.Request);
        if (_way is { } other && other.Owner != owner && clock.GetElapsedTime(other.LastAsked) < AbandonedAfter)
        {
            return new ClockMove { Offset = clock.Offset };
        }

        if (_way?.Owner != owner)
        {
            var begun = await Begin(owner, command, cancellationToken);
            if (!begun.IsSuccess)
            {
                return begun.Refusal;
            }

            _way = begun.Value;
        }

        return await GoOn(_way, command.Request, cancellationToken);
    }

    private async Task<Outcome<Way>> Begin(string owner, AdvanceClock command, CancellationToken cancellationToken)
    {
        if (command.Request.Claim is { } claim && await records.IsTaken(claim, cancellationToken))
        {
            return Refusals.RequestSeenBefore;
        }

        clock.Follow(await stored.Read(cancellationToken));
        var by = TimeSpan.FromSeconds(command.Seconds);
        if (clock.Offset + by > ClockLimits.OffsetMax)
        {
            return new Refusal(
                "parameter_invalid_integer",
                $"The clock can be {ClockLimits.OffsetMax.Days} days ahead at most; it is {clock.Offset.Days} days ahead now.",
                "seconds");
        }

        await stored.Prepare(clock.GetUtcNow() + by, cancellationToken);
        return new Way { Owner = owner, Target = clock.Offset + by, CatchUp = command.CatchUp, Stops = new DueStops(times, GrainFactory, clock) };
    }

    private async Task<Outcome<ClockMove>> GoOn(Way way, RequestInfo request, CancellationToken cancellationToken)
    {
        var started = clock.GetTimestamp();
        while (clock.GetElapsedTime(started) < TurnMax)
        {
            if (!await way.Stops.Sweep(cancellationToken))
            {
                if (clock.Offset >= way.Target)
                {
                    return await End(request, cancellationToken);
                }

                await stored.Move(await NextStop(way, cancellationToken), cancellationToken);
            }
        }

        way.LastAsked = clock.GetTimestamp();
        return new ClockMove { Offset = clock.Offset };
    }

    private async Task<TimeSpan> NextStop(Way way, CancellationToken cancellationToken)
    {
        var next = way.CatchUp ? null : await way.Stops.FindNext(cancellationToken);
        return next is { } due && clock.Offset + (due - clock.GetUtcNow()) is var stop && stop < way.Target ? stop : way.Target;
    }

    private async Task<Outcome<ClockMove>> End(RequestInfo request, CancellationToken cancellationToken)
    {
        _way = null;
        var answer = clock.ToAnswer();
        return IdempotencyWrites.Done(request, IClockGrain.Key, answer, clock) is { } record && !await records.Record(record, cancellationToken)
            ? Refusals.RequestSeenBefore
            : new ClockMove { Offset = clock.Offset, Answer = answer };
    }

    /// <summary>Equal requests with one key are one advance.</summary>
    private static string OwnerOf(RequestInfo request) => request.Claim is { } claim
        ? $"{claim.Scope} {claim.Livemode} {Convert.ToHexString(claim.RequestHash)} {claim.Key}"
        : request.RequestId!;

    /// <summary>An advance that has begun.</summary>
    private sealed record Way
    {
        public required string Owner { get; init; }

        public required TimeSpan Target { get; init; }

        public required bool CatchUp { get; init; }

        public required DueStops Stops { get; init; }

        /// <summary>A time stamp, not an instant.</summary>
        public long LastAsked { get; set; }
    }
}

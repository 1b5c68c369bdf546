using Microsoft.AspNetCore.Routing;
using PayGate.Api.Commands;
using PayGate.Api.Http;
using PayGate.Clocks;

namespace PayGate.Api.TestHelpers;

/// <summary>The routes of <c>/v1/test_helpers/clock</c>.</summary>
public static class ClockEndpoints
{
    /// <summary>How soon an advance that waits for another asks again.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    public static void MapClock(this IEndpointRouteBuilder routes)
    {
        var clock = routes.MapTestHelper("clock");
        clock.MapRead("", Retrieve, "retrieveClock", "Retrieve PayGate's clock").RequireSecretKey();
        clock.MapCommand("/advance", Advance, "advanceClock", "Advance PayGate's clock, and do what becomes due on the way").RequireSecretKey();
    }

    internal static ResourceResult<ClockResource> Retrieve(Params<NoParams> request, SandboxClock clock) => new(clock.ToResource());

    /// <summary>An advance ends when it has ended, also if its client waits no longer; the same key then finds its answer.</summary>
    internal static async Task<CommandResult<ClockResource>> Advance(Params<AdvanceParams> request, IGrainFactory grains, SandboxClock clock)
    {
        var command = request.Value.ToCommand(request.Info);
        while (true)
        {
            var moved = await grains.GetGrain<IClockGrain>(IClockGrain.Key).Advance(command, CancellationToken.None);
            if (!moved.IsSuccess)
            {
                return moved.Refusal;
            }

            // The silo that moved it may be another process.
            clock.Follow(moved.Value.Offset);
            if (moved.Value.Answer is { } answer)
            {
                return new CommandResult<ClockResource>(answer);
            }

            await Task.Delay(Pause, CancellationToken.None);
        }
    }
}

/// <summary>The parameters of advancing the clock.</summary>
public sealed record AdvanceParams : IParams<AdvanceParams>, IPreparing
{
    public required long Seconds { get; init; }

    public required bool CatchUp { get; init; }

    /// <summary>What a repeat must not do again is done before the record is written.</summary>
    public bool Prepares => true;

    public static AdvanceParams Read(ParamBinder parameters) => new()
    {
        Seconds = parameters.RequiredInteger("seconds", 1, ClockLimits.SecondsMax),
        CatchUp = parameters.OptionalBoolean("catch_up") ?? false,
    };

    public AdvanceClock ToCommand(RequestInfo request) => new() { Seconds = Seconds, CatchUp = CatchUp, Request = request };
}

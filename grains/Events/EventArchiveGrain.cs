using Orleans.Concurrency;
using PayGate.Events;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Events;

/// <summary>Holds nothing of its own, so as many of it may run as are asked for.</summary>
[StatelessWorker]
public sealed class EventArchiveGrain(IFactReader facts) : Grain, IEventArchiveGrain
{
    public async Task<Dictionary<string, byte[]>> Bodies(List<string> eventIds, CancellationToken cancellationToken)
    {
        var bodies = await facts.Frozen(eventIds, cancellationToken);
        var missing = eventIds.Except(bodies.Keys).Select(id => PublicEventId.Parse(id)).OfType<PublicEventId>();
        foreach (var stream in missing.GroupBy(id => id.StreamId))
        {
            foreach (var (id, body) in await Rendered(stream.Key, [.. stream], cancellationToken))
            {
                bodies[id] = body;
            }
        }

        return bodies;
    }

    private async Task<Dictionary<string, byte[]>> Rendered(string streamId, List<PublicEventId> asked, CancellationToken cancellationToken)
    {
        while (true)
        {
            var erased = await facts.IsErased(streamId, cancellationToken);
            var stream = await facts.Facts(streamId, asked.Max(id => id.Seq), cancellationToken);
            var rendered = stream.Count == 0 ? null : EventStreams.Of(streamId).Render(stream, asked);
            if (rendered is not { Bodies.Count: > 0 })
            {
                return [];
            }

            var frozen = await facts.Freeze(rendered.MerchantId, erased, rendered.Bodies, cancellationToken);
            if (frozen.Count == rendered.Bodies.Count)
            {
                return frozen;
            }

            // Personal data were erased in between, which happens to a stream once.
        }
    }
}

using Orleans.Concurrency;
using PayGate.Events;
using PayGate.Grains.Journal;
using PayGate.Grains.PaymentIntents;
using PayGate.PaymentIntents;

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

    /// <summary>Folds the stream once and renders each asked event from the state right after its fact.</summary>
    private async Task<Dictionary<string, byte[]>> Rendered(string streamId, List<PublicEventId> asked, CancellationToken cancellationToken)
    {
        var rendered = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        PaymentIntent? payment = null;
        foreach (var stored in await facts.Facts(streamId, asked.Max(id => id.Seq), cancellationToken))
        {
            var fact = PaymentIntentFacts.Read(stored.Type, stored.Data);
            payment = payment.Apply(fact);
            var count = PaymentEvents.TypesByFact.TryGetValue(stored.Type, out var types) ? types.Length : 0;
            foreach (var id in asked.Where(id => id.Seq == stored.Seq && id.Place < count))
            {
                rendered[id.ToString()] = PaymentEvents.Render(id, payment, fact);
            }
        }

        return rendered.Count == 0 ? rendered : await facts.Freeze(payment!.MerchantId, rendered, cancellationToken);
    }
}

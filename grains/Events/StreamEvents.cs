using PayGate.Events;
using PayGate.Grains.Journal;
using PayGate.PaymentIntents;
using PayGate.Wire.V1;

namespace PayGate.Grains.Events;

/// <summary>What is the same for all kinds: fold, then the event object around what the kind shows.</summary>
internal abstract class StreamEvents<TState, TFact> : IStreamEvents
    where TState : class
{
    /// <summary>Events that say what an object was before, besides all those that end in <c>.updated</c>.</summary>
    private static readonly HashSet<string> Changes =
    [
        "charge.captured", "charge.refunded", "payment_intent.amount_capturable_updated", "payment_method.attached", "payment_method.detached",
    ];

    public abstract string Prefix { get; }

    public abstract IReadOnlyDictionary<string, string[]> TypesByFact { get; }

    public RenderedEvents Render(IReadOnlyList<StoredFact> facts, IReadOnlyCollection<PublicEventId> asked)
    {
        var bodies = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        TState? state = null;
        foreach (var stored in facts)
        {
            var fact = Read(stored);
            var step = new Step(state, Apply(state, fact), fact);
            var types = TypesByFact.GetValueOrDefault(stored.Type) ?? [];
            foreach (var id in asked.Where(id => id.Seq == stored.Seq && id.Place < types.Length))
            {
                bodies[id.ToString()] = Body(id, types[id.Place], step, stored.At);
            }

            state = step.After;
        }

        return new RenderedEvents(TenantOf(state!).MerchantId, bodies);
    }

    protected abstract TFact Read(StoredFact stored);

    protected abstract TState Apply(TState? state, TFact fact);

    protected abstract Tenant TenantOf(TState state);

    /// <summary>The request that led to the fact; <see cref="RequestInfo.None"/> when time did.</summary>
    protected abstract RequestInfo RequestOf(Step step);

    /// <summary>The resource that the event shows, as it is in a state.</summary>
    protected abstract object ObjectOf(string type, TState state, TFact fact);

    /// <summary>The resource as the event's object, unless the fact ended it.</summary>
    protected virtual object Shown(string type, Step step) => ObjectOf(type, step.After, step.Fact);

    /// <summary>The resource before the fact, for events that tell a change.</summary>
    protected virtual object ShownBefore(string type, Step step) => ObjectOf(type, step.Before!, step.Fact);

    private byte[] Body(PublicEventId id, string type, Step step, DateTimeOffset at)
    {
        var request = RequestOf(step);
        var shown = Shown(type, step);
        return WireJson.Write(new EventResource
        {
            Id = id.ToString(),
            ApiVersion = ApiVersion.Current,
            Created = at.ToUnixTimeSeconds(),
            Data = new EventDataResource
            {
                Object = shown,
                PreviousAttributes = TellsChange(type) ? PreviousAttributes.Between(ShownBefore(type, step), shown) : null,
            },
            Livemode = TenantOf(step.After).Livemode,
            Request = new EventRequestResource { Id = request.RequestId, IdempotencyKey = request.Claim?.Key },
            Type = type,
        });
    }

    private static bool TellsChange(string type) => type.EndsWith(".updated", StringComparison.Ordinal) || Changes.Contains(type);

    /// <summary>One fact with the states around it.</summary>
    protected sealed record Step(TState? Before, TState After, TFact Fact);
}

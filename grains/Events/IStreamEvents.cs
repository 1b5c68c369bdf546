using PayGate.Events;
using PayGate.Grains.Journal;

namespace PayGate.Grains.Events;

/// <summary>How the facts of one kind of stream are told as public events. <see cref="EventStreams"/> lists all kinds.</summary>
public interface IStreamEvents
{
    /// <summary>Of the stream's ids, for example <c>pi</c>.</summary>
    string Prefix { get; }

    /// <summary>
    /// Types by stored name of the fact, in the order of delivery. The table <c>paygate.public_event_types</c> holds the same; a test compares them.
    /// </summary>
    IReadOnlyDictionary<string, string[]> TypesByFact { get; }

    /// <summary>Folds the facts once and renders each asked event from the state right after its fact; an event that no fact means is left out.</summary>
    /// <param name="facts">A stream from its first fact on, not empty.</param>
    /// <param name="asked">Events of that stream.</param>
    RenderedEvents Render(IReadOnlyList<StoredFact> facts, IReadOnlyCollection<PublicEventId> asked);
}

/// <summary>Bodies by event id, and whose they are.</summary>
public sealed record RenderedEvents(string MerchantId, IReadOnlyDictionary<string, byte[]> Bodies);

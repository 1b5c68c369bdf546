using Orleans.Concurrency;

namespace PayGate.Events;

/// <summary>Renders public events from their facts and freezes them: whatever is read or delivered once keeps its bytes for ever.</summary>
[Alias("paygate.IEventArchiveGrain")]
public interface IEventArchiveGrain : IGrainWithStringKey
{
    /// <summary>The frozen bodies of these events by id; an id that names no event is left out.</summary>
    [Alias("bodies"), ReadOnly]
    Task<Dictionary<string, byte[]>> Bodies(List<string> eventIds, CancellationToken cancellationToken);
}

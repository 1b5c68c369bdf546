namespace PayGate.Grains.Clocks;

/// <summary>The stored offset of the sandbox's clock.</summary>
public interface IClockOffset
{
    Task<TimeSpan> Read(CancellationToken cancellationToken);

    /// <summary>Makes ready what must be there before the clock shows an instant.</summary>
    Task Prepare(DateTimeOffset instant, CancellationToken cancellationToken);

    /// <summary>Stores the offset, unless a greater one is stored, and has this process follow.</summary>
    Task Move(TimeSpan offset, CancellationToken cancellationToken);
}

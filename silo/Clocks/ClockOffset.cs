using Npgsql;
using PayGate.Clocks;
using PayGate.Grains.Clocks;
using PayGate.Silo.Storage;

namespace PayGate.Silo.Clocks;

/// <summary>The one row of schema clock, in whole microseconds as due times are.</summary>
public sealed class ClockOffset(SiloDatabase database, PartitionKeeper partitions, SandboxClock clock) : IClockOffset
{
    public async Task<TimeSpan> Read(CancellationToken cancellationToken)
    {
        await using var command = database.Reader.CreateCommand("select offset_microseconds from clock.sandbox");
        return TimeSpan.FromMicroseconds((long)(await command.ExecuteScalarAsync(cancellationToken))!);
    }

    public Task Prepare(DateTimeOffset instant, CancellationToken cancellationToken) => partitions.Extend(instant, cancellationToken);

    public async Task Move(TimeSpan offset, CancellationToken cancellationToken)
    {
        // Rounded up, so that what is due at an instant is due when the clock has got there.
        var microseconds = (offset.Ticks + TimeSpan.TicksPerMicrosecond - 1) / TimeSpan.TicksPerMicrosecond;
        await using var command = database.Reader.CreateCommand("update clock.sandbox set offset_microseconds = $1 where offset_microseconds < $1");
        command.Parameters.Add(new NpgsqlParameter<long> { TypedValue = microseconds });
        await command.ExecuteNonQueryAsync(cancellationToken);
        clock.Follow(TimeSpan.FromMicroseconds(microseconds));
    }
}

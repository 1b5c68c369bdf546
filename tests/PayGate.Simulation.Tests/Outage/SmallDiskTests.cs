namespace PayGate.Simulation.Tests.Outage;

/// <summary>The disk that outage tests fill is really full, and really goes away.</summary>
public sealed class SmallDiskTests
{
    [SmallDiskFact]
    public void Fill_UntilFree_LeavesNoRoomForAByte()
    {
        using var disk = SmallDisk.Mount(megabytes: 1);
        var file = Path.Combine(disk.Location, "one");
        Assert.True(disk.Room > 0);

        disk.Fill();
        Assert.Equal(0, disk.Room);
        var refusal = Assert.Throws<IOException>(() => File.WriteAllBytes(file, [1]));
        disk.Free();
        File.WriteAllBytes(file, [1]);

        Assert.Contains("No space left on device", refusal.Message, StringComparison.Ordinal);
        Assert.Equal([1], File.ReadAllBytes(file));
    }

    [SmallDiskFact]
    public void Dispose_WithFilesOnIt_TakesItAway()
    {
        var disk = SmallDisk.Mount(megabytes: 1);
        disk.Fill();

        disk.Dispose();

        Assert.False(Directory.Exists(disk.Location));
    }
}

using System.Threading.Channels;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>A whole gateway with all of its PostgreSQL on a disk that a test can fill, and kept alive as <c>paygate up</c> does.</summary>
internal sealed class SmallDiskGateway : IAsyncDisposable
{
    /// <summary>The cluster takes 140 of them.</summary>
    private const int Megabytes = 192;

    private readonly Channel<string> _reports = Channel.CreateUnbounded<string>();
    private readonly TestCluster _cluster;
    private readonly IAsyncDisposable _keeper;

    private SmallDiskGateway(SmallDisk disk, TestCluster cluster, OutageGateway outage)
    {
        (Disk, _cluster, Outage) = (disk, cluster, outage);
        _keeper = cluster.Keep(report => Assert.True(_reports.Writer.TryWrite(report)));
    }

    public SmallDisk Disk { get; }

    public OutageGateway Outage { get; }

    /// <summary>What was told of the server's end and of its return.</summary>
    public ChannelReader<string> Reports => _reports.Reader;

    public static async Task<SmallDiskGateway> Start()
    {
        var disk = SmallDisk.Mount(Megabytes);
        var cluster = await TestCluster.Start(disk.Location);
        return new SmallDiskGateway(disk, cluster, await OutageGateway.Start(cluster));
    }

    public async ValueTask DisposeAsync()
    {
        // A test that failed midway leaves a full disk and no server; its own error is to be seen, not theirs.
        Disk.Free();
        await _keeper.DisposeAsync();
        await _cluster.Restart("fast");
        await Outage.DisposeAsync();
        await _cluster.DisposeAsync();
        Disk.Dispose();
    }
}

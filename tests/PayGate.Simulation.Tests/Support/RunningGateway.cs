namespace PayGate.Simulation.Tests.Support;

/// <summary>One gateway for the tests of a class.</summary>
public sealed class RunningGateway : IAsyncLifetime
{
    internal GatewaySite Site { get; private set; } = null!;

    internal GatewayProcess Process { get; private set; } = null!;

    internal GatewayClient Client => Process.Client;

    public async Task InitializeAsync()
    {
        Site = await GatewaySite.Create();
        Process = await GatewayProcess.Start(Site);
    }

    public async Task DisposeAsync()
    {
        await Process.DisposeAsync();
        await Site.DisposeAsync();
    }
}

namespace PayGate.Bank.Tests.Support;

/// <summary>One bank for the tests of a class; each takes references of its own.</summary>
public sealed class BankFixture : IAsyncLifetime
{
    private int _references;

    internal RunningBank Running { get; private set; } = null!;

    internal string NewReference() => $"op_{Interlocked.Increment(ref _references)}";

    public async Task InitializeAsync() => Running = await RunningBank.Start();

    public async Task DisposeAsync() => await Running.DisposeAsync();
}

using PayGate.Silo.Keys;
using PayGate.Testing;

namespace PayGate.Vault.Tests.Keys;

/// <summary>A Vault of the test's own with key <c>paygate</c>, and its token in a file.</summary>
internal sealed class TransitFixture : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();

    private TransitFixture(TransitServer server) => Server = server;

    public TransitServer Server { get; }

    public string TokenFile => Path.Combine(_directory.Path, "token");

    public TransitOptions Options => new() { Address = Server.Address, TokenFile = TokenFile };

    public static async Task<TransitFixture> Start(bool tls = false)
    {
        var fixture = new TransitFixture(await TransitServer.Start(tls));
        fixture.Server.Rotate(TransitOptions.DefaultKey);
        await File.WriteAllTextAsync(fixture.TokenFile, fixture.Server.Token + "\n");
        return fixture;
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        _directory.Dispose();
    }
}

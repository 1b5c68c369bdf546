using Microsoft.Extensions.Logging.Abstractions;
using PayGate.Cards;
using PayGate.Cli.Hosting;
using PayGate.EncryptionKeys;

namespace PayGate.Cli.Tests.Hosting;

/// <summary>An API that is a process of its own reads its file again, and seals under the newest key that it finds; each look is made by hand.</summary>
public sealed class ApiSecretsFollowerTests : IAsyncDisposable
{
    private readonly TemporaryDirectory _directory = new();
    private readonly ApiSecrets _secrets = Secrets(1, 1);
    private readonly ApiSecretsFollower _follower;

    public ApiSecretsFollowerTests()
    {
        Directory.CreateDirectory(_directory.Data);
        _follower = new ApiSecretsFollower(Location, _secrets, NullLogger<ApiSecretsFollower>.Instance);
    }

    private string Location => Path.Combine(_directory.Data, "api-secrets.json");

    public async ValueTask DisposeAsync()
    {
        _follower.Dispose();
        await _directory.DisposeAsync();
    }

    [Fact]
    public async Task Follow_WhenTheFileChanged_SealsUnderItsNewestVersion()
    {
        await Put(ApiSecretsDocument.Write(Secrets(1, 1)));
        Assert.Equal(1, Sealed());
        await Put(ApiSecretsDocument.Write(Secrets(1, 1, 2)));
        Assert.Equal(2, Sealed());
        await Put(ApiSecretsDocument.Write(Secrets(1, 2)));

        Assert.Equal(2, Sealed());
        Assert.Null(_secrets.TransportKeys.Find(1));
    }

    /// <summary>A copy that is still being written, a file that is gone for the moment, another installation's.</summary>
    [Fact]
    public async Task Follow_WhenTheFileIsOfNoUse_KeepsWhatIsKnown_UntilItIs()
    {
        var whole = ApiSecretsDocument.Write(Secrets(1, 1, 2));
        await Put(whole[..^9]);
        Assert.Equal(1, Sealed());
        File.Delete(Location);
        await _follower.Follow(default);
        Assert.Equal(1, Sealed());
        await Put(ApiSecretsDocument.Write(Secrets(7, 1, 2)));
        Assert.Equal(1, Sealed());
        await Put(whole);

        Assert.Equal(2, Sealed());
    }

    private static ApiSecrets Secrets(byte installation, params int[] versions) =>
        new(new TransportKeys(versions.ToDictionary(version => version, version => Key((byte)version))), Key(installation), Key(installation));

    private static byte[] Key(byte value) => [.. Enumerable.Repeat(value, ApiSecrets.KeyLength)];

    private int Sealed() => new CardSealer(_secrets.TransportKeys).Seal(Card, "mch_1", "pm_1").KeyVersion;

    private static CardInput Card { get; } = new() { Number = Secret.Of("4242424242424242"), ExpYear = 2034, ExpMonth = 12 };

    private async Task Put(byte[] text)
    {
        await File.WriteAllBytesAsync(Location, text);
        await _follower.Follow(default);
    }
}

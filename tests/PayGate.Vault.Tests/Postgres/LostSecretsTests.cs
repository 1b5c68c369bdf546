using Microsoft.Extensions.DependencyInjection;
using PayGate.EncryptionKeys;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: a merchant's secret that is lost is noticed, and never made anew over keys that need it, because what is wrapped with the new one would open nothing that is there.
/// Method: the whole gateway; the file goes, and a silo that holds no key in memory is asked for cards and rotations.
/// </summary>
public sealed class LostSecretsTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-lost-");
    private VaultHost _host = null!;
    private VaultCards _cards = null!;
    private string[] _saved = [];

    private string SecretPath => Path.Combine(_directory.FullName, MerchantSecretFiles.DefaultName, $"{_cards.Tenant.MerchantId}.secret");

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory, backgroundWork: false);
        _cards = new VaultCards(_host);
        _saved = await _cards.Create(2);
    }

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Theory]
    [InlineData(KeyPurpose.CardData)]
    [InlineData(KeyPurpose.CardFingerprint)]
    public async Task ALostSecret_IsNotMadeAgain_WhileAKeyOfEitherPurposeNeedsIt(string remaining)
    {
        await _host.Execute($"delete from paygate.encryption_keys where merchant_id = '{_cards.Tenant.MerchantId}' and purpose <> '{remaining}'");
        var moved = SecretPath + ".moved";
        File.Move(SecretPath, moved);
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var keys = other.Services.GetRequiredService<KeyEncryptionKeys>();

        var refused = await Assert.ThrowsAsync<VaultUnavailableException>(async () => await keys.For(_cards.Tenant.MerchantId, 0, default));

        Assert.Equal(
            $"The wrapping secret of merchant {_cards.Tenant.MerchantId}, which its keys need, is not in Directory {Path.GetDirectoryName(SecretPath)}: mount the directory that all silos share, or put its backup back with `paygate keys import`.",
            refused.Message);
        Assert.False(File.Exists(SecretPath));
        File.Move(moved, SecretPath);
        (await keys.For(_cards.Tenant.MerchantId, 0, default)).Dispose();
    }

    [Fact]
    public async Task ARotation_OverALostSecret_Fails_AndGoesOnWhenItIsBack()
    {
        var moved = SecretPath + ".moved";
        File.Move(SecretPath, moved);
        await using var other = await VaultHost.Start(_directory, _host.Database, backgroundWork: false);
        var rotate = new RotateKey { OrderedAt = TimeProvider.System.GetUtcNow(), Reason = "ordered" };
        var key = other.Grains.GetGrain<IEncryptionKeyGrain>(KeyPurpose.ActorKey(_cards.Tenant.MerchantId, KeyPurpose.CardData));

        await Assert.ThrowsAsync<VaultUnavailableException>(() => key.Rotate(rotate, default));
        File.Move(moved, SecretPath);

        Assert.Equal(2, await key.Rotate(rotate, default));
        await _cards.AllCharge(_saved, other);
    }

    /// <summary>A merchant whose keys an older release wrapped has no secret yet, and gets one.</summary>
    [Fact]
    public async Task AKeyThatNeedsNone_LeavesRoomForAFirst()
    {
        File.Delete(SecretPath);
        await _host.Execute(
            $"update paygate.encryption_keys set state = state::jsonb #- '{{key,versions,0,key,form}}' where merchant_id = '{_cards.Tenant.MerchantId}'");
        (await _host.Services.GetRequiredService<KeyEncryptionKeys>().For(_cards.Tenant.MerchantId, 0, default)).Dispose();

        Assert.True(File.Exists(SecretPath));
    }
}

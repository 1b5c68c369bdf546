using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>What both places that keep merchants' secrets must do, files and HashiCorp Vault.</summary>
public abstract class MerchantSecretsTests : IAsyncLifetime
{
    private protected IMerchantSecrets Secrets { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private protected abstract IMerchantSecrets OfAnotherSilo();

    [Fact]
    public async Task Find_BeforeOneWasMade_GivesNone()
    {
        await Secrets.Check(default);

        Assert.Null(await Secrets.Find("mch_1", default));
    }

    [Fact]
    public async Task FindOrMake_Again_GivesTheSame_AndAnotherToAnotherMerchant()
    {
        var first = await Secrets.FindOrMake("mch_1", default);

        Assert.Equal(IMerchantSecrets.Length, first.Length);
        Assert.Equal(first, await Secrets.FindOrMake("mch_1", default));
        Assert.Equal(first, await Secrets.Find("mch_1", default));
        Assert.NotEqual(first, await Secrets.FindOrMake("mch_2", default));
    }

    [Fact]
    public async Task FindOrMake_InTwoSilosAtOnce_GivesAllTheSame()
    {
        using var other = OfAnotherSilo();
        var all = new System.Collections.Concurrent.ConcurrentBag<string>();
        await Parallel.ForEachAsync(
            Enumerable.Range(0, 16), new ParallelOptions { MaxDegreeOfParallelism = 16 },
            async (call, stop) => all.Add(Convert.ToHexString(await (call % 2 == 0 ? Secrets : other).FindOrMake("mch_1", stop))));

        Assert.Equal(16, all.Count);
        Assert.Single(all.Distinct());
    }

    [Fact]
    public async Task Erase_IsForEver_AndOfNobodyElse()
    {
        await Secrets.FindOrMake("mch_1", default);
        var kept = await Secrets.FindOrMake("mch_2", default);
        await Secrets.Erase("mch_1", default);
        await Secrets.Erase("mch_1", default);
        await Secrets.Erase("mch_3", default);
        using var other = OfAnotherSilo();

        await Assert.ThrowsAsync<MerchantErasedException>(() => Secrets.Find("mch_1", default));
        await Assert.ThrowsAsync<MerchantErasedException>(() => other.FindOrMake("mch_1", default));
        await Assert.ThrowsAsync<MerchantErasedException>(() => other.FindOrMake("mch_3", default));
        Assert.Equal(kept, await other.Find("mch_2", default));
    }

    [Theory]
    [InlineData("../mch")]
    [InlineData("")]
    [InlineData("mch_1/x")]
    public async Task AnId_ThatIsNoName_IsRefused(string id) => await Assert.ThrowsAsync<ArgumentException>(() => Secrets.FindOrMake(id, default));
}

public sealed class MerchantSecretFilesTests : MerchantSecretsTests, IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    private readonly TemporaryDirectory _directory = new();

    private string Place => Path.Combine(_directory.Path, "secrets");

    private MerchantSecretFiles Files => (MerchantSecretFiles)Secrets;

    public override Task InitializeAsync()
    {
        Secrets = OfAnotherSilo();
        return Task.CompletedTask;
    }

    public override Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _directory.Dispose();

    private protected override IMerchantSecrets OfAnotherSilo() => new MerchantSecretFiles(Place);

    [Fact]
    public async Task ASecret_IsAPrivateFile_ThatOpensOnlyUnderItsName()
    {
        await Secrets.FindOrMake("mch_1", default);
        var path = Path.Combine(Place, "mch_1.secret");

        Assert.Equal([path], Directory.GetFiles(Place));
        Assert.Equal(OwnerOnly, File.GetUnixFileMode(path));
        Assert.Equal(OwnerOnly | UnixFileMode.UserExecute, File.GetUnixFileMode(Place));
        File.Move(path, Path.Combine(Place, "mch_2.secret"));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.Find("mch_2", default));
    }

    [Fact]
    public async Task Check_WhereOthersMayLook_Refuses()
    {
        await Secrets.Check(default);
        File.SetUnixFileMode(Place, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.GroupRead);

        Assert.EndsWith("run chmod 700 on it.", (await Assert.ThrowsAsync<RootKeyException>(() => Secrets.Check(default))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_WhereNothingCanBeWritten_NamesTheVariable()
    {
        await File.WriteAllTextAsync(Place, "");

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => Secrets.Check(default));

        Assert.EndsWith("name a directory that can, and that all silos share, in PAYGATE_MERCHANT_SECRETS.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Erase_LeavesNothingOfTheSecret()
    {
        await Secrets.FindOrMake("mch_1", default);
        await Secrets.Erase("mch_1", default);

        Assert.Equal([Path.Combine(Place, "mch_1.erased")], Directory.GetFiles(Place));
        Assert.Empty(Files.All());
        Assert.Equal(["mch_1"], Files.Erased());
    }

    [Fact]
    public async Task PutBack_BringsNobodyBackWhoWasErased_HereOrThere()
    {
        foreach (var merchant in new[] { "mch_1", "mch_2", "mch_3" })
        {
            await Secrets.FindOrMake(merchant, default);
        }

        var backup = Files.All();
        await Secrets.Erase("mch_1", default);
        File.Delete(Path.Combine(Place, "mch_2.secret"));

        Assert.Equal(1, Files.PutBack(backup, ["mch_3"]));
        Assert.Equal(["mch_1", "mch_3"], Files.Erased());
        Assert.Equal(["mch_2"], Files.All().Keys);
        Assert.Equal(backup["mch_2"], await Secrets.Find("mch_2", default));
    }

    [Fact]
    public async Task PutBack_OverAnotherSecret_Refuses()
    {
        var here = await Secrets.FindOrMake("mch_1", default);

        Assert.Throws<RootKeyException>(() => Files.PutBack(new Dictionary<string, byte[]> { ["mch_1"] = new byte[32] }, []));
        Assert.Equal(here, await Secrets.Find("mch_1", default));
    }
}

public sealed class MerchantSecretsInVaultTests : MerchantSecretsTests
{
    private TransitFixture _vault = null!;

    public override async Task InitializeAsync()
    {
        _vault = await TransitFixture.Start();
        Secrets = OfAnotherSilo();
    }

    public override async Task DisposeAsync()
    {
        Secrets.Dispose();
        await _vault.DisposeAsync();
    }

    private protected override IMerchantSecrets OfAnotherSilo() => new MerchantSecretsInVault(_vault.Options);

    [Fact]
    public async Task Erase_DestroysAllVersions()
    {
        await Secrets.FindOrMake("mch_1", default);
        Assert.Equal(["paygate/merchants/mch_1"], _vault.Server.Entries);
        await Secrets.Erase("mch_1", default);

        Assert.Equal(["paygate/erased/mch_1"], _vault.Server.Entries);
    }

    [Theory]
    [InlineData(403, "may create and read secret/data/paygate/*, and delete secret/metadata/paygate/merchants/*.")]
    [InlineData(404, "run `vault secrets enable -path=secret -version=2 kv`, or mend PAYGATE_VAULT_KV_MOUNT.")]
    public async Task Check_WhenVaultRefuses_SaysWhatToMend(int status, string words)
    {
        _vault.Server.Instead = (status, """{"errors":["no"]}""");

        Assert.EndsWith(words, (await Assert.ThrowsAsync<RootKeyException>(() => Secrets.Check(default))).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.Find("mch_1", default));
    }

    [Fact]
    public async Task WhileVaultIsSealed_NothingIsMadeOrErased_AndItPasses()
    {
        _vault.Server.IsSealed = true;

        await Assert.ThrowsAsync<RootKeyUnavailableException>(() => Secrets.Check(default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.FindOrMake("mch_1", default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.Erase("mch_1", default));
        _vault.Server.IsSealed = false;
        Assert.Empty(_vault.Server.Entries);
        await Secrets.FindOrMake("mch_1", default);
    }
}

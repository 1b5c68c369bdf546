using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>What both places that keep merchants' secrets must do, files and HashiCorp Vault.</summary>
public abstract class MerchantSecretsTests : IAsyncLifetime
{
    private protected IMerchantSecrets Secrets { get; set; } = null!;

    public abstract Task InitializeAsync();

    public abstract Task DisposeAsync();

    private protected abstract IMerchantSecrets OfAnotherSilo();

    private protected const string Id = "0123456789abcdef0123456789abcdef.root_1";

    /// <summary>As a silo's first start does it.</summary>
    private protected Task TakePlace() => Secrets.TakeId(Id, default);

    [Fact]
    public async Task TakeId_OfMany_GivesAllTheFirst()
    {
        Assert.Null(await Secrets.FindId(default));
        using var other = OfAnotherSilo();
        var all = await Task.WhenAll(Enumerable.Range(0, 8).Select(silo => (silo % 2 == 0 ? Secrets : other).TakeId($"{silo}{Id[1..]}", default)));

        Assert.Single(all.Distinct());
        Assert.Equal(all[0], await other.FindId(default));
    }

    /// <summary>What a silo sees whose mount went away: it neither makes a secret there, nor takes it for the place where one is to be destroyed.</summary>
    [Fact]
    public async Task APlaceWithoutAnId_TakesNothing()
    {
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.FindOrMake("mch_1", default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.Erase("mch_1", default));

        Assert.Null(await Secrets.Find("mch_1", default));
    }

    [Fact]
    public async Task Find_BeforeOneWasMade_GivesNone()
    {
        await TakePlace();
        await Secrets.Check(default);

        Assert.Null(await Secrets.Find("mch_1", default));
    }

    [Fact]
    public async Task FindOrMake_Again_GivesTheSame_AndAnotherToAnotherMerchant()
    {
        await TakePlace();
        var first = await Secrets.FindOrMake("mch_1", default);

        Assert.Equal(IMerchantSecrets.Length, first.Length);
        Assert.Equal(first, await Secrets.FindOrMake("mch_1", default));
        Assert.Equal(first, await Secrets.Find("mch_1", default));
        Assert.NotEqual(first, await Secrets.FindOrMake("mch_2", default));
    }

    [Fact]
    public async Task FindOrMake_InTwoSilosAtOnce_GivesAllTheSame()
    {
        await TakePlace();
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
        await TakePlace();
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
        await TakePlace();
        await Secrets.FindOrMake("mch_1", default);
        var path = Path.Combine(Place, "mch_1.secret");

        Assert.Equal([Path.Combine(Place, "directory.id"), path], Directory.GetFiles(Place).Order(StringComparer.Ordinal));
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

    /// <summary>Volumes of a group hand the bit down to what is made in them.</summary>
    [Fact]
    public async Task Check_WithTheSetGroupIdBit_IsContent()
    {
        await Secrets.Check(default);
        File.SetUnixFileMode(Place, OwnerOnly | UnixFileMode.UserExecute | UnixFileMode.SetGroup);

        await Secrets.Check(default);
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
        await TakePlace();
        await Secrets.FindOrMake("mch_1", default);
        await Secrets.Erase("mch_1", default);

        Assert.Equal([Path.Combine(Place, "directory.id"), Path.Combine(Place, "mch_1.erased")], Directory.GetFiles(Place).Order(StringComparer.Ordinal));
        Assert.Empty(Files.All());
        Assert.Equal(["mch_1"], Files.Erased());
    }

    [Fact]
    public async Task PutBack_BringsNobodyBackWhoWasErased_HereOrThere()
    {
        await TakePlace();
        foreach (var merchant in new[] { "mch_1", "mch_2", "mch_3" })
        {
            await Secrets.FindOrMake(merchant, default);
        }

        var backup = Files.All();
        await Secrets.Erase("mch_1", default);
        File.Delete(Path.Combine(Place, "mch_2.secret"));

        Assert.Equal(1, await Files.PutBack(backup, ["mch_3"], Id, default));
        Assert.Equal(["mch_1", "mch_3"], Files.Erased());
        Assert.Equal(["mch_2"], Files.All().Keys);
        Assert.Equal(backup["mch_2"], await Secrets.Find("mch_2", default));
    }

    [Fact]
    public async Task PutBack_OverTheDirectoryOfAnotherDatabase_RefusesAndLeavesIt()
    {
        await TakePlace();

        await Assert.ThrowsAsync<RootKeyException>(() => Files.PutBack(new Dictionary<string, byte[]> { ["mch_1"] = new byte[32] }, ["mch_2"], "1" + Id[1..], default));
        Assert.Empty(Files.All());
        Assert.Empty(Files.Erased());
    }

    [Fact]
    public async Task PutBack_OverAnotherSecret_Refuses()
    {
        await TakePlace();
        var here = await Secrets.FindOrMake("mch_1", default);

        await Assert.ThrowsAsync<RootKeyException>(() => Files.PutBack(new Dictionary<string, byte[]> { ["mch_1"] = new byte[32] }, [], Id, default));
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
        await TakePlace();
        await Secrets.FindOrMake("mch_1", default);
        Assert.Equal(["paygate/merchants/mch_1", "paygate/place/id"], _vault.Server.Entries);
        await Secrets.Erase("mch_1", default);

        Assert.Equal(["paygate/erased/mch_1", "paygate/place/id"], _vault.Server.Entries);
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
        await TakePlace();
        _vault.Server.IsSealed = true;

        await Assert.ThrowsAsync<RootKeyUnavailableException>(() => Secrets.Check(default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.FindOrMake("mch_1", default));
        await Assert.ThrowsAsync<VaultUnavailableException>(() => Secrets.Erase("mch_1", default));
        _vault.Server.IsSealed = false;
        Assert.Equal(["paygate/place/id"], _vault.Server.Entries);
        await Secrets.FindOrMake("mch_1", default);
    }
}

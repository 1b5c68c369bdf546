using System.Security.Cryptography;
using PayGate.Silo.Keys;

namespace PayGate.Vault.Tests.Keys;

/// <summary>The two calls to HashiCorp Vault's transit engine, against a server that speaks it on a socket.</summary>
public sealed class TransitClientTests
{
    private static readonly byte[] Bound = "mine"u8.ToArray();
    private static readonly string Key = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

    [Fact]
    public async Task Decrypt_OfWhatWasEncrypted_GivesItBack_OverTwoPathsOnly()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);

        var ciphertext = await client.Encrypt(Key, Bound, CancellationToken.None);
        var opened = await client.Decrypt(ciphertext, Bound, CancellationToken.None);

        Assert.Equal(Key, Convert.ToBase64String(opened));
        Assert.Equal(
            [
                $$"""POST /v1/transit/encrypt/paygate {"plaintext":"{{Key}}","associated_data":"bWluZQ=="}""".Replace("+", "\\u002B", StringComparison.Ordinal),
                $$"""POST /v1/transit/decrypt/paygate {"ciphertext":"{{ciphertext}}","associated_data":"bWluZQ=="}""".Replace("+", "\\u002B", StringComparison.Ordinal),
            ],
            vault.Server.Requests);
    }

    [Fact]
    public async Task Decrypt_AfterTheTransitKeyWasRotated_StillOpens()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);
        var ciphertext = await client.Encrypt(Key, Bound, CancellationToken.None);
        vault.Server.Rotate("paygate");

        Assert.Equal(Key, Convert.ToBase64String(await client.Decrypt(ciphertext, Bound, CancellationToken.None)));
        Assert.StartsWith("vault:v2:", await client.Encrypt(Key, Bound, CancellationToken.None), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Decrypt_BoundToSomethingElse_IsRefused()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);
        var ciphertext = await client.Encrypt(Key, Bound, CancellationToken.None);

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => client.Decrypt(ciphertext, "yours"u8.ToArray(), CancellationToken.None));

        Assert.Contains("name the key that encrypted it, or lower that key's min_decryption_version", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encrypt_WhenTheTokenWasRenewed_TakesTheNewOne()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);
        await client.Encrypt(Key, Bound, CancellationToken.None);
        vault.Server.Token = "hvs.renewed";
        await Refused<RootKeyException>(client, "renew it");

        await File.WriteAllTextAsync(vault.TokenFile, "hvs.renewed");

        Assert.NotEmpty(await client.Encrypt(Key, Bound, CancellationToken.None));
    }

    [Fact]
    public async Task Encrypt_InANamespace_NamesIt()
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Namespace = "team/cards";
        using var without = new TransitClient(vault.Options);
        using var with = new TransitClient(vault.Options with { Namespace = "team/cards" });

        await Refused<RootKeyException>(without, "PAYGATE_VAULT_NAMESPACE");
        Assert.NotEmpty(await with.Encrypt(Key, Bound, CancellationToken.None));
    }

    [Fact]
    public async Task Encrypt_WhenTheKeyIsMissing_SaysHowToMakeIt()
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Delete("paygate");
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyException>(client, "has no key paygate under transit/: make it with `vault write -f transit/keys/paygate`, or name another in PAYGATE_VAULT_TRANSIT_KEY.");
    }

    [Fact]
    public async Task Encrypt_WhenTheEngineIsMissing_SaysHowToEnableIt()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options with { Mount = "elsewhere" });

        await Refused<RootKeyException>(client, "run `vault secrets enable -path=elsewhere transit`");
    }

    [Fact]
    public async Task Encrypt_WhenTheTokenIsRefused_NamesItsFileAndThePolicy()
    {
        await using var vault = await TransitFixture.Start();
        await File.WriteAllTextAsync(vault.TokenFile, "hvs.other");
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyException>(
            client, $"refuses the token in {vault.TokenFile}: renew it, and give it a policy that may update transit/encrypt/paygate and transit/decrypt/paygate.");
    }

    [Fact]
    public async Task Encrypt_WhileSealed_Passes()
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.IsSealed = true;
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyUnavailableException>(client, "is sealed or down for maintenance: unseal it.");
        vault.Server.IsSealed = false;

        Assert.NotEmpty(await client.Encrypt(Key, Bound, CancellationToken.None));
    }

    [Theory]
    [InlineData(412)]
    [InlineData(429)]
    [InlineData(472)]
    [InlineData(473)]
    [InlineData(500)]
    [InlineData(501)]
    [InlineData(502)]
    public async Task Encrypt_OnAnAnswerThatPasses_SaysSo(int status)
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Instead = (status, """{"errors":["hvs.secret"]}""");
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyUnavailableException>(client, status == 501 ? "vault operator init" : $"answers {status}");
    }

    [Theory]
    [InlineData(200, "")]
    [InlineData(200, "<html>hvs.secret</html>")]
    [InlineData(200, "{}")]
    [InlineData(200, """{"data":{}}""")]
    [InlineData(200, """{"data":{"ciphertext":"plain"}}""")]
    [InlineData(204, "")]
    [InlineData(401, "{}")]
    [InlineData(405, """{"errors":["unsupported operation"]}""")]
    public async Task Encrypt_OnAnAnswerThatIsNotTransits_DoesNotPass(int status, string body)
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Instead = (status, body);
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyException>(client, "does not answer as Vault's transit engine does: mend PAYGATE_VAULT_ADDR.");
    }

    [Fact]
    public async Task Encrypt_OnAnAnswerThatNeverEnds_ReadsNoMoreThanItNeeds()
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Instead = (200, new string(' ', 1_000_000) + """{"data":{"ciphertext":"vault:v1:AAAA"}}""");
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyException>(client, "does not answer as Vault's transit engine does");
    }

    [Theory]
    [InlineData("""{"data":{}}""")]
    [InlineData("""{"data":{"plaintext":"***"}}""")]
    public async Task Decrypt_OnAnAnswerWithoutAKey_DoesNotPass(string body)
    {
        await using var vault = await TransitFixture.Start();
        vault.Server.Instead = (200, body);
        using var client = new TransitClient(vault.Options);

        var refused = await Assert.ThrowsAsync<RootKeyException>(() => client.Decrypt("vault:v1:AAAA", Bound, CancellationToken.None));

        Assert.Contains("mend PAYGATE_VAULT_ADDR", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encrypt_OnARedirect_DoesNotCarryTheTokenThere()
    {
        await using var vault = await TransitFixture.Start();
        await using var other = await TransitFixture.Start();
        vault.Server.Instead = (307, "{}");
        vault.Server.Location = $"{other.Server.Address}v1/transit/encrypt/paygate";
        using var client = new TransitClient(vault.Options);

        await Refused<RootKeyException>(client, "points elsewhere (307)");

        Assert.Empty(other.Server.Requests);
    }

    [Fact]
    public async Task Encrypt_WhenVaultIsSlow_GivesUpInTime()
    {
        await using var vault = await TransitFixture.Start();
        var release = new TaskCompletionSource();
        vault.Server.BeforeAnswer = () => release.Task;
        using var client = new TransitClient(vault.Options with { RequestTimeout = TimeSpan.FromMilliseconds(200) });

        await Refused<RootKeyUnavailableException>(client, "did not answer within 0.2 s").WaitAsync(TimeSpan.FromSeconds(30));
        release.SetResult();
    }

    [Fact]
    public async Task Encrypt_WhenCanceled_IsCanceled()
    {
        await using var vault = await TransitFixture.Start();
        using var canceled = new CancellationTokenSource();
        vault.Server.BeforeAnswer = canceled.CancelAsync;
        using var client = new TransitClient(vault.Options);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => client.Encrypt(Key, Bound, canceled.Token));
    }

    [Fact]
    public async Task Encrypt_WhenNobodyListens_Passes()
    {
        var vault = await TransitFixture.Start();
        await using (vault)
        {
            using var client = new TransitClient(vault.Options);
            await vault.Server.DisposeAsync();

            await Refused<RootKeyUnavailableException>(client, "cannot be reached: start it, or mend PAYGATE_VAULT_ADDR.");
        }
    }

    [Fact]
    public async Task Encrypt_OverTls_TrustsTheGivenAuthorityAndNoOther()
    {
        await using var vault = await TransitFixture.Start(tls: true);
        var authority = vault.TokenFile + ".pem";
        await File.WriteAllTextAsync(authority, vault.Server.AuthorityPem);
        using var stranger = new TransitClient(vault.Options);
        using var friend = new TransitClient(vault.Options with { AuthorityFile = authority });

        await Refused<RootKeyException>(stranger, "give its authority's file in PAYGATE_VAULT_CA");
        Assert.Empty(vault.Server.Requests);
        Assert.NotEmpty(await friend.Encrypt(Key, Bound, CancellationToken.None));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("no certificate")]
    public void Client_WhenTheAuthorityCannotBeRead_SaysSo(string? content)
    {
        using var directory = new TemporaryDirectory();
        var authority = Path.Combine(directory.Path, "ca.pem");
        if (content is not null)
        {
            File.WriteAllText(authority, content);
        }

        var refused = Assert.Throws<RootKeyException>(
            () => new TransitClient(new TransitOptions { Address = new Uri("https://127.0.0.1:1/"), TokenFile = "token", AuthorityFile = authority }));

        Assert.Contains("PAYGATE_VAULT_CA", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Encrypt_UntilTheTokenIsThere_Passes()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);
        File.Delete(vault.TokenFile);
        await Refused<RootKeyUnavailableException>(client, "PAYGATE_VAULT_TOKEN_FILE");

        await File.WriteAllTextAsync(vault.TokenFile, " \n");
        await Refused<RootKeyUnavailableException>(client, "PAYGATE_VAULT_TOKEN_FILE");
    }

    [Fact]
    public async Task Encrypt_WhenTheTokenFileHoldsSomethingElse_RefusesWithoutShowingIt()
    {
        await using var vault = await TransitFixture.Start();
        using var client = new TransitClient(vault.Options);
        await File.WriteAllTextAsync(vault.TokenFile, $"{vault.Server.Token}\r\nX-Evil: 1");

        await Refused<RootKeyException>(client, "alone and as plain text");
        Assert.Empty(vault.Server.Requests);
        File.Delete(vault.TokenFile);
        Directory.CreateDirectory(vault.TokenFile);
        await Refused<RootKeyException>(client, vault.TokenFile);
    }

    /// <summary>Refused in one sentence, in these words, as this very kind, and without a secret.</summary>
    private static async Task Refused<T>(TransitClient client, string words)
        where T : RootKeyException
    {
        var refused = await Assert.ThrowsAnyAsync<RootKeyException>(() => client.Encrypt(Key, Bound, CancellationToken.None));
        Assert.IsType<T>(refused);
        Assert.Contains(words, refused.Message, StringComparison.Ordinal);
        Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
        Assert.DoesNotContain("hvs.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Key, refused.ToString(), StringComparison.Ordinal);
    }
}

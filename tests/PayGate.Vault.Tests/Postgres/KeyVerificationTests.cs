using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using PayGate.EncryptionKeys;
using PayGate.Grains.EncryptionKeys;
using PayGate.Silo.Keys;
using PayGate.Vault.Tests.Keys;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>What operators are told of stored keys: how many there are, and that each opens. Cards come in by HTTP; damage is done by the database's owner.</summary>
public sealed class KeyVerificationTests : IAsyncLifetime
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-vault-");
    private VaultHost _host = null!;
    private NpgsqlDataSource _silo = null!;

    private KeyEncryptionKeys Wrapping => _host.Services.GetRequiredService<KeyEncryptionKeys>();

    public async Task InitializeAsync()
    {
        _host = await VaultHost.Start(_directory);
        _silo = NpgsqlDataSource.Create(_host.Database.Silo);
    }

    public async Task DisposeAsync()
    {
        await _silo.DisposeAsync();
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task Run_OnHealthyRows_OpensAll()
    {
        await Save("4242424242424242", "Amina");
        await Save("5555555555554444", name: null);

        Assert.Equal((2, 2, 0, ""), await Verify());
    }

    [Theory]
    [InlineData("number")]
    [InlineData("expiry")]
    [InlineData("holder")]
    public async Task Run_WhenAFieldOfACardWasChanged_NamesTheCard(string field)
    {
        await Save("4242424242424242", "Amina");
        var damaged = await Save("5555555555554444", "Amina");
        await Damage("card_tokens", damaged, $"{{card_token,card,{field},ciphertext}}");

        Assert.Equal((2, 1, 1, $"card {damaged}"), await Verify());
    }

    [Fact]
    public async Task Run_WhenACardStandsInTheRowOfAnother_NamesThatRow()
    {
        var healthy = await Save("4242424242424242", name: null);
        var wrong = await Save("5555555555554444", name: null);
        await Execute($"update paygate.card_tokens w set state = h.state from paygate.card_tokens h where w.id = '{wrong}' and h.id = '{healthy}'");

        Assert.Equal((2, 1, 1, $"card {wrong}"), await Verify());
    }

    [Fact]
    public async Task Run_WhenAKeyWasChanged_NamesItAndItsCards()
    {
        var card = await Save("4242424242424242", name: null);
        var key = KeyPurpose.ActorKey(_host.Demo.MerchantId, KeyPurpose.CardData);
        await Damage("encryption_keys", key, "{key,versions,0,key,ciphertext}");

        Assert.Equal((1, 0, 2, $"key {key}/1, card {card}"), await Verify());
    }

    [Fact]
    public async Task Run_WhenAKeyIsGoneOrUnreadable_NamesWhatHangsOnIt()
    {
        var card = await Save("4242424242424242", name: null);
        var key = KeyPurpose.ActorKey(_host.Demo.MerchantId, KeyPurpose.CardData);
        await Execute($"update paygate.encryption_keys set state = jsonb_set(state::jsonb, '{{v}}', '99') where id = '{key}'");
        Assert.Equal((1, 0, 2, $"key {key}, card {card}"), await Verify());

        await Execute($"delete from paygate.encryption_keys where id = '{key}'");
        Assert.Equal((1, 0, 1, $"card {card}"), await Verify());
    }

    [Fact]
    public async Task Run_PastADestroyedVersion_DoesNotMissIt()
    {
        var id = KeyPurpose.ActorKey("mch_other", KeyPurpose.CardData);
        using var keys = await Wrapping.For("mch_other", 0, default);
        var active = keys.Create(KeyPurpose.CardData, 2);
        var state = EncryptionKeyStorage.Write(new EncryptionKeyState
        {
            MerchantId = "mch_other",
            Purpose = KeyPurpose.CardData,
            Versions = [Version(active with { Version = 1, Ciphertext = [] }, KeyVersionState.Destroyed), Version(active, KeyVersionState.Active)],
        });
        await Execute(
            $"""
            insert into paygate.encryption_keys (id, merchant_id, purpose, version, head_hash, state, active_version, encryptions, active_since)
            values ('{id}', 'mch_other', 'card-data', 1, sha256(''), '{System.Text.Encoding.UTF8.GetString(state)}', 2, 0, now())
            """);

        Assert.Equal((1, 0, 0, ""), await Verify());

        static KeyVersion Version(WrappedKey key, KeyVersionState state) => new() { Key = key, State = state, Created = default, Encryptions = 0 };
    }

    [Fact]
    public async Task Run_UnderAnotherRoot_OpensNothing()
    {
        await Save("4242424242424242", name: null);

        var verdict = await new KeyVerification(_silo, MemoryKeks.Of(RootKey.Generate())).Run((_, _) => { }, CancellationToken.None);

        Assert.Equal((0, 0, 3), (verdict.Keys, verdict.Cards, verdict.Failures));
    }

    [Fact]
    public async Task Inventory_CountsVersionsByState()
    {
        await Save("4242424242424242", name: null);
        await Execute(
            """
            update paygate.encryption_keys set active_version = 4, state = '{"v":1,"key":{"versions":[
              {"key":{"version":1},"state":"destroyed","created":"2025-01-01T00:00:00+00:00","encryptions":1000},
              {"key":{"version":2},"state":"decrypt_only","created":"2025-02-01T00:00:00+00:00","encryptions":20},
              {"key":{"version":3},"state":"decrypt_only","created":"2025-03-01T00:00:00+00:00","encryptions":3},
              {"key":{"version":4},"state":"active","created":"2025-04-01T00:00:00+00:00","encryptions":400}]}}'
            where purpose = 'card-data'
            """);

        var counts = await KeyInventory.Read(_silo, CancellationToken.None);

        Assert.Equal(
            new KeyCounts
            {
                Purpose = "card-data",
                Merchants = 1,
                Active = 1,
                DecryptOnly = 2,
                Destroyed = 1,
                OldestActive = new DateTimeOffset(2025, 4, 1, 0, 0, 0, TimeSpan.Zero),
                Encryptions = 1423,
            },
            counts[0]);
        Assert.Equal(("card-fingerprint", 1, 1, 0, 0, 0), (counts[1].Purpose, counts[1].Merchants, counts[1].Active, counts[1].DecryptOnly, counts[1].Destroyed, counts[1].Encryptions));
        Assert.Equal(2, counts.Count);
    }

    private async Task<(long Keys, long Cards, long Failures, string Names)> Verify()
    {
        var verdict = await new KeyVerification(_silo, Wrapping).Run((_, _) => { }, CancellationToken.None);
        return (verdict.Keys, verdict.Cards, verdict.Failures, string.Join(", ", verdict.Names));
    }

    private async Task<string> Save(string number, string? name)
    {
        using var client = _host.Client(_host.Demo.SecretKey);
        Dictionary<string, string> form = new() { ["type"] = "card", ["card[number]"] = number, ["card[exp_month]"] = "12", ["card[exp_year]"] = "34", ["card[cvc]"] = "123" };
        if (name is not null)
        {
            form["billing_details[name]"] = name;
        }

        using var answer = await client.PostAsync("/v1/payment_methods", new FormUrlEncodedContent(form));
        answer.EnsureSuccessStatusCode();
        using var body = await System.Text.Json.JsonDocument.ParseAsync(await answer.Content.ReadAsStreamAsync());
        return body.RootElement.GetProperty("id").GetString()!;
    }

    /// <summary>Another ciphertext of the same length.</summary>
    private Task Damage(string table, string id, string path) => Execute(
        $"""
        update paygate.{table} set state = jsonb_set(state::jsonb, '{path}', to_jsonb(translate(state::jsonb #>> '{path}', 'ABCDEFGHabcdefgh', 'BCDEFGHAbcdefgha')))
        where id = '{id}'
        """);

    /// <summary>Without the database's own rules, which would not let this happen.</summary>
    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_host.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"set session_replication_role = replica; {sql}; reset session_replication_role", connection);
        Assert.NotEqual(0, await command.ExecuteNonQueryAsync());
    }
}

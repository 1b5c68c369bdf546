using System.Net.Http.Headers;
using System.Text.Json;
using PayGate.Cli.Migrations;
using PayGate.Cli.Postgres;
using PayGate.Cli.Tests.Up;
using PayGate.Silo.Keys;
using PayGate.Testing;

namespace PayGate.Cli.Tests.Keys;

/// <summary>The verbs that look into the database, beside a running gateway and without one, with the root key in a file and in Vault.</summary>
public sealed class KeysOfDatabaseTests
{
    [Fact]
    public async Task StatusAndVerify_BesideARunningGatewayAndWithoutIt_TellTheSame()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        await SaveCard(directory);

        var beside = await KeysRun.Run(directory.Data, "status", "--json");
        var verified = await KeysRun.Run(directory.Data, "verify");
        var server = PostmasterFile.Read(Path.Combine(directory.Data, "postgres"));
        await program.Signal("TERM");
        Assert.Equal((0, ""), await program.Ended());
        var without = await KeysRun.Run(directory.Data, "status", "--json");

        Assert.NotNull(server);
        Assert.Equal((0, ""), (beside.ExitCode, beside.Error));
        Assert.Equal((0, beside.Output), (without.ExitCode, without.Output));
        Assert.Null(PostmasterFile.Read(Path.Combine(directory.Data, "postgres")));
        var path = Path.Combine(directory.Data, "root.key");
        var key = new RootKeyFile(path).Read();
        using var status = JsonDocument.Parse(beside.Output);
        Assert.Equal(
            ($"file {path}", key.KeyId, true),
            (status.RootElement.GetProperty("source").GetString(), status.RootElement.GetProperty("root_key").GetString(), status.RootElement.GetProperty("matches").GetBoolean()));
        Assert.Equal(
            ["card-data 1 1 0 0", "card-fingerprint 1 1 0 0"],
            status.RootElement.GetProperty("purposes").EnumerateArray().Select(purpose => string.Join(
                ' ', new[] { "purpose", "merchants", "active", "decrypt_only", "destroyed" }.Select(member => purpose.GetProperty(member).ToString()))));
        Assert.Equal((0, $"2 keys and 1 cards open with {key.KeyId} of file {path}, 0 do not"), (verified.ExitCode, verified.Output));
        Assert.DoesNotContain(JsonDocument.Parse(await File.ReadAllTextAsync(path)).RootElement.GetProperty("key").GetString()!, beside.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_BesideARunningGateway_GivesEveryKeyANewVersion()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        Assert.Equal((0, "a new version of 0 keys: silos use it within a minute, and cards move to it in the background"), await Rotate(directory));
        await SaveCard(directory);

        Assert.Equal((0, "a new version of 1 key: silos use it within a minute, and cards move to it in the background"), await Rotate(directory));
        Assert.Equal(0, (await Rotate(directory, "--compromised")).ExitCode);
        using var status = JsonDocument.Parse((await KeysRun.Run(directory.Data, "status", "--json")).Output);
        Assert.Equal(
            ["card-data 1 2", "card-fingerprint 1 0"],
            status.RootElement.GetProperty("purposes").EnumerateArray()
                .Select(purpose => $"{purpose.GetProperty("purpose")} {purpose.GetProperty("active")} {purpose.GetProperty("decrypt_only")}"));
        Assert.EndsWith(", 0 do not", (await KeysRun.Run(directory.Data, "verify")).Output, StringComparison.Ordinal);
        await program.Signal("TERM");
        await program.Ended();
    }

    [Fact]
    public async Task Rewrap_BesideARunningGateway_BringsEveryKeyUnderANewVersion()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        await SaveCard(directory);
        await Rotate(directory);

        var rewrapped = await KeysRun.Run(directory.Data, "rewrap");
        var status = await KeysRun.Run(directory.Data, "status", "--json");
        var lines = (await KeysRun.Run(directory.Data, "status")).Output.Split('\n');

        Assert.Equal((0, "all merchants' keys are wrapped anew: what wrapped them before is retired in ten minutes"), (rewrapped.ExitCode, rewrapped.Output));
        using var json = JsonDocument.Parse(status.Output);
        Assert.Equal(
            ["1 retiring 0", "2 active 3"],
            json.RootElement.GetProperty("key_encryption_keys").EnumerateArray()
                .Select(kek => $"{kek.GetProperty("version")} {kek.GetProperty("state")} {kek.GetProperty("keys")}"));
        Assert.Equal(
            ["  key encryption    version 1: retiring since ", "  key encryption    version 2: active since "],
            lines.Where(line => line.StartsWith("  key encryption", StringComparison.Ordinal)).Select(line => line[..(line.IndexOf("since ", StringComparison.Ordinal) + 6)]));
        Assert.EndsWith(", wraps 3 keys", lines[3], StringComparison.Ordinal);
        Assert.EndsWith(", 0 do not", (await KeysRun.Run(directory.Data, "verify")).Output, StringComparison.Ordinal);
        await program.Signal("TERM");
        await program.Ended();
    }

    [Fact]
    public async Task RotateTransport_BesideARunningGateway_HandsTheApiANewVersion()
    {
        await using var directory = new TemporaryDirectory();
        await using var program = PayGateProgram.Start("up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        await SaveCard(directory);

        var rotated = await KeysRun.Run(directory.Data, "rotate", "--transport");
        var status = await KeysRun.Run(directory.Data, "status");
        await SaveCard(directory);

        Assert.Equal(0, rotated.ExitCode);
        Assert.StartsWith("a new version of the transport key: silos have it in api-secrets.json within seconds. ", rotated.Output, StringComparison.Ordinal);
        using var secrets = JsonDocument.Parse(await File.ReadAllBytesAsync(Path.Combine(directory.Data, "api-secrets.json")));
        Assert.Equal(["1", "2"], secrets.RootElement.GetProperty("transport_keys").EnumerateObject().Select(key => key.Name));
        Assert.Equal(
            ["  transport key     version 1: replaced, opens cards until ", "  transport key     version 2: active since "],
            status.Output.Split('\n').Where(line => line.StartsWith("  transport key", StringComparison.Ordinal)).Select(line => line[..line.IndexOf("20", StringComparison.Ordinal)]));
        Assert.Contains("say --transport or --merchant, not both.", (await KeysRun.Run(directory.Data, "rotate", "--transport", "--merchant", "mch_1")).Error, StringComparison.Ordinal);
        await program.Signal("TERM");
        await program.Ended();
    }

    [Fact]
    public async Task Erase_BesideARunningGateway_EndsTheMerchantsCards()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();
        var environment = Environment(database);
        await using var program = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data);
        await program.Ready();
        await SaveCard(directory);
        var merchant = (string)(await Sql.Scalar(database.Owner, "select merchant_id from paygate.encryption_keys limit 1"))!;

        await KeysRun.RefusedWith(environment, "There is no merchant mch_none: nothing was erased.", directory.Data, "erase", "--merchant", "mch_none", "--yes");
        await KeysRun.RefusedWith(
            environment, $"Merchant {merchant} is active: suspend or close it first, or say --force if its cards are to go in any case.",
            directory.Data, "erase", "--merchant", merchant, "--yes");
        await KeysRun.RefusedWith(
            environment, "There is no terminal to ask at, and this cannot be undone: say --yes if it is meant.", directory.Data, "erase", "--merchant", merchant, "--force");
        Assert.Equal(0L, await Sql.Scalar(database.Owner, "select count(*) from paygate.key_orders"));
        var erased = await KeysRun.RunWith(environment, directory.Data, "erase", "--merchant", merchant, "--yes", "--force");

        Assert.Equal(
            (0, $"the keys of {merchant} are destroyed: no card of it can be read again, and every silo has forgotten them within a minute"), (erased.ExitCode, erased.Output));
        Assert.Equal(
            ["directory.id", $"{merchant}.erased"],
            Directory.GetFiles(Path.Combine(directory.Data, "merchant-secrets")).Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal));
        Assert.Contains("\"account_erased\"", await TrySaveCard(directory, 403), StringComparison.Ordinal);
        Assert.StartsWith("0 keys and 0 cards open", (await KeysRun.RunWith(environment, directory.Data, "verify")).Output, StringComparison.Ordinal);
        await program.Signal("TERM");
        await program.Ended();
    }

    [Fact]
    public async Task Up_WhereMerchantsSecretsCannotBeKept_Refuses()
    {
        await using var directory = new TemporaryDirectory();
        var place = Path.Combine(directory.Location, "secrets");
        await File.WriteAllTextAsync(place, "");
        Dictionary<string, string> environment = new() { ["PAYGATE_MERCHANT_SECRETS"] = place };
        await using var program = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data);

        var (exitCode, error) = await program.Ended();

        Assert.Equal(1, exitCode);
        Assert.EndsWith("name a directory that can, and that all silos share, in PAYGATE_MERCHANT_SECRETS.\n", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Rotate_WhereNothingCanBeDone_SaysWhy()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();
        var environment = Environment(database);

        await KeysRun.RefusedWith(
            environment, "Merchant mch_1 has no key, because it never had a card: there is nothing to rotate.", directory.Data, "rotate", "--merchant", "mch_1");
        var alone = await KeysRun.RunWith(environment, directory.Data, "rotate", "--timeout", "1");

        Assert.Equal((1, ""), (alone.ExitCode, alone.Output));
        Assert.EndsWith("paygate: Order 1 stands, but no silo has finished it within 1 s: start one, which then does what is ordered.\n", alone.Error, StringComparison.Ordinal);
        Assert.EndsWith("\n  open order 1      rotate for all merchants, 0 failures so far", (await KeysRun.RunWith(environment, directory.Data, "status")).Output, StringComparison.Ordinal);
        await Sql.Scalar(database.Owner, "update paygate.key_orders set failures = 2 returning 1");
        var failing = await KeysRun.RunWith(environment, directory.Data, "rewrap", "--timeout", "1");
        Assert.EndsWith("paygate: Order 2 stands, but no silo has finished it within 1 s: start one, which then does what is ordered.\n", failing.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_WhenACardDoesNotOpen_NamesItAndFails()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();
        var environment = Environment(database);
        string card;
        await using (var program = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data))
        {
            await program.Ready();
            card = await SaveCard(directory);
            await program.Signal("TERM");
            await program.Ended();
        }

        const string path = "{card_token,card,number,ciphertext}";
        await Sql.Scalar(
            database.Owner,
            $"""
            set session_replication_role = replica;
            update paygate.card_tokens set state = jsonb_set(state::jsonb, '{path}', to_jsonb(translate(state::jsonb #>> '{path}', 'ABCDabcd', 'BCDAbcda')))
            """);
        var verified = await KeysRun.RunWith(environment, directory.Data, "verify");

        Assert.Equal((1, $"paygate: card {card} does not open\n"), (verified.ExitCode, verified.Error));
        Assert.EndsWith(", 1 do not", verified.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Status_WithTheWrongRootKey_SaysSoAndFails()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();
        var right = RootKey.Generate();
        await Sql.Scalar(
            database.Owner,
            $"insert into paygate.root_key (key_id, key_check) values ('{right.KeyId}', '\\x{Convert.ToHexStringLower(right.KeyCheck())}') returning 1");
        Directory.CreateDirectory(directory.Data);
        var path = Path.Combine(directory.Data, "root.key");
        var wrong = new RootKeyFile(path).Generate();
        var problem = $"The root key of file {path} is {wrong.KeyId}, but the database was encrypted under {right.KeyId}: put {right.KeyId} in its place.";

        var status = await KeysRun.RunWith(Environment(database), directory.Data, "status");

        var since = await Sql.Scalar(database.Owner, "select to_char(created at time zone 'utc', 'YYYY-MM-DD') from paygate.key_encryption_keys");
        Assert.Equal(
            (1, $"  source            file {path}\n  root key          {right.KeyId}, not to be had\n  problem           {problem}\n  key encryption    version 1: active since {since}, wraps 0 keys\n  transport key     version 1: active since {since}", ""),
            status);
        await KeysRun.RefusedWith(Environment(database), problem, directory.Data, "verify");
    }

    [Fact]
    public async Task StatusAndVerify_BeforeTheFirstStart_MakeNothing()
    {
        await using var directory = new TemporaryDirectory();
        await using var database = await PostgresServer.CreateDatabase();

        var status = await KeysRun.RunWith(Environment(database), directory.Data, "status");
        var verified = await KeysRun.RunWith(Environment(database), directory.Data, "verify");

        var file = Path.Combine(directory.Data, "root.key");
        Assert.Equal((0, $"  source            file {file}\n  root key          none yet: the first start takes or makes it", ""), status);
        Assert.Equal((0, "nothing to open: the database never saw a root key", ""), verified);
        Assert.False(Directory.Exists(directory.Data));
        Assert.Equal(0L, await Sql.Scalar(database.Owner, "select count(*) from paygate.root_key"));
    }

    [Fact]
    public async Task Status_WhereThereIsNoDatabase_SaysHowToNameIt()
    {
        await using var directory = new TemporaryDirectory();
        await KeysRun.Refused(
            $"There is no PayGate in {directory.Data}: name its directory with --data, or its database in PAYGATE_DATABASE.", directory.Data, "status");

        // Roles belong to the whole cluster, and exist once any database was migrated.
        await using var migrated = await PostgresServer.CreateDatabase();
        await using var empty = await PostgresServer.CreateEmptyDatabase();
        await KeysRun.RefusedWith(
            Environment(empty), "The database does not have this program's tables: run `paygate migrate`.", directory.Data, "status");
    }

    /// <summary>The gateway's whole start with Vault, as operators set it up; then the same without it.</summary>
    [Fact]
    public async Task Up_WithVault_TakesPaymentsAndKeepsNoRootKeyFile()
    {
        await using var directory = new TemporaryDirectory();
        await using var vault = await TransitServer.Start();
        vault.Rotate("paygate");
        var token = Path.Combine(directory.Location, "token");
        await File.WriteAllTextAsync(token, vault.Token);
        Dictionary<string, string> environment = new() { ["PAYGATE_VAULT_ADDR"] = vault.Address.ToString(), ["PAYGATE_VAULT_TOKEN_FILE"] = token };
        await using (var program = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data))
        {
            await program.Ready();
            await SaveCard(directory);
            await program.Signal("TERM");
            Assert.Equal((0, ""), await program.Ended());
        }

        Assert.False(File.Exists(Path.Combine(directory.Data, "root.key")));
        var verified = await KeysRun.RunWith(environment, directory.Data, "verify");
        Assert.Equal(0, verified.ExitCode);
        Assert.EndsWith($" of Vault at {vault.Address}, key paygate under transit/, 0 do not", verified.Output, StringComparison.Ordinal);
        await KeysRun.RefusedWith(
            environment, "Vault keeps the root key, so there is no file of it: back up Vault and the database.", directory.Data, "export", "backup");

        vault.Token = "hvs.other";
        await using var refused = PayGateProgram.Start(environment, "up", "--port", "0", "--data", directory.Data);
        Assert.Equal(
            (1, $"paygate: Vault at {vault.Address} refuses the token in {token}: renew it, and give it a policy that may update transit/encrypt/paygate and transit/decrypt/paygate.\n"),
            await refused.Ended());
    }

    private static async Task<(int ExitCode, string Output)> Rotate(TemporaryDirectory directory, params string[] arguments)
    {
        var run = await KeysRun.Run(directory.Data, ["rotate", .. arguments]);
        return (run.ExitCode, run.Output);
    }

    private static Dictionary<string, string> Environment(TestDatabase database)
    {
        var environment = DatabaseRoles.All.ToDictionary(role => role.PasswordVariable(), role => PostgresServer.RolePasswords[role]);
        environment[ExternalServer.Variable] = database.Owner;
        return environment;
    }

    private static async Task<string> SaveCard(TemporaryDirectory directory) =>
        JsonDocument.Parse(await TrySaveCard(directory, 200)).RootElement.GetProperty("id").GetString()!;

    private static async Task<string> TrySaveCard(TemporaryDirectory directory, int status)
    {
        var demo = JsonDocument.Parse(await File.ReadAllTextAsync(Path.Combine(directory.Data, "demo-keys.json"))).RootElement;
        using var client = new HttpClient { BaseAddress = new Uri((await File.ReadAllTextAsync(Path.Combine(directory.Data, "address"))).Trim()) };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", demo.GetProperty("secret_key").GetString());
        using var answer = await client.PostAsync("/v1/payment_methods", new FormUrlEncodedContent(new Dictionary<string, string>
        {
            ["type"] = "card",
            ["card[number]"] = "4242424242424242",
            ["card[exp_month]"] = "12",
            ["card[exp_year]"] = "34",
            ["card[cvc]"] = "123",
        }));
        Assert.Equal(status, (int)answer.StatusCode);
        return await answer.Content.ReadAsStringAsync();
    }
}

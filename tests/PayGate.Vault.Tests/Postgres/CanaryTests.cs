using System.Diagnostics;
using System.Globalization;
using System.Text;
using Npgsql;
using PayGate.Cli.Postgres;

namespace PayGate.Vault.Tests.Postgres;

/// <summary>
/// Goal: no card number and no CVC at rest. Method: tokenize and charge many cards with one marked number and one marked CVC, then look for both, as text, in
/// hexadecimal and in base64, in a dump, in the cluster's WAL and table files and in the logs. Four digits also occur by chance, but a leak shows once per card.
/// </summary>
public sealed class CanaryTests : IAsyncLifetime
{
    private const string Number = "378282246310005";
    private const string Cvc = "7391";
    private const int CardCount = 60;
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("paygate-vault-");
    private VaultHost _host = null!;

    public async Task InitializeAsync() => _host = await VaultHost.Start(_directory);

    public async Task DisposeAsync()
    {
        await _host.DisposeAsync();
        _directory.Delete(recursive: true);
    }

    [Fact]
    public async Task NumberAndCvc_AreNowhereAtRest_AndAPlantedPairIsFoundEverywhere()
    {
        using var client = _host.Client(_host.Demo.SecretKey);
        await Task.WhenAll(Enumerable.Range(0, CardCount).Select(card => TokenizeAndPay(client, card)));
        Assert.Equal(CardCount, await _host.Query<long>("select count(*) from paygate.card_tokens"));

        foreach (var (place, content) in await AtRest())
        {
            Assert.True(CardTraces.Count(content, Number) == 0, $"The number is in {place}.");
            Assert.True(CardTraces.Count(content, Cvc) < CardCount, $"The CVC is in {place}.");
        }

        await Plant();
        foreach (var (place, content) in await AtRest())
        {
            Assert.True(CardTraces.Count(content, Number) >= 3, $"The planted number was not found in {place}.");
            Assert.True(CardTraces.Count(content, Cvc) >= CardCount, $"The planted CVC was not found in {place}.");
        }
    }

    private static async Task TokenizeAndPay(HttpClient client, int card)
    {
        var method = await Post(client, "/v1/payment_methods", $"canary-{card}", new()
        {
            ["type"] = "card",
            ["card[number]"] = Number,
            ["card[exp_month]"] = "12",
            ["card[exp_year]"] = "34",
            ["card[cvc]"] = Cvc,
            ["billing_details[name]"] = "Canary",
        });
        await Post(client, "/v1/payment_intents", $"canary-pay-{card}", new()
        {
            ["amount"] = "1009",
            ["currency"] = "usd",
            ["confirm"] = "true",
            ["payment_method"] = method,
        });
    }

    private static async Task<string> Post(HttpClient client, string path, string idempotencyKey, Dictionary<string, string> form)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new FormUrlEncodedContent(form) };
        request.Headers.Add("Idempotency-Key", idempotencyKey);
        using var answer = await client.SendAsync(request);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        Assert.DoesNotContain(Number, body, StringComparison.Ordinal);
        return System.Text.Json.JsonDocument.Parse(body).RootElement.GetProperty("id").GetString()!;
    }

    private async Task<(string Place, byte[] Content)[]> AtRest()
    {
        await Execute("checkpoint");
        var data = await _host.Query<string>("select current_setting('data_directory')");
        var database = await _host.Query<uint>("select oid from pg_database where datname = current_database()");
        return
        [
            ("the dump", await Dump()),
            ("the WAL", Concatenate(Path.Combine(data, "pg_wal"))),
            ("the table files", Concatenate(Path.Combine(data, "base", database.ToString(CultureInfo.InvariantCulture)))),
            ("the logs", Encoding.UTF8.GetBytes(_host.Log.Text)),
        ];
    }

    /// <summary>What a leak would look like: in a column as text, in bytes, in base64, and in a log line; the CVC once per card.</summary>
    private async Task Plant()
    {
        var base64 = Convert.ToBase64String(Encoding.ASCII.GetBytes($"card {Number} {Cvc}"));
        await Execute(
            $"""
            create table paygate.planted as
            select '{Number} {Cvc}' as text, convert_to('{Number} {Cvc}', 'UTF8') as bytes, '{base64}' as base64 from generate_series(1, {CardCount})
            """);
        for (var line = 0; line < CardCount; line++)
        {
            _host.Log.Plant($"{Number} {Cvc}");
        }
    }

    private async Task Execute(string sql)
    {
        await using var connection = new NpgsqlConnection(_host.Database.Owner);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    private async Task<byte[]> Dump()
    {
        var address = new NpgsqlConnectionStringBuilder(_host.Database.Owner);
        var start = new ProcessStartInfo(Path.Combine((await PostgresBinaries.FindAsync(null, CancellationToken.None))!.Directory, "pg_dump")) { RedirectStandardOutput = true };
        start.Environment["PGPASSWORD"] = address.Password;
        foreach (var argument in new[] { "-h", address.Host!, "-p", address.Port.ToString(CultureInfo.InvariantCulture), "-U", address.Username!, address.Database! })
        {
            start.ArgumentList.Add(argument);
        }

        using var process = Process.Start(start)!;
        using var output = new MemoryStream();
        await process.StandardOutput.BaseStream.CopyToAsync(output);
        await process.WaitForExitAsync();
        Assert.Equal(0, process.ExitCode);
        return output.ToArray();
    }

    private static byte[] Concatenate(string directory)
    {
        using var all = new MemoryStream();
        foreach (var file in Directory.EnumerateFiles(directory))
        {
            all.Write(File.ReadAllBytes(file));
        }

        return all.ToArray();
    }
}

/// <summary>Counts the traces of a secret in bytes: as text, in hexadecimal of either case, and in base64 at each of its three alignments.</summary>
internal static class CardTraces
{
    public static int Count(ReadOnlySpan<byte> content, string secret)
    {
        var count = 0;
        foreach (var form in Forms(Encoding.ASCII.GetBytes(secret)))
        {
            var rest = content;
            for (var at = rest.IndexOf(form); at >= 0; at = rest.IndexOf(form))
            {
                count++;
                rest = rest[(at + form.Length)..];
            }
        }

        return count;
    }

    private static IEnumerable<byte[]> Forms(byte[] secret)
    {
        yield return secret;
        yield return Encoding.ASCII.GetBytes(Convert.ToHexString(secret));
        yield return Encoding.ASCII.GetBytes(Convert.ToHexStringLower(secret));
        for (var shift = 0; shift < 3; shift++)
        {
            var encoded = Convert.ToBase64String([.. new byte[shift], .. secret]);
            var skipped = ((shift * 8) + 5) / 6;
            yield return Encoding.ASCII.GetBytes(encoded[skipped..((shift + secret.Length) * 8 / 6)]);
        }
    }
}

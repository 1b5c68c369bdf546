using System.Globalization;
using System.Text;
using System.Text.Json;
using Npgsql;
using PayGate.Bank.Tests.Support;

namespace PayGate.Bank.Tests;

public sealed class CardDataTests
{
    private const string Number = "4000000000009995";

    /// <summary>Of digits that authorization codes never have.</summary>
    private const string Cvc = "101";

    [Fact]
    public async Task Database_AfterEveryKindOfOperation_HoldsNoNumberAndNoCvc()
    {
        await using var bank = await RunningBank.Start();
        var card = Requests.Card(Number, Cvc);
        await bank.Execute(Requests.Authorize("auth"));
        await bank.Execute(Requests.Authorize("declined") with { Card = card });
        await bank.Execute(Requests.Sale("mistyped") with { Card = card with { Number = Number + "1" } });
        await bank.Execute(Requests.Sale("text") with { Card = card with { Number = "number " + Number } });
        await bank.Execute(Requests.Follow(BankOperation.Increment, "increment", "auth") with { Card = card });
        await bank.Execute(Requests.Sale("declined") with { Card = card });

        var dump = await Dump(bank);

        Assert.Contains("declined", dump, StringComparison.Ordinal);
        Assert.Contains("9995", dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Number, dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Number[..12], dump, StringComparison.Ordinal);
        Assert.DoesNotContain(Cvc, dump, StringComparison.Ordinal);
    }

    [Fact]
    public async Task RawResponse_IsCompactJsonWithoutCardData()
    {
        await using var bank = await RunningBank.Start();

        var reply = await bank.Execute(Requests.Sale("op", 1999) with { Card = Requests.Card(cvc: Cvc) });

        Assert.Equal(
            """{"reference":"op","operation":"sale","response_code":"00","response_text":"approved","amount":1999""" +
            $$""","currency":"usd","authorization_code":"{{reply.AuthorizationCode}}","avs_result":"Y","cvc_result":"M",""" +
            "\"at\":\"2026-03-31T23:59:59.123456+00:00\"}",
            reply.RawResponse);
    }

    [Fact]
    public void Card_InTextIsMasked_AndIsNoJson()
    {
        var request = Requests.Sale("op") with { Card = Requests.Card(Number, Cvc) };

        var texts = new[] { request.ToString(), request.Card.ToString(), $"{request.Card}" };

        Assert.All(texts, text => Assert.DoesNotContain(Number[..12], text, StringComparison.Ordinal));
        Assert.All(texts, text => Assert.DoesNotContain(Cvc, text, StringComparison.Ordinal));
        Assert.Equal("card ending 9995", request.Card.ToString());
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(request));
    }

    /// <summary>Every column of every table of the schema as text.</summary>
    private static async Task<string> Dump(RunningBank bank)
    {
        var dump = new StringBuilder();
        foreach (var table in await bank.Lines("select table_name from information_schema.tables where table_schema = 'bank' order by 1"))
        {
            dump.AppendLine(CultureInfo.InvariantCulture, $"{table}:");
            (await bank.Lines($"select t::text from bank.{new NpgsqlCommandBuilder().QuoteIdentifier(table)} t")).ForEach(line => dump.AppendLine(line));
        }

        return dump.ToString();
    }
}

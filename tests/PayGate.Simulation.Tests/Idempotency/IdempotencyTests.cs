using Npgsql;
using PayGate.Simulation.Tests.Support;
using PayGate.Silo.Books.Checks;

namespace PayGate.Simulation.Tests.Idempotency;

/// <summary>Idempotency as a client sees it: over sockets, many at once.</summary>
public sealed class IdempotencyTests(RunningGateway gateway) : IClassFixture<RunningGateway>
{
    private const int Many = 100;
    private const string StoredCards = "select count(distinct id) from audit.vault_cards";

    private GatewayClient Client => gateway.Client;

    [Fact]
    public async Task Create_ManyEqualAtOnce_MakesOnePayment()
    {
        var answers = await AtOnce(Many, _ => Create("many-creates", 1009));

        var executed = Assert.Single(answers, answer => answer is { Status: 200, Replayed: null });
        Assert.All(answers.Where(answer => answer != executed), answer => AssertRepeat(executed, answer));
        Assert.Equal(1L, await Count("select count(*) from audit.payments where idempotency_key = 'many-creates'"));
    }

    [Fact]
    public async Task Confirm_ManyEqualAtOnce_AuthorizesOnce()
    {
        var created = await Create("for-many-confirms", 1013);

        var answers = await AtOnce(Many, _ => Confirm(created.Id, "many-confirms"));

        var executed = Assert.Single(answers, answer => answer is { Status: 200, Replayed: null });
        Assert.All(answers.Where(answer => answer != executed), answer => AssertRepeat(executed, answer));
        await AssertAuthorizedOnce(created.Id);
    }

    [Fact]
    public async Task Confirm_ManyKeysAtOnce_AuthorizesOnce()
    {
        var created = await Create("for-many-keys", 1019);

        var answers = await AtOnce(50, number => Confirm(created.Id, $"one-of-many-{number}"));

        Assert.Single(answers, answer => answer.Status == 200);
        Assert.All(answers.Where(answer => answer.Status != 200), answer =>
        {
            Assert.Equal(400, answer.Status);
            Assert.Equal("payment_intent_unexpected_state", answer.Find("error", "code"));
        });
        await AssertAuthorizedOnce(created.Id);
    }

    [Fact]
    public async Task Refund_ManyEqualAtOnce_RefundsOnce()
    {
        var created = await Create("for-many-refunds", 1021);
        await Confirm(created.Id, "for-many-refunds-confirm");

        var answers = await AtOnce(Many, _ => Client.Post("/v1/refunds", "many-refunds", ("payment_intent", created.Id), ("amount", "11")));

        var executed = Assert.Single(answers, answer => answer is { Status: 200, Replayed: null });
        Assert.All(answers.Where(answer => answer != executed), answer => AssertRepeat(executed, answer));
        Assert.Equal(11L, await Count($"select amount_refunded from audit.payments where id = '{created.Id}'"));
        Assert.Empty(await BooksAudit.Run(gateway.Site.Database.Audit));
    }

    [Fact]
    public async Task Repeat_OfASuccess_IsByteForByteTheSame()
    {
        var created = await Create("same-bytes", 1031);
        var confirmed = await Confirm(created.Id, "same-bytes-confirm");

        var createdAgain = await Create("same-bytes", 1031);
        var confirmedAgain = await Confirm(created.Id, "same-bytes-confirm");

        Assert.Contains("_secret_", created.Find("client_secret")!, StringComparison.Ordinal);
        AssertRepeat(created, createdAgain);
        AssertRepeat(confirmed, confirmedAgain);
    }

    [Fact]
    public async Task Repeat_OfADecline_IsTheSameDecline()
    {
        var created = await Create("declined", 1033);
        var declined = await Confirm(created.Id, "declined-confirm", CardParameters.Declining);

        var again = await Confirm(created.Id, "declined-confirm", CardParameters.Declining);

        Assert.Equal(402, declined.Status);
        Assert.Null(declined.Replayed);
        AssertRepeat(declined, again);
        Assert.Equal(1L, await Count($"select count(*) from audit.issuer_ops where payment_id = '{created.Id}'"));
    }

    [Fact]
    public async Task Repeat_OfAConfirmWithACard_StoresNoSecondCard()
    {
        // The bank declines it, so that the payment itself would take another card.
        var card = CardParameters.Typed("4000000000000002");
        var created = await Create("typed", 1049);
        var path = $"/v1/payment_intents/{created.Id}/confirm";
        var before = await Count(StoredCards);
        var declined = await Client.Post(path, "typed-confirm", card);
        var stored = await Count(StoredCards) - before;

        var again = await Client.Post(path, "typed-confirm", card);
        var otherParameters = await Client.Post(path, "typed-confirm", CardParameters.Typed());
        var keyOfTheCreation = await Client.Post(path, "typed", card);

        Assert.Equal((402, null), (declined.Status, declined.Replayed));
        AssertRepeat(declined, again);
        AssertMisused(otherParameters);
        AssertMisused(keyOfTheCreation);
        Assert.True(stored > 0);
        Assert.Equal(stored, await Count(StoredCards) - before);
        Assert.Equal(1L, await Count($"select count(*) from audit.issuer_ops where payment_id = '{created.Id}'"));
    }

    [Fact]
    public async Task Repeat_WithParametersInAnotherOrderOrForm_IsTheSameRequest()
    {
        var created = await Client.Post("/v1/payment_intents", "other-form", ("amount", "1039"), ("currency", "usd"));

        var reordered = await Client.Post("/v1/payment_intents", "other-form", ("currency", "usd"), ("amount", "1039"));

        AssertRepeat(created, reordered);
    }

    [Fact]
    public async Task Repeat_WithOtherParametersOrPath_IsRefused()
    {
        var created = await Create("other-parameters", 1049);
        await Confirm(created.Id, "other-parameters-confirm");

        AssertMisused(await Create("other-parameters", 1051));
        AssertMisused(await Client.Post($"/v1/payment_intents/{created.Id}/cancel", "other-parameters"));
        AssertMisused(await Client.Post("/v1/refunds", "other-parameters-confirm", ("payment_intent", created.Id)));
        AssertMisused(await Confirm(created.Id, "other-parameters-confirm", CardParameters.Declining));
        Assert.Equal(1L, await Count($"select count(*) from audit.payments where idempotency_key = 'other-parameters'"));
    }

    [Fact]
    public async Task Repeat_AfterAStateRefusal_RunsAnew()
    {
        var created = await Create("refused-state", 1061, ("capture_method", "manual"));
        var path = $"/v1/payment_intents/{created.Id}/capture";

        var early = await Client.Post(path, "refused-capture");
        await Confirm(created.Id, "refused-state-confirm");
        var later = await Client.Post(path, "refused-capture");

        Assert.Equal((400, "payment_intent_unexpected_state"), (early.Status, early.Find("error", "code")));
        Assert.Equal((200, "succeeded", null), (later.Status, later.Find("status"), later.Replayed));
    }

    [Fact]
    public async Task Repeat_AfterAnInvalidRequest_RunsAnew()
    {
        var invalid = await Client.Post("/v1/payment_intents", "invalid-first", ("amount", "ten"), ("currency", "usd"));

        var valid = await Create("invalid-first", 1063);

        Assert.Equal(400, invalid.Status);
        Assert.Equal((200, null), (valid.Status, valid.Replayed));
    }

    [Fact]
    public async Task Key_OfABrowser_IsNotItsMerchants()
    {
        var created = await Create("browser", 1069);
        using var browser = new GatewayClient(gateway.Site.Address, created.Find("client_secret"));

        var confirmed = await browser.Post($"/v1/payment_intents/{created.Id}/confirm", "browser", ("payment_method", CardParameters.Approving));

        Assert.Equal((200, "succeeded", null), (confirmed.Status, confirmed.Find("status"), confirmed.Replayed));
        AssertRepeat(created, await Create("browser", 1069));
    }

    private static async Task<IReadOnlyList<GatewayAnswer>> AtOnce(int count, Func<int, Task<GatewayAnswer>> send) =>
        await Task.WhenAll(Enumerable.Range(0, count).Select(send));

    /// <summary>The first answer again, or, while it is being found, "still running".</summary>
    private static void AssertRepeat(GatewayAnswer first, GatewayAnswer repeat)
    {
        if (repeat.Status == 409)
        {
            Assert.Equal("idempotency_error", repeat.Find("error", "type"));
            Assert.Equal("idempotency_key_in_use", repeat.Find("error", "code"));
            return;
        }

        Assert.Equal("true", repeat.Replayed);
        Assert.Equal(first.Status, repeat.Status);
        Assert.Equal(first.Text, repeat.Text);
    }

    private static void AssertMisused(GatewayAnswer answer)
    {
        Assert.Equal(400, answer.Status);
        Assert.Equal("idempotency_error", answer.Find("error", "type"));
    }

    private Task<GatewayAnswer> Create(string key, int amount, params (string Name, string Value)[] more) =>
        Client.Post("/v1/payment_intents", key, [("amount", $"{amount}"), ("currency", "usd"), .. more]);

    private Task<GatewayAnswer> Confirm(string id, string key, string method = CardParameters.Approving) =>
        Client.Post($"/v1/payment_intents/{id}/confirm", key, ("payment_method", method));

    private async Task AssertAuthorizedOnce(string id)
    {
        Assert.Equal(1L, await Count($"select count(*) from audit.issuer_ops where op = 'authorize' and payment_id = '{id}'"));
        Assert.Equal(1L, await Count($"select count(*) from audit.events where type = 'attempt.started' and stream_id = '{id}'"));
    }

    private async Task<long> Count(string query)
    {
        await using var source = NpgsqlDataSource.Create(gateway.Site.Database.Audit);
        await using var command = source.CreateCommand(query);
        return (long)(await command.ExecuteScalarAsync())!;
    }
}

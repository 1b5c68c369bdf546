using System.Diagnostics;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Outage;

/// <summary>What is asked of a gateway before, in and after an outage.</summary>
internal static class OutageRequests
{
    private const string Booked =
        """
        select array_agg(id order by id collate "C")
        from (
          select id from audit.payments
          union all
          select source_id from audit.ledger_entries where source_type = 'refund' and account = 'acquirer_clearing') booked (id)
        """;

    /// <summary>One request of each kind, on payments that are ready for it; the last is a read.</summary>
    public static async Task<IReadOnlyList<OutageRequest>> Prepare(OutageGateway outage)
    {
        var open = await Pay(outage, "open", confirm: false);
        var held = await Pay(outage, "held", confirm: true, ("capture_method", "manual"));
        var voided = await Pay(outage, "voided", confirm: true, ("capture_method", "manual"));
        var paid = await Pay(outage, "paid", confirm: true);
        return
        [
            new("/v1/payment_intents", "create", ("amount", "1013"), ("currency", "eur")),
            new("/v1/payment_intents", "pay", ("amount", "1019"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving)),
            new($"/v1/payment_intents/{open}/confirm", "confirm", ("payment_method", CardParameters.Approving)),
            new($"/v1/payment_intents/{held}/capture", "capture"),
            new($"/v1/payment_intents/{voided}/cancel", "cancel"),
            new("/v1/refunds", "refund", ("payment_intent", paid), ("amount", "500")),
            // On record already: the answer must come from the record, and no other answer will do.
            new("/v1/payment_intents", "paid", ("amount", "1009"), ("currency", "usd"), ("confirm", "true"), ("payment_method", CardParameters.Approving)),
            new("/v1/payment_intents?limit=3", null),
            new("/v1/events?limit=3", null),
            new($"/v1/payment_intents/{paid}", null),
        ];
    }

    /// <summary>Each payment and each refund that a client knows is in the books, and no other, one for each key: none was lost, none was made twice.</summary>
    public static async Task AssertOnce(OutageGateway outage, IEnumerable<OutageAnswer> answers)
    {
        var known = answers.Select(answer => answer.Id).OfType<string>().Distinct().Order(StringComparer.Ordinal);
        var booked = (string[])(await outage.Execute(Booked))!;
        Assert.Equal(known, booked);
        Assert.Equal(outage.MadeCount, booked.Length);
    }

    /// <summary>As a client does that heeds Retry-After, only sooner: the same request until it is done.</summary>
    public static async Task<OutageAnswer> Repeat(OutageGateway outage, OutageRequest request, Stopwatch watch)
    {
        using var pause = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var answer = await outage.Send(request);
            if ((!answer.SaysRetry && answer.Error != "idempotency_key_in_use") || watch.Elapsed > TimeSpan.FromMinutes(1))
            {
                return answer;
            }

            await pause.WaitForNextTickAsync();
        }
    }

    private static async Task<string> Pay(OutageGateway outage, string key, bool confirm, params (string Name, string Value)[] more)
    {
        (string, string)[] method = confirm ? [("confirm", "true"), ("payment_method", CardParameters.Approving)] : [];
        var made = await outage.Send(new OutageRequest("/v1/payment_intents", key, [("amount", "1009"), ("currency", "usd"), .. method, .. more]));
        Assert.True(made.IsDone, made.ToString());
        return made.Id!;
    }
}

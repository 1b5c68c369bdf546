using System.Globalization;
using PayGate.Simulation.Tests.Support;

namespace PayGate.Simulation.Tests.Crash;

/// <summary>
/// One payment from its creation to its planned end, as a careful merchant drives it: an answer that is not definite is asked for again, a payment that was not
/// authorized is confirmed once more. What was acknowledged is kept apart from the gateway, for the comparison with its books.
/// </summary>
internal sealed class PaymentStory(StoryPlan plan, Caller caller, Action doubted)
{
    /// <summary>An attempt that died before the bank saw it is no decline, so there may be many; crashes alone do not fail one payment this often.</summary>
    private const int AttemptsMax = 20;

    private readonly List<(string Id, long Amount)> _refunds = [];

    public string Id { get; private set; } = "";

    public string Currency => plan.Currency;

    public long Amount => plan.Amount;

    /// <summary>The last status that the gateway acknowledged.</summary>
    public string Status { get; private set; } = "";

    public long Authorized { get; private set; }

    public long Captured { get; private set; }

    /// <summary>Refunds that the gateway acknowledged as succeeded.</summary>
    public IReadOnlyList<(string Id, long Amount)> Refunds => _refunds;

    public override string ToString() => $"{plan} {Id} {Status}";

    public async Task Run()
    {
        await Create();
        await Confirm();
        if (Status == "requires_capture")
        {
            await (plan.Cancel ? Cancel() : Capture());
        }

        foreach (var (amount, number) in plan.Refunds.Select((amount, number) => (amount, number)))
        {
            await Refund(amount, number);
        }
    }

    private async Task Create()
    {
        var created = await Post(
            "create", "/v1/payment_intents", "create",
            ("amount", Text(plan.Amount)), ("currency", plan.Currency), ("capture_method", plan.Manual ? "manual" : "automatic"));
        Expect(created, 200, "requires_payment_method");
        Id = created.Id;
        Status = "requires_payment_method";
    }

    private async Task Confirm()
    {
        for (var attempt = 0; attempt < AttemptsMax && Status == "requires_payment_method"; attempt++)
        {
            var declining = plan.DeclineFirst && attempt == 0;
            var answer = await Post(
                OperationLog.Confirm, $"/v1/payment_intents/{Id}/confirm", $"confirm-{attempt}",
                declining ? [("payment_method", CardParameters.Declining)] : plan.Typed ? CardParameters.Typed() : [("payment_method", CardParameters.Approving)]);
            if (answer.Status == 402)
            {
                Assert.Equal("requires_payment_method", answer.Find("error", "payment_intent", "status"));
                continue;
            }

            Status = await Lasting(answer);
        }

        Assert.True(Status == (plan.Manual ? "requires_capture" : "succeeded"), $"Not authorized after {AttemptsMax} attempts: {this}");
        Authorized = plan.Amount;
        Captured = plan.Manual ? 0 : plan.Amount;
    }

    private async Task Capture()
    {
        var answer = await Post("capture", $"/v1/payment_intents/{Id}/capture", "capture", ("amount_to_capture", Text(plan.Captured)));
        Status = await Lasting(answer);
        Assert.True(Status == "succeeded", $"Not captured: {this}");
        Captured = plan.Captured;
    }

    private async Task Cancel()
    {
        var answer = await Post("cancel", $"/v1/payment_intents/{Id}/cancel", "cancel");
        Expect(answer, 200, "canceled");
        Status = "canceled";
    }

    private async Task Refund(long amount, int number)
    {
        var answer = await Post("refund", "/v1/refunds", $"refund-{number}", ("payment_intent", Id), ("amount", Text(amount)));
        Assert.True(answer.Status == 200, $"Refund refused: {answer} {this}");
        var status = answer.Find("status");
        if (status == "pending")
        {
            status = (await caller.Await($"/v1/refunds/{answer.Id}", "pending", doubted)).Find("status");
        }

        Assert.True(status == "succeeded", $"Refund {answer.Id} is {status}: {this}");
        _refunds.Add((answer.Id, amount));
    }

    /// <summary>The status in the answer, or, after "processing", the one that it became.</summary>
    private async Task<string> Lasting(GatewayAnswer answer)
    {
        Assert.True(answer.Status == 200, $"Unexpected answer {answer} for {this}");
        var status = answer.Find("status")!;
        return status == "processing" ? (await caller.Await($"/v1/payment_intents/{Id}", "processing", doubted)).Find("status")! : status;
    }

    private Task<GatewayAnswer> Post(string operation, string path, string step, params (string Name, string Value)[] form) =>
        caller.Post(operation, path, $"story-{plan.Number}-{step}", form, doubted);

    private void Expect(GatewayAnswer answer, int status, string objectStatus) =>
        Assert.True(answer.Status == status && answer.Find("status") == objectStatus, $"Unexpected answer {answer} for {this}");

    private static string Text(long amount) => amount.ToString(CultureInfo.InvariantCulture);
}

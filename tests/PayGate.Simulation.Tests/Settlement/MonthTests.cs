using Npgsql;
using PayGate.Grains.Faults;
using PayGate.Merchants;
using PayGate.Simulation.Tests.Support;
using Xunit.Abstractions;

namespace PayGate.Simulation.Tests.Settlement;

/// <summary>
/// Goal: over five weeks every movement is in the batch of its own local day, the figures of all batches are exact, and what they come to is paid out on the days of each
/// merchant's schedule. Method: twenty merchants in two settlement currencies and two time zones, each with a change of clocks in these weeks, take drawn payments in three
/// currencies, refund some and have some disputed, won and lost, also after they were settled; settlement
/// fails midway now and then, is run twice at once, and stands still over two midnights. An independent model counts what must come out.
/// </summary>
public sealed class MonthTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const int MerchantCount = 20;
    private const int Days = 35;
    private const int StepsPerDay = 4;

    /// <summary>The days on which nothing wakes anybody, as if every server were down.</summary>
    private static readonly int[] DownDays = [12, 13];

    private static readonly string[] Schedules = ["daily", "weekly:wednesday", "monthly:15", "manual"];

    private static readonly TimeZoneInfo[] Zones =
        [TimeZoneInfo.FindSystemTimeZoneById("Europe/Paris"), TimeZoneInfo.FindSystemTimeZoneById("America/New_York")];

    private readonly FailingMidway _failpoints = new();
    private readonly SettlementModel _model = new();
    private readonly List<ModelMerchant> _merchants = [];
    private readonly Dictionary<string, List<ModelPayment>> _paid = [];
    private readonly Dictionary<string, GatewayClient> _clients = [];
    private GatewayFixture _gateway = null!;
    private int _disputes;

    public async Task InitializeAsync()
    {
        _gateway = await GatewayFixture.Start(failpoints: _failpoints);
        // Clocks go forward on 10 March in New York and on 31 March in Paris.
        _gateway.Clock.Advance(new DateTimeOffset(2030, 3, 1, 9, 30, 0, TimeSpan.Zero) - _gateway.Clock.GetUtcNow());
        for (var number = 0; number < MerchantCount; number++)
        {
            var (currency, zone) = (number % 2 == 0 ? Currency.Mad : Currency.Eur, Zones[number / 2 % 2]);
            var keys = await _gateway.OpenMerchant($"Merchant {number}", currency, zone.Id);
            var schedule = Schedules[number / 4 % Schedules.Length];
            await _gateway.Grains.GetGrain<IMerchantGrain>(keys.MerchantId).SetPayoutSchedule(PayoutSchedule.Parse(schedule), CancellationToken.None);
            _merchants.Add(new ModelMerchant(keys.MerchantId, keys.SecretKey, currency.Code, zone) { PayoutSchedule = schedule });
            _clients[keys.MerchantId] = new GatewayClient(_gateway.Client.BaseAddress!, keys.SecretKey);
            _paid[keys.MerchantId] = [];
        }

        await _gateway.RefreshMerchants();
    }

    public async Task DisposeAsync()
    {
        _clients.Values.ToList().ForEach(client => client.Dispose());
        await _gateway.DisposeAsync();
    }

    [Fact]
    public async Task AMonth_WithFaults_SettlesEveryMovementOnceAndExactly()
    {
        const ulong Seed = 20_300_301;
        var choice = new SeededChoice(Seed);
        for (var step = 0; step < Days * StepsPerDay; step++)
        {
            // One after the other in each merchant, all merchants at once; the draws are made before, in order.
            var drawn = _merchants.Select(merchant => (merchant, Act: Draw(choice, merchant))).ToList();
            await Task.WhenAll(drawn.Select(one => one.Act(_clients[one.merchant.Id])));
            _gateway.Clock.Advance(TimeSpan.FromHours(24 / StepsPerDay));
            if (!DownDays.Contains(step / StepsPerDay))
            {
                _failpoints.Arm(choice.Below(3));
                await Settle(choice.Below(4) == 0);
            }
        }

        _gateway.Clock.Advance(TimeSpan.FromDays(7));
        _failpoints.Arm(0);
        await Settle(twice: false);

        output.WriteLine($"seed {Seed}: {_paid.Values.Sum(paid => paid.Count)} payments, {_disputes} disputes, {_failpoints.Failed} settlements failed midway");
        Assert.True(_disputes > 50, "Few payments were disputed, so the test shows less than it says.");
        Assert.True(_failpoints.Failed > 5, "No settlement failed midway, so the test shows less than it says.");
        Assert.Equal(
            _model.Batches(),
            (await Lines(
                """
                select b.merchant_id || ' ' || settle_date || ' ' || payout_date || ' ' || (select count(*) from audit.settlement_lines l where l.batch_id = b.id)
                  || ' ' || gross || ' ' || refunds || ' ' || fees || ' ' || disputes || ' ' || net
                from audit.settlement_batches b where status = 'settled'
                """)).Order(StringComparer.Ordinal));
        Assert.Equal(
            _merchants.SelectMany(_model.Payouts).Order(StringComparer.Ordinal),
            (await Lines(
                """
                select p.merchant_id || ' ' || to_char(p.created at time zone m.time_zone, 'YYYY-MM-DD') || ' ' || p.amount
                from audit.payouts p join paygate.merchants m on m.id = p.merchant_id
                """)).Order(StringComparer.Ordinal));
        Assert.Equal(["0"], await Lines("select count(*)::text from paygate.balance_transactions where batch_id is null"));
        Assert.Empty(await Lines(Sums));
        await _gateway.KeepBooks();
        Assert.Empty(await _gateway.VerifyBooks());
    }

    /// <summary>
    /// In each settlement currency, what merchants hold or were paid and what was kept as fees is what was converted; in each payment currency, what the network owes is what was
    /// captured and neither refunded nor lost in a dispute. What differs is shown.
    /// </summary>
    private const string Sums =
        """
        with held as (
          select currency, sum(credit - debit) filter (where account in ('merchant_available', 'merchant_pending', 'merchant_in_payout', 'cash', 'fees')) as held
          from audit.ledger_entries where currency in ('mad', 'eur') group by currency),
        converted as (select currency, sum(gross) as converted from audit.settlement_lines group by currency),
        cleared as (select currency, sum(debit - credit) as owed from audit.ledger_entries where account = 'acquirer_clearing' group by currency),
        paid as (select currency, sum(amount_captured - amount_refunded - amount_disputed) as kept from audit.payments group by currency)
        select format('%s: held %s, converted %s', h.currency, h.held, c.converted) from held h join converted c using (currency) where h.held <> c.converted
        union all
        select format('%s: owed %s, kept %s', c.currency, c.owed, p.kept) from cleared c full join paid p using (currency) where c.owed is distinct from p.kept
        """;

    /// <summary>What a merchant does in this step: mostly a payment, sometimes a refund or a dispute of an older one, or the end of a dispute, sometimes nothing.</summary>
    private Func<GatewayClient, Task> Draw(SeededChoice choice, ModelMerchant merchant)
    {
        var at = _gateway.Clock.GetUtcNow();
        var paid = _paid[merchant.Id];
        // Well before its deadline, which nobody waits for here.
        if (paid.Find(one => one.Dispute is { } open && open.At < at.AddDays(-5)) is { } old)
        {
            return Decide(merchant, at, old, choice.Below(2) == 0);
        }

        switch (choice.Below(6))
        {
            case 0:
                return _ => Task.CompletedTask;
            case 1 when paid.Count > 0 && paid[choice.Below(paid.Count)] is { Dispute: null } payment && payment.Amount > payment.GivenBack:
                var part = choice.Below(2) == 0 ? payment.Amount - payment.GivenBack : 1 + choice.Below((int)(payment.Amount - payment.GivenBack));
                _model.Refunded(merchant, at, payment, part);
                return async client => Assert.Equal("succeeded", (await client.Post(
                    "/v1/refunds", null, ("payment_intent", payment.Id), ("amount", Text(part)))).Find("status"));
            case 2 when paid.Count > 0 && paid[choice.Below(paid.Count)] is { Dispute: not null } disputed:
                return Decide(merchant, at, disputed, choice.Below(2) == 0);
            case 2 when paid.Count > 0 && paid[choice.Below(paid.Count)] is { Dispute: null } charged && charged.Amount > charged.GivenBack:
                var withdrawn = 1 + choice.Below((int)(charged.Amount - charged.GivenBack));
                _model.Disputed(merchant, at, charged, withdrawn);
                _disputes++;
                return async client =>
                {
                    var opened = await client.Post($"/v1/test_helpers/payment_intents/{charged.Id}/dispute", null, ("amount", Text(withdrawn)));
                    Assert.Equal("needs_response", opened.Find("status"));
                    charged.DisputeId = opened.Id;
                };
            default:
                var (amount, currency) = (1_000 + choice.Below(200_000), choice.Of("usd", "eur", "mad"));
                return async client =>
                {
                    var answer = await client.Post(
                        "/v1/payment_intents", null, ("amount", Text(amount)), ("currency", currency), ("payment_method", CardParameters.Approving), ("confirm", "true"));
                    Assert.Equal("succeeded", answer.Find("status"));
                    lock (_model)
                    {
                        var made = new ModelPayment(answer.Id, amount, currency);
                        _paid[merchant.Id].Add(made);
                        _model.Captured(merchant, at, made);
                    }
                };
        }
    }

    private Func<GatewayClient, Task> Decide(ModelMerchant merchant, DateTimeOffset at, ModelPayment payment, bool won)
    {
        _model.Decided(merchant, at, payment, won);
        return async client =>
        {
            var outcome = won ? "won" : "lost";
            Assert.Equal(outcome, (await client.Post($"/v1/test_helpers/disputes/{payment.DisputeId}/decide", null, ("outcome", outcome))).Find("status"));
        };
    }

    /// <summary>Does what is due until nothing is left of it; at once from two sides, if so wished.</summary>
    private async Task Settle(bool twice)
    {
        _model.Swept(_gateway.Clock.GetUtcNow());
        do
        {
            var runs = twice ? _clients.Values.Select(client => (Task)client.Post("/v1/settlements/run", null)).ToArray() : [];
            await Task.WhenAll([_gateway.Sweep(), .. runs]);
        }
        while (await _gateway.Sweep() > 0);
    }

    private static string Text(long amount) => amount.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private async Task<IReadOnlyList<string>> Lines(string sql)
    {
        await using var source = NpgsqlDataSource.Create(_gateway.Database.Owner);
        await using var command = source.CreateCommand(sql);
        await using var reader = await command.ExecuteReaderAsync();
        var lines = new List<string>();
        while (await reader.ReadAsync())
        {
            lines.Add(reader.GetString(0));
        }

        return lines;
    }

    /// <summary>Fails at the crash point of settlements as often as it is told to.</summary>
    private sealed class FailingMidway : IFailpoints
    {
        private int _left;
        private int _failed;

        public int Failed => _failed;

        public void Arm(int times) => Interlocked.Exchange(ref _left, times);

        public ValueTask Reach(Failpoint point)
        {
            if (point != Failpoint.MidSettlement || Interlocked.Decrement(ref _left) < 0)
            {
                return ValueTask.CompletedTask;
            }

            Interlocked.Increment(ref _failed);
            throw new IOException("The process ends here, midway in a settlement.");
        }
    }
}

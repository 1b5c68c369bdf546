using System.Globalization;
using Npgsql;
using PayGate.Grains.Events;

namespace PayGate.Postgres.Tests;

public sealed class SchemaTests(JournalFixture fixture) : IClassFixture<JournalFixture>
{
    /// <summary>The audit contract, as PayGate publishes it: view, then columns with their types, in order.</summary>
    private static readonly Dictionary<string, string> Contract = new()
    {
        ["payments"] = "id text, merchant_id text, currency text, amount bigint, amount_authorized bigint, amount_captured bigint, amount_refunded bigint, "
            + "amount_disputed bigint, status text, idempotency_key text, created timestamp with time zone, expires_at timestamp with time zone, version bigint",
        ["issuer_ops"] = "id bigint, payment_id text, op text, attempt_key text, amount bigint, currency text, outcome text, at timestamp with time zone",
        ["ledger_entries"] = "txn_id text, seq integer, account text, merchant_id text, currency text, debit bigint, credit bigint, source_type text, "
            + "source_id text, payment_id text, at timestamp with time zone",
        ["settlement_lines"] = "batch_id text, merchant_id text, currency text, source_type text, source_id text, gross bigint, fee bigint, net bigint, "
            + "payment_currency text, payment_gross bigint",
        ["settlement_batches"] = "id text, merchant_id text, currency text, settle_date date, payout_date date, gross bigint, refunds bigint, fees bigint, "
            + "disputes bigint, net bigint, status text",
        ["payouts"] = "id text, merchant_id text, currency text, amount bigint, automatic boolean, status text, arrival_at timestamp with time zone, "
            + "created timestamp with time zone",
        ["available_movements"] = "merchant_id text, livemode boolean, currency text, seq bigint, source_type text, source_id text, amount bigint, balance bigint, "
            + "held bigint, at timestamp with time zone",
        ["accepted_rates"] = "number bigint, currency text, in_base numeric, as_of timestamp with time zone, accepted_at timestamp with time zone, source text, "
            + "beyond_band boolean, set_by text, reason text",
        ["bank_transfers"] = "id bigint, reference text, account_last4 text, currency text, amount bigint, outcome text, reason text, at timestamp with time zone",
        ["events"] = "stream_id text, seq bigint, type text, data json, prev_hash bytea, hash bytea, at timestamp with time zone",
        ["books_facts"] = "period bigint, stream_id text, seq bigint, at timestamp with time zone, hash bytea",
        ["books_roots"] = "number bigint, line text",
        ["webhook_messages"] = "id text, event_id text, endpoint_id text, state text, attempts integer, stream_id text, seq bigint",
        ["idempotency"] = "merchant_id text, livemode boolean, key text, request_hash bytea, state text, resource_id text, status integer, "
            + "created timestamp with time zone",
        ["vault_keys"] = "merchant_id text, key_version integer, state text, created timestamp with time zone, encryptions bigint",
        ["vault_cards"] = "id text, merchant_id text, key_version integer, nonce bytea, fingerprint bytea",
    };

    [Fact]
    public async Task AuditViews_AreTheContract()
    {
        var views = new Dictionary<string, string>();
        await using var command = fixture.Owner.CreateCommand(
            """
            select table_name, string_agg(column_name || ' ' || data_type, ', ' order by ordinal_position)
            from information_schema.columns where table_schema = 'audit' group by table_name
            """);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            views[reader.GetString(0)] = reader.GetString(1);
        }

        Assert.Equal(Contract.OrderBy(view => view.Key), views.OrderBy(view => view.Key));
    }

    [Fact]
    public async Task AuditRole_MayReadTheViewsAndNothingElse()
    {
        await using var audit = NpgsqlDataSource.Create(fixture.Database.Audit);
        foreach (var view in Contract.Keys)
        {
            await using var command = audit.CreateCommand($"select count(*) from audit.{view}");
            Assert.NotNull(await command.ExecuteScalarAsync());
        }

        Assert.Equal("42501", await Refused(audit, "select count(*) from paygate.payment_intents"));
        Assert.Equal("42501", await Refused(audit, "select count(*) from paygate.card_tokens"));
    }

    [Theory]
    [InlineData("events")]
    [InlineData("ledger_transfers")]
    [InlineData("charges")]
    [InlineData("balance_transactions")]
    [InlineData("public_events")]
    [InlineData("refunds")]
    [InlineData("vault_entries")]
    [InlineData("fact_details")]
    [InlineData("fact_members")]
    [InlineData("erasures")]
    [InlineData("payout_transactions")]
    [InlineData("refund_holds")]
    [InlineData("available_balances")]
    [InlineData("available_movements")]
    [InlineData("accepted_rates")]
    [InlineData("fee_plans")]
    [InlineData("quotes")]
    [InlineData("quote_uses")]
    public async Task SiloRole_MayNeitherChangeNorRemoveWhatIsAppendOnly(string table)
    {
        Assert.Equal("42501", await Refused(fixture.Silo, $"update paygate.{table} set merchant_id = merchant_id"));
        Assert.Equal("42501", await Refused(fixture.Silo, $"delete from paygate.{table}"));
        Assert.Equal("42501", await Refused(fixture.Silo, $"truncate paygate.{table}"));
    }

    [Theory]
    [InlineData("insert into paygate.card_nonces values ('m', 1, 'n')")]
    [InlineData("update paygate.books_roots set line = line")]
    [InlineData("delete from paygate.books_roots")]
    [InlineData("update paygate.books_period set number = number")]
    [InlineData("delete from paygate.card_nonces")]
    [InlineData("insert into paygate.events_MONTH select * from paygate.events")]
    [InlineData("delete from paygate.payment_intents")]
    [InlineData("insert into paygate.available_balances values ('m', false, 'usd', 1, 1)")]
    [InlineData("select paygate.move_available()")]
    [InlineData("update paygate.rate_orders set in_base = 1")]
    [InlineData("delete from paygate.rate_orders")]
    [InlineData("update paygate.fee_orders set merchant_id = 'n'")]
    [InlineData("delete from paygate.fee_orders")]
    [InlineData("delete from paygate.exchange_rates")]
    [InlineData("select count(*) from bank.transfers")]
    [InlineData("select paygate.erase_stream()")]
    [InlineData("select paygate.forget_fingerprint()")]
    [InlineData("update paygate.root_key set key_id = key_id")]
    [InlineData("update paygate.bin_imports set ranges = 0")]
    [InlineData("delete from paygate.bin_imports")]
    [InlineData("select count(*) from bank.operations")]
    public async Task SiloRole_MayNotGoAroundTheRules(string sql)
    {
        var month = TimeProvider.System.GetUtcNow().ToString("yyyyMM", CultureInfo.InvariantCulture);

        Assert.Equal("42501", await Refused(fixture.Silo, sql.Replace("MONTH", month, StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("select count(*) from paygate.card_tokens")]
    [InlineData("select count(*) from paygate.encryption_keys")]
    [InlineData("select count(*) from paygate.api_keys")]
    [InlineData("select count(*) from paygate.ledger_transfers")]
    [InlineData("insert into paygate.bin_imports (ranges) values (0)")]
    [InlineData("insert into paygate.charges values ('ch', 'mch', 'pi')")]
    [InlineData("select count(*) from paygate.rate_orders")]
    [InlineData("select count(*) from paygate.fee_plans")]
    [InlineData("update paygate.exchange_rates set source = 'http'")]
    public async Task ApiRole_MayNotReachTheVaultNorWrite(string sql)
    {
        await using var api = NpgsqlDataSource.Create(fixture.Database.Api);

        Assert.Equal("42501", await Refused(api, sql));
    }

    [Fact]
    public async Task PublicEventTypes_AreThoseOfTheRenderer()
    {
        var stored = new List<(string, int, string)>();
        await using var command = fixture.Owner.CreateCommand("select fact, place, type from paygate.public_event_types order by fact, place");
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            stored.Add((reader.GetString(0), reader.GetInt16(1), reader.GetString(2)));
        }

        var rendered = EventStreams.All.SelectMany(stream => stream.TypesByFact).SelectMany(pair => pair.Value.Select((type, place) => (pair.Key, place, type)));
        Assert.Equal(rendered.OrderBy(row => row.Key, StringComparer.Ordinal).ThenBy(row => row.place), stored.OrderBy(row => row.Item1, StringComparer.Ordinal).ThenBy(row => row.Item2));
    }

    private static async Task<string> Refused(NpgsqlDataSource database, string sql)
    {
        await using var command = database.CreateCommand(sql);
        return (await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync())).SqlState;
    }
}

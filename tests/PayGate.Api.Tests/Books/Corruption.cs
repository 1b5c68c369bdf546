namespace PayGate.Api.Tests.Books;

/// <summary>One thing that the owner of a database could change in its books.</summary>
/// <param name="Name">What was done.</param>
/// <param name="Sql">How.</param>
/// <param name="Check">The rule that must name it, among others perhaps.</param>
public sealed record Corruption(string Name, string Sql, string Check)
{
    /// <summary>A payment of the first day, in USD, captured and settled.</summary>
    private const string Payment = "(select min(payment_id) from paygate.ledger_transfers where source_type = 'capture')";

    private const string Columns = "source_type, source_id, seq, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at";

    /// <summary>Makes every hash of a stream anew after its facts were changed, as only someone who knows the formula can.</summary>
    private const string ChainAnew =
        """
        create function pg_temp.chain_anew(stream text) returns void language plpgsql as $f$
        declare fact record; before bytea;
        begin
          for fact in select * from paygate.events where stream_id = stream order by seq loop
            update paygate.events set prev_hash = before,
                hash = sha256(coalesce(before, '') || convert_to(stream_id || '|' || seq || '|' || type || '|' || data::text, 'UTF8'))
              where stream_id = stream and seq = fact.seq returning hash into before;
          end loop;
          update paygate.payment_intents set head_hash = before, version = (select max(seq) from paygate.events where stream_id = stream) where id = stream;
        end $f$;
        """;

    public static IReadOnlyList<Corruption> All { get; } =
    [
        new("ledger amount changed", $"update paygate.ledger_transfers set amount = amount + 1 where payment_id = {Payment} and source_type = 'capture'", "replayed paygate.ledger_transfers"),
        new("ledger row removed", $"delete from paygate.ledger_transfers where payment_id = {Payment} and source_type = 'fee'", "replayed paygate.ledger_transfers"),
        new("ledger line doubled",
            $"insert into paygate.ledger_transfers ({Columns}) select source_type, source_id, seq + 1, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at from paygate.ledger_transfers where payment_id = {Payment} and source_type = 'fee'",
            "replayed paygate.ledger_transfers"),
        new("ledger line of nobody",
            $"insert into paygate.ledger_transfers ({Columns}) select source_type, 'pi_0000000000000000000000000', seq, object_created, merchant_id, debit_account, credit_account, currency, amount, payment_id, at from paygate.ledger_transfers where payment_id = {Payment} and source_type = 'fee'",
            "replayed paygate.ledger_transfers"),
        new("ledger accounts exchanged", $"update paygate.ledger_transfers set debit_account = credit_account, credit_account = debit_account where payment_id = {Payment} and source_type = 'fee'", "replayed paygate.ledger_transfers"),
        new("ledger currency changed", $"update paygate.ledger_transfers set currency = 'eur' where payment_id = {Payment} and source_type = 'fee'", "replayed paygate.ledger_transfers"),
        new("ledger time changed", $"update paygate.ledger_transfers set at = at + interval '1 day' where payment_id = {Payment} and source_type = 'fee'", "replayed paygate.ledger_transfers"),
        new("ledger moved to another merchant", $"update paygate.ledger_transfers set merchant_id = 'mch_other' where payment_id = {Payment} and source_type = 'fee'", "replayed paygate.ledger_transfers"),
        new("fact changed", $"update paygate.events set data = replace(data::text, '10000', '20000')::json where stream_id = {Payment} and seq = 1", "fact_chain"),
        new("fact removed from the middle", $"delete from paygate.events where stream_id = {Payment} and seq = 2", "fact_chain"),
        new("last fact removed", $"delete from paygate.events where stream_id = {Payment} and seq = (select max(seq) from paygate.events where stream_id = {Payment})", "head_is_last_fact"),
        new("link of a fact broken", $"update paygate.events set prev_hash = sha256('x') where stream_id = {Payment} and seq = 2", "fact_chain"),
        new("fact moved in time", $"update paygate.events set at = at + interval '1 hour' where stream_id = {Payment} and seq = 1", "books_root"),
        new("fact given to another merchant", $"update paygate.events set merchant_id = 'mch_other' where stream_id = {Payment} and seq = 2", "fact_chain"),
        new("fact moved to another period", $"update paygate.events set period = period + 1 where stream_id = {Payment} and seq = 1", "books_root"),
        new("fact moved out of all periods", $"update paygate.events set period = 99 where stream_id = {Payment} and seq = 1", "books_root"),
        new("fact changed and its chain made anew",
            ChainAnew + $"update paygate.events set data = replace(data::text, '10000', '20000')::json where stream_id = {Payment} and seq = 1; select pg_temp.chain_anew({Payment})",
            "books_root"),
        new("payment removed with all that is about it",
            $"""
             create temp table gone as select {Payment} as id;
             delete from paygate.events where stream_id in (select id from gone);
             delete from paygate.ledger_transfers where payment_id in (select id from gone);
             delete from paygate.charges where payment_intent_id in (select id from gone);
             delete from paygate.balance_transactions where payment_intent_id in (select id from gone);
             delete from bank.operations where payment_id in (select id from gone);
             delete from paygate.payment_intents where id in (select id from gone)
             """,
            "books_root"),
        new("payment added without facts",
            $"create temp table one as select * from paygate.payment_intents where id = {Payment}; update one set id = 'pi_0000000000000000000000000', idempotency_key = null; insert into paygate.payment_intents select * from one",
            "head_is_last_fact"),
        new("state of a payment changed", $"update paygate.payment_intents set state = replace(state::text, '10000', '20000')::json where id = {Payment}", "replayed paygate.payment_intents"),
        new("column of a payment changed", $"update paygate.payment_intents set customer_id = 'cus_0000000000000000000000000' where id = {Payment}", "replayed paygate.payment_intents"),
        new("refund removed from the lists", "delete from paygate.refunds where id = (select min(id) from paygate.refunds)", "replayed paygate.refunds"),
        new("fee of a movement changed", $"update paygate.balance_transactions set fee = fee - 1 where payment_intent_id = {Payment}", "replayed paygate.balance_transactions"),
        new("movement added",
            "create temp table one as select * from paygate.balance_transactions limit 1; update one set id = 'txn_0000000000000000000000000', source_id = 'ch_0000000000000000000000000', batch_id = null; insert into paygate.balance_transactions select * from one",
            "replayed paygate.balance_transactions"),
        new("movement taken out of its batch", $"update paygate.balance_transactions set batch_id = null where payment_intent_id = {Payment}", "batch_equals_its_lines"),
        new("net of a batch changed", "update paygate.settlement_batches set gross = gross + 100, net = net + 100 where id = (select min(id) from paygate.settlement_batches)", "replayed paygate.settlement_batches"),
        new("batch paid out early", "update paygate.settlement_batches set payout_on = payout_on - 1 where id = (select min(id) from paygate.settlement_batches)", "replayed paygate.settlement_batches"),
        new("payout changed", "update paygate.payouts set amount = amount + 1 where id = (select min(id) from paygate.payouts)", "replayed paygate.payouts"),
        new("payout's line on the statement changed", "update paygate.payout_transactions set amount = amount - 1 where id = (select min(id) from paygate.payout_transactions)", "replayed paygate.payout_transactions"),
        new("dispute ended otherwise", "update paygate.disputes set status = 'won' where status = 'lost'", "replayed paygate.disputes"),
        new("bank's journal changed", $"update bank.operations set amount_approved = amount_approved + 1 where payment_id = {Payment}", "bank_sums_equal_payments"),
        new("operation removed from the bank's journal", $"delete from bank.operations where payment_id = {Payment}", "bank_sums_equal_payments"),
        new("root changed", "update paygate.books_roots set line = replace(line, '\"facts\":', '\"facts\":1') where number = 3", "books_root"),
        new("root removed from the middle", "delete from paygate.books_roots where number = 3", "books_root"),
        new("all roots removed", "delete from paygate.books_roots", "books_root"),
        new("last root removed", "delete from paygate.books_roots where number = (select max(number) from paygate.books_roots)", "books_root"),
        new("period opened again", "update paygate.books_period set number = number - 1", "books_root"),
    ];
}

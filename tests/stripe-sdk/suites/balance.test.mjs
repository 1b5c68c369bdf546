import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, errorOf, pay, stripe } from '../support/gateway.mjs';

const balances = declared('Balance', 'Balance');
const transactions = declared('BalanceTransactions', 'BalanceTransaction');
const pending = async () => (await stripe.balance.retrieve()).pending.find(({ currency }) => currency === 'mad').amount;

test('the balance has every member and moves by the net of what happens', async () => {
  const balance = await stripe.balance.retrieve();
  assert.deepEqual(missing(balance, balances), []);
  const before = await pending();
  const paid = await pay({ amount: 10000, expand: ['latest_charge.balance_transaction'] });
  assert.equal(await pending(), before + paid.latest_charge.balance_transaction.net);
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 2500, expand: ['balance_transaction'] });
  assert.equal(await pending(), before + paid.latest_charge.balance_transaction.net + refund.balance_transaction.net);
  for (const { amount, currency, source_types } of (await stripe.balance.retrieve()).pending) {
    assert.equal(typeof currency, 'string');
    assert.equal(source_types.card, amount);
  }
});

test('balance transactions are listed by type, source, currency and creation, and show their source', async () => {
  const paid = await pay({ expand: ['latest_charge'] });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 700 });
  const charge = paid.latest_charge.id;
  const ids = async (filter) => (await stripe.balanceTransactions.list(filter)).data.map(({ id }) => id);
  assert.deepEqual(await ids({ source: charge }), [paid.latest_charge.balance_transaction]);
  assert.deepEqual(await ids({ source: refund.id, type: 'refund', currency: 'mad' }), [refund.balance_transaction]);
  assert.deepEqual(await ids({ source: charge, type: 'refund' }), []);
  assert.deepEqual(await ids({ currency: 'usd' }), []);
  assert.deepEqual(await ids({ source: charge, created: { lt: paid.created } }), []);
  assert.deepEqual((await ids({ limit: 2 })), [refund.balance_transaction, paid.latest_charge.balance_transaction]);
  const shown = await stripe.balanceTransactions.retrieve(refund.balance_transaction, { expand: ['source'] });
  assert.deepEqual([shown.source.object, shown.source.id], ['refund', refund.id]);
  assert.deepEqual(missing({ ...shown, source: refund.id }, transactions), []);
  const error = await errorOf(stripe.balanceTransactions.list({ payout: 'po_unknown' }));
  assert.deepEqual([error.constructor, error.statusCode, error.code, error.param], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing', 'payout']);
});

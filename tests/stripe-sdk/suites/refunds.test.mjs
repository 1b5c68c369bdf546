import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, errorOf, facts, pay, stripe } from '../support/gateway.mjs';

test('a full refund returns the whole capture', async () => {
  const paid = await pay({ amount: 999, expand: ['latest_charge.balance_transaction'] });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, reason: 'requested_by_customer', metadata: { ticket: '4' }, expand: ['balance_transaction'] });
  assert.match(refund.id, /^re_/);
  assert.deepEqual(
    [refund.status, refund.amount, refund.currency, refund.reason, refund.charge, refund.payment_intent, refund.metadata],
    ['succeeded', 999, 'usd', 'requested_by_customer', paid.latest_charge.id, paid.id, { ticket: '4' }]);
  assert.deepEqual(
    [refund.balance_transaction.amount, refund.balance_transaction.fee, refund.balance_transaction.net, refund.balance_transaction.source],
    [-paid.latest_charge.balance_transaction.amount, 0, -paid.latest_charge.balance_transaction.amount, refund.id]);
  const charge = await stripe.charges.retrieve(refund.charge);
  assert.deepEqual([charge.refunded, charge.amount_refunded], [true, 999]);
  assert.deepEqual(await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] }), JSON.parse(JSON.stringify(refund)));
});

test('repeated partial refunds end at the captured amount', async () => {
  const paid = await pay({ amount: 1000 });
  const first = await stripe.refunds.create({ payment_intent: paid.id, amount: 333 });
  const second = await stripe.refunds.create({ charge: paid.latest_charge, amount: 333 });
  const tooMuch = await errorOf(stripe.refunds.create({ payment_intent: paid.id, amount: 335 }));
  assert.deepEqual(facts(tooMuch), {
    class: Stripe.errors.StripeInvalidRequestError, statusCode: 400, type: 'StripeInvalidRequestError', code: 'amount_too_large',
    decline_code: undefined, param: 'amount',
  });
  const rest = await stripe.refunds.create({ payment_intent: paid.id });
  assert.equal(rest.amount, 334);
  const again = await errorOf(stripe.refunds.create({ payment_intent: paid.id }));
  assert.deepEqual([again.statusCode, again.code], [400, 'charge_already_refunded']);

  const listed = await stripe.refunds.list({ payment_intent: paid.id });
  assert.deepEqual(listed.data.map(({ id, amount }) => [id, amount]), [[rest.id, 334], [second.id, 333], [first.id, 333]]);
  const charge = await stripe.charges.retrieve(paid.latest_charge);
  assert.deepEqual([charge.refunded, charge.amount_refunded, charge.amount_captured], [true, 1000, 1000]);
});

test('charges and balance transactions of a payment are found by list and by id', async () => {
  const paid = await pay({ amount: 2500, expand: ['latest_charge'] });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
  const charges = await stripe.charges.list({ payment_intent: paid.id });
  assert.deepEqual(charges.data.map(({ id }) => id), [paid.latest_charge.id]);
  assert.equal(charges.has_more, false);
  assert.equal(charges.url, '/v1/charges');

  const newest = await stripe.balanceTransactions.list({ limit: 2 });
  assert.deepEqual(newest.data.map(({ id, source, type }) => [id, source, type]), [
    [refund.balance_transaction, refund.id, 'refund'],
    [paid.latest_charge.balance_transaction, paid.latest_charge.id, 'charge'],
  ]);
  assert.deepEqual(await stripe.balanceTransactions.retrieve(refund.balance_transaction), newest.data[0]);
});

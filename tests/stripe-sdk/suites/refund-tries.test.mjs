import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, advance, errorOf, order, pay, stripe } from '../support/gateway.mjs';

const eventsOf = async (id) => {
  const { data } = await stripe.events.list({ types: ['refund.created', 'refund.updated', 'refund.failed'], limit: 100 });
  return data.filter((event) => event.data.object.id === id).map((event) => event.type);
};

test('a refund of an issuer that is away is pending, then made at a later try', async () => {
  const paid = await pay({ payment_method: 'pm_card_pendingRefund' });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 700 });
  assert.deepEqual([refund.status, refund.balance_transaction, refund.failure_reason], ['pending', null, null]);
  await advance(90);
  const made = await stripe.refunds.retrieve(refund.id, { expand: ['balance_transaction'] });
  assert.deepEqual([made.status, made.amount, made.balance_transaction.source], ['succeeded', 700, refund.id]);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 700);
  assert.deepEqual(await eventsOf(refund.id), ['refund.updated', 'refund.created']);
});

test('a refund that the issuer refuses in the end fails and frees its amount', async () => {
  const paid = await pay({ payment_method: 'pm_card_refundFail' });
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  assert.equal((await errorOf(stripe.refunds.create({ payment_intent: paid.id, amount: 1 }))).code, 'charge_already_refunded');
  await advance(30);
  const failed = await stripe.refunds.retrieve(refund.id);
  assert.deepEqual([refund.status, failed.status, failed.failure_reason], ['pending', 'failed', 'declined']);
  assert.deepEqual(await eventsOf(refund.id), ['refund.failed', 'refund.created']);
  const charge = await stripe.charges.retrieve(paid.latest_charge);
  assert.deepEqual([charge.refunded, charge.amount_refunded], [false, 0]);
});

test('a pending refund is canceled and its amount can be refunded again', async () => {
  const paid = await pay({ payment_method: 'pm_card_pendingRefund' });
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  const canceled = await stripe.refunds.cancel(refund.id);
  assert.deepEqual([canceled.id, canceled.status], [refund.id, 'canceled']);
  const error = await errorOf(stripe.refunds.cancel(refund.id));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 400, 'refund_unexpected_state']);
  assert.equal((await stripe.refunds.create({ payment_intent: paid.id })).amount, 1999);
});

test('a refund whose outcome is unknown cannot be canceled', async () => {
  const paid = await pay();
  await order({ behavior: 'lost_answer', operation: 'refund' });
  const refund = await stripe.refunds.create({ payment_intent: paid.id });
  const error = await errorOf(stripe.refunds.cancel(refund.id));
  assert.deepEqual([refund.status, error.statusCode, error.code], ['pending', 400, 'refund_unexpected_state']);
  await advance(60);
  assert.equal((await stripe.refunds.retrieve(refund.id)).status, 'succeeded');
});

test('the metadata of a refund is changed and cleared', async () => {
  const paid = await pay();
  const refund = await stripe.refunds.create({ payment_intent: paid.id, metadata: { ticket: '1', note: 'x' } });
  assert.deepEqual((await stripe.refunds.update(refund.id, { metadata: { ticket: '2', note: '' } })).metadata, { ticket: '2' });
  assert.deepEqual((await stripe.refunds.update(refund.id, { metadata: '' })).metadata, {});
  assert.deepEqual((await stripe.refunds.retrieve(refund.id)).metadata, {});
});

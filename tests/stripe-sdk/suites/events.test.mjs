import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Stripe, errorOf, eventsOf as eventsSince, pay, stripe } from '../support/gateway.mjs';

const eventsOf = (id) => eventsSince(id, 'payment_intent.created');

test('a payment and its refund tell their story in order', async () => {
  const idempotencyKey = randomUUID();
  const paid = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', payment_method: 'pm_card_visa', confirm: true }, { idempotencyKey });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 500 });
  const events = await eventsOf(paid.id);

  assert.deepEqual(events.map(({ type }) => type), [
    'payment_intent.created', 'charge.succeeded', 'payment_intent.succeeded', 'refund.created', 'charge.refunded', 'refund.updated',
  ]);
  const [created, , succeeded, , chargeRefunded, refundUpdated] = events;
  assert.deepEqual([created.object, created.livemode, created.data.object.status], ['event', false, 'requires_confirmation']);
  assert.deepEqual(created.request, { id: paid.lastResponse.requestId, idempotency_key: idempotencyKey });
  assert.deepEqual([succeeded.data.object.object, succeeded.data.object.status], ['payment_intent', 'succeeded']);
  assert.deepEqual([chargeRefunded.data.object.object, chargeRefunded.data.object.amount_refunded], ['charge', 500]);
  assert.deepEqual(chargeRefunded.data.previous_attributes, { amount_refunded: 0 });
  assert.deepEqual([refundUpdated.data.object.id, refundUpdated.data.object.status], [refund.id, 'succeeded']);
  assert.equal(refundUpdated.data.previous_attributes.status, 'pending');
  assert.equal(succeeded.data.previous_attributes, undefined);
  for (const event of events) assert.deepEqual(JSON.parse(JSON.stringify(await stripe.events.retrieve(event.id))), event);
});

test('a declined and a canceled payment tell their story in order', async () => {
  const { payment_intent: declined } = await errorOf(pay({ payment_method: 'pm_card_chargeDeclined' }));
  await stripe.paymentIntents.cancel(declined.id);
  const events = await eventsOf(declined.id);
  assert.deepEqual(events.map(({ type }) => type), ['payment_intent.created', 'charge.failed', 'payment_intent.payment_failed', 'payment_intent.canceled']);
  assert.equal(events[2].data.object.last_payment_error.code, 'card_declined');
});

test('an authorization that is captured tells its story in order', async () => {
  const authorized = await pay({ capture_method: 'manual' });
  await stripe.paymentIntents.capture(authorized.id);
  assert.deepEqual((await eventsOf(authorized.id)).map(({ type }) => type), [
    'payment_intent.created', 'charge.succeeded', 'payment_intent.amount_capturable_updated', 'charge.captured', 'payment_intent.succeeded',
  ]);
});

test('a list of one type shows that type only', async () => {
  const paid = await pay();
  const list = await stripe.events.list({ type: 'payment_intent.succeeded', limit: 2 });
  assert.equal(list.data[0].data.object.id, paid.id);
  assert.deepEqual(list.data.map(({ type }) => type), ['payment_intent.succeeded', 'payment_intent.succeeded']);
});

test('an unknown event is not found', async () => {
  const error = await errorOf(stripe.events.retrieve('evt_unknown'));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, advance, browser, errorOf, pay, stripe } from '../support/gateway.mjs';

const hour = 3600;
const week = 7 * 24 * hour;

const canceledEvent = async (id) => {
  const { data } = await stripe.events.list({ type: 'payment_intent.canceled', limit: 100 });
  return data.find((event) => event.data.object.id === id);
};

test('the clock tells how far it is ahead', async () => {
  const before = await stripe.rawRequest('GET', '/v1/test_helpers/clock');
  const after = await advance(30);
  assert.deepEqual([after.object, after.livemode, after.offset], ['clock', false, before.offset + 30]);
  assert.ok(after.now >= before.now + 30);
});

test('a payment expires at its hour, with an event', async () => {
  const created = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  await advance(hour - 60);
  assert.equal((await stripe.paymentIntents.retrieve(created.id)).status, 'requires_payment_method');
  await advance(60);
  const { data } = await canceledEvent(created.id);
  const expired = await stripe.paymentIntents.retrieve(created.id);
  assert.deepEqual([expired.status, expired.cancellation_reason, expired.canceled_at], ['canceled', 'expired', created.expires_at]);
  assert.deepEqual([data.object.status, data.object.canceled_at], ['canceled', created.expires_at]);
});

test('an authorization is voided after seven days, with an event, and can no longer be captured', async () => {
  const authorized = await pay({ capture_method: 'manual' });
  await advance(week - 60);
  assert.equal((await stripe.paymentIntents.retrieve(authorized.id)).status, 'requires_capture');
  await advance(60);
  const { data } = await canceledEvent(authorized.id);
  assert.deepEqual([data.object.status, data.object.cancellation_reason], ['canceled', 'automatic']);
  const voided = await stripe.paymentIntents.retrieve(authorized.id, { expand: ['latest_charge'] });
  assert.deepEqual(
    [voided.status, voided.cancellation_reason, voided.amount_received, voided.latest_charge.captured, voided.latest_charge.balance_transaction],
    ['canceled', 'automatic', 0, false, null]);
  const error = await errorOf(stripe.paymentIntents.capture(authorized.id));
  assert.deepEqual([error.statusCode, error.code], [400, 'charge_expired_for_capture']);
});

test('the clock never goes back, and a browser does not move it', async () => {
  for (const seconds of [0, -5]) {
    const error = await errorOf(advance(seconds));
    assert.deepEqual([error.constructor, error.code, error.param], [Stripe.errors.StripeInvalidRequestError, 'parameter_invalid_integer', 'seconds']);
  }
  const error = await errorOf(browser.rawRequest('POST', '/v1/test_helpers/clock/advance', { seconds: 1 }));
  assert.deepEqual([error.constructor, error.code], [Stripe.errors.StripePermissionError, 'secret_key_required']);
});

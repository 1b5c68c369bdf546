import assert from 'node:assert/strict';
import { test } from 'node:test';
import { card, pay, stripe } from '../support/gateway.mjs';

test('a payment is created, retrieved and confirmed', async () => {
  const created = await stripe.paymentIntents.create({
    amount: 1099, currency: 'EUR', description: 'Two cups', receipt_email: 'amina@example.com', metadata: { order: '17', note: 'gift & <card>' },
  });
  assert.match(created.id, /^pi_/);
  assert.equal(created.status, 'requires_payment_method');
  assert.equal(created.amount, 1099);
  assert.equal(created.currency, 'eur');
  assert.deepEqual(created.metadata, { note: 'gift & <card>', order: '17' });
  assert.ok(created.client_secret.startsWith(`${created.id}_secret_`));
  assert.match(created.lastResponse.requestId, /^req_/);

  const retrieved = await stripe.paymentIntents.retrieve(created.id);
  assert.deepEqual(retrieved, JSON.parse(JSON.stringify(created)));

  const confirmed = await stripe.paymentIntents.confirm(created.id, { payment_method: 'pm_card_mastercard' });
  assert.equal(confirmed.status, 'succeeded');
  assert.equal(confirmed.amount_received, 1099);
  assert.equal(confirmed.payment_method, 'pm_card_mastercard');
  assert.match(confirmed.latest_charge, /^ch_/);
  assert.deepEqual(await stripe.paymentIntents.retrieve(created.id), JSON.parse(JSON.stringify(confirmed)));
});

test('a payment says where its goods go, until it is told otherwise', async () => {
  const shipping = { name: 'Amina Benali', address: { line1: '3 Rue Oum Rabia', city: 'Rabat', country: 'MA' }, carrier: 'Amana', tracking_number: 'RR1' };
  const paid = await pay({ shipping, expand: ['latest_charge'] });
  assert.deepEqual([paid.shipping.address.line1, paid.shipping.phone, paid.latest_charge.shipping.tracking_number], ['3 Rue Oum Rabia', null, 'RR1']);
  const open = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', shipping });
  assert.equal((await stripe.paymentIntents.update(open.id, { shipping: '' })).shipping, null);
});

test('a payment that names its method at creation is confirmed without parameters', async () => {
  const created = await stripe.paymentIntents.create({ amount: 1500, currency: 'usd', payment_method: 'pm_card_amex' });
  assert.equal(created.status, 'requires_confirmation');
  assert.equal((await stripe.paymentIntents.confirm(created.id)).status, 'succeeded');
});

test('confirm=true pays in one request, with the charge expanded down to its balance transaction', async () => {
  const paid = await pay({ amount: 10_000, expand: ['latest_charge.balance_transaction'] });
  assert.equal(paid.status, 'succeeded');
  const charge = paid.latest_charge;
  assert.equal(charge.object, 'charge');
  assert.equal(charge.paid, true);
  assert.equal(charge.captured, true);
  assert.equal(charge.payment_intent, paid.id);
  assert.deepEqual(
    [charge.payment_method_details.card.brand, charge.payment_method_details.card.last4, charge.payment_method_details.card.checks.cvc_check],
    ['visa', '4242', 'pass']);
  const { amount, currency, exchange_rate, fee, net, type, source } = charge.balance_transaction;
  assert.deepEqual({ amount, currency, exchange_rate, fee, net, type, source },
    { amount: 100_000, currency: 'mad', exchange_rate: 10, fee: 3_200, net: 96_800, type: 'charge', source: charge.id });
});

test('an expansion on retrieve and on a list shows the same charge', async () => {
  const paid = await pay();
  const one = await stripe.paymentIntents.retrieve(paid.id, { expand: ['latest_charge'] });
  const list = await stripe.paymentIntents.list({ limit: 1, expand: ['data.latest_charge'] });
  assert.equal(one.latest_charge.id, paid.latest_charge);
  assert.deepEqual(list.data[0], JSON.parse(JSON.stringify(one)));
});

test('an uncaptured payment is canceled with its reason', async () => {
  const authorized = await pay({ capture_method: 'manual' });
  assert.equal(authorized.status, 'requires_capture');
  assert.equal(authorized.amount_capturable, 1999);
  const canceled = await stripe.paymentIntents.cancel(authorized.id, { cancellation_reason: 'abandoned' });
  assert.deepEqual(
    [canceled.status, canceled.cancellation_reason, canceled.amount_capturable, canceled.amount_received], ['canceled', 'abandoned', 0, 0]);
  assert.ok(canceled.canceled_at >= canceled.created);
});

test('a part of an authorization is captured, the rest released', async () => {
  const authorized = await pay({ amount: 5_000, capture_method: 'manual' });
  const captured = await stripe.paymentIntents.capture(authorized.id, { amount_to_capture: 3_000, expand: ['latest_charge'] });
  assert.deepEqual([captured.status, captured.amount, captured.amount_received, captured.amount_capturable], ['succeeded', 5_000, 3_000, 0]);
  assert.deepEqual([captured.latest_charge.amount_captured, captured.latest_charge.captured], [3_000, true]);
  const whole = await pay({ amount: 5_000, capture_method: 'manual' });
  assert.equal((await stripe.paymentIntents.capture(whole.id)).amount_received, 5_000);
});

test('a card typed by the customer pays without a stored payment method', async () => {
  const paid = await pay({ payment_method: undefined, payment_method_data: { ...card('5555555555554444'), billing_details: { name: 'Amina Benali' } }, expand: ['latest_charge'] });
  assert.equal(paid.status, 'succeeded');
  assert.match(paid.payment_method, /^pm_/);
  assert.deepEqual(
    [paid.latest_charge.payment_method_details.card.brand, paid.latest_charge.payment_method_details.card.last4, paid.latest_charge.billing_details.name],
    ['mastercard', '4444', 'Amina Benali']);
});

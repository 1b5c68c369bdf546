import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { card, errorOf, pay, stripe } from '../support/gateway.mjs';

// Goal: code that is typed by the SDK never meets undefined where its types promise a value or null. The objects are compared with the type definitions.
const intents = declared('PaymentIntents', 'PaymentIntent');
const charges = declared('Charges', 'Charge');
const refunds = declared('Refunds', 'Refund');
const events = declared('Events', 'EventBase');
const methods = declared('PaymentMethods', 'PaymentMethod');
const tokens = declared('Tokens', 'Token');
const transactions = declared('BalanceTransactions', 'BalanceTransaction');

test('the comparison itself finds members that are absent, also nested ones', () => {
  const found = missing({ ...Object.fromEntries(['id', 'object', 'amount'].map((key) => [key, null])), fee_details: [{ amount: 1 }] }, transactions);
  assert.ok(found.includes('net'));
  assert.ok(found.includes('fee_details.currency'));
  assert.ok(!found.includes('amount'));
});

test('a new payment intent has every member', async () => {
  assert.deepEqual(missing(await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' }), intents), []);
});

test('a paid payment intent, its charge and its balance transaction have every member', async () => {
  const paid = await pay({ payment_method: undefined, payment_method_data: card('4242424242424242'), expand: ['latest_charge.balance_transaction'] });
  assert.deepEqual(missing({ ...paid, latest_charge: paid.latest_charge.id }, intents), []);
  assert.deepEqual(missing(paid.latest_charge, charges), []);
  assert.deepEqual(missing(paid.latest_charge.balance_transaction, transactions), []);
});

test('an authorized and a canceled payment have every member', async () => {
  const authorized = await pay({ capture_method: 'manual', expand: ['latest_charge'] });
  assert.deepEqual(missing(authorized, intents), []);
  assert.deepEqual(missing(authorized.latest_charge, charges), []);
  assert.deepEqual(missing(await stripe.paymentIntents.cancel(authorized.id), intents), []);
});

test('a declined payment and its charge have every member', async () => {
  const { payment_intent: declined, charge } = await errorOf(pay({ payment_method: 'pm_card_chargeDeclined' }));
  assert.deepEqual(missing(declined, intents), []);
  assert.deepEqual(missing(await stripe.charges.retrieve(charge), charges), []);
});

test('a refund and its balance transaction have every member', async () => {
  const paid = await pay();
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 100, expand: ['balance_transaction'] });
  assert.deepEqual(missing(refund, refunds), []);
  assert.deepEqual(missing(refund.balance_transaction, transactions), []);
});

test('a payment method and a token have every member', async () => {
  const method = await stripe.paymentMethods.create(card('4242424242424242'));
  assert.deepEqual(missing(method, methods), []);
  assert.deepEqual(missing(await stripe.tokens.create({ card: card('4242424242424242').card }), tokens), []);
});

test('an event has every member, and shows the whole object', async () => {
  const paid = await pay();
  const { data } = await stripe.events.list({ limit: 2 });
  for (const event of data) assert.deepEqual(missing(event, events), []);
  assert.deepEqual(data.map((event) => event.data.object.id), [paid.id, paid.latest_charge]);
  assert.deepEqual(missing(data[0].data.object, intents), []);
  assert.deepEqual(missing(data[1].data.object, charges), []);
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, client, errorOf, stripe } from '../support/gateway.mjs';

const sessions = declared('Checkout/Sessions', 'Session');
const items = declared('LineItems', 'LineItem');
const line = (name, amount, quantity = 1) => ({ price_data: { currency: 'usd', unit_amount: amount, product_data: { name } }, quantity });
const create = (more = {}) => stripe.checkout.sessions.create({ mode: 'payment', success_url: 'https://shop.example/done', line_items: [line('Coffee', 350, 3), line('Cake', 499)], ...more });
const payBy = async (session) => client(session.url.split('#')[1]).paymentIntents.confirm(session.payment_intent, { payment_method: 'pm_card_visa' });

test('a session is created with its lines, and retrieved', async () => {
  const created = await create({ success_url: 'https://shop.example/done?session={CHECKOUT_SESSION_ID}', client_reference_id: 'cart_17', metadata: { seat: '12' } });
  assert.match(created.id, /^cs_/);
  assert.deepEqual(missing(created, sessions), []);
  assert.deepEqual([created.amount_total, created.currency, created.status, created.payment_status], [1549, 'usd', 'open', 'unpaid']);
  assert.equal(created.success_url, `https://shop.example/done?session=${created.id}`);
  assert.deepEqual(await stripe.checkout.sessions.retrieve(created.id), JSON.parse(JSON.stringify(created)));
  const lines = await stripe.checkout.sessions.listLineItems(created.id);
  assert.deepEqual(lines.data.map(({ description, amount_total: total, quantity }) => [description, total, quantity]), [['Coffee', 1050, 3], ['Cake', 499, 1]]);
  assert.deepEqual(lines.data.flatMap((item) => missing(item, items)), []);
});

test('a paid session is complete, and tells so', async () => {
  const session = await create();
  assert.equal((await payBy(session)).status, 'succeeded');
  const done = await stripe.checkout.sessions.retrieve(session.id, { expand: ['payment_intent.latest_charge'] });
  assert.deepEqual([done.status, done.payment_status, done.url, done.payment_intent.latest_charge.amount], ['complete', 'paid', null, 1549]);
  const { data } = await stripe.events.list({ type: 'checkout.session.completed', limit: 100 });
  assert.ok(data.some((event) => event.data.object.id === session.id && event.data.object.payment_status === 'paid'));
});

test('a session is expired by hand, once', async () => {
  const session = await create();
  assert.deepEqual([(await stripe.checkout.sessions.expire(session.id)).status], ['expired']);
  const error = await errorOf(stripe.checkout.sessions.expire(session.id));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 400, 'checkout_session_unexpected_state']);
});

test('a session saves the card of its customer', async () => {
  const customer = await stripe.customers.create();
  const session = await create({ customer: customer.id, payment_intent_data: { setup_future_usage: 'off_session' } });
  const paid = await payBy(session);
  assert.deepEqual((await stripe.customers.listPaymentMethods(customer.id)).data.map(({ id }) => id), [paid.payment_method]);
});

test('orders are sessions with an order id, listed by it', async () => {
  const order_id = randomUUID();
  const ids = [];
  for (let count = 0; count < 3; count++) ids.unshift((await create({ order_id })).id);
  const walked = [];
  for await (const session of stripe.checkout.sessions.list({ order_id, limit: 2 })) walked.push(session.id);
  assert.deepEqual(walked, ids);
});

test('metadata of a session is changed', async () => {
  const { id } = await create({ metadata: { seat: '12', row: 'a' } });
  assert.deepEqual((await stripe.checkout.sessions.update(id, { metadata: { seat: '14', row: '' } })).metadata, { seat: '14' });
});

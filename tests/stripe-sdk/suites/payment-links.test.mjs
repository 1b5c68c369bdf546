import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, errorOf, stripe } from '../support/gateway.mjs';

const links = declared('PaymentLinks', 'PaymentLink');
const line = (name, amount, quantity = 1) => ({ price_data: { currency: 'usd', unit_amount: amount, product_data: { name } }, quantity });
const create = (more = {}) => stripe.paymentLinks.create({ line_items: [line('Coffee', 350, 3), line('Cake', 499)], ...more });

test('a link is created with its lines, and retrieved', async () => {
  const created = await create({ after_completion: { type: 'redirect', redirect: { url: 'https://shop.example/done' } }, metadata: { campaign: 'spring' } });
  assert.match(created.id, /^pl_/);
  assert.deepEqual(missing(created, links), []);
  assert.deepEqual([created.active, created.currency, created.after_completion.redirect.url], [true, 'usd', 'https://shop.example/done']);
  assert.deepEqual(await stripe.paymentLinks.retrieve(created.id), JSON.parse(JSON.stringify(created)));
  const lines = await stripe.paymentLinks.listLineItems(created.id);
  assert.deepEqual(lines.data.map(({ description, amount_total: total, quantity }) => [description, total, quantity]), [['Coffee', 1050, 3], ['Cake', 499, 1]]);
});

test('a link is closed, opened again, and listed by that', async () => {
  const { id } = await create();
  const closed = await stripe.paymentLinks.update(id, { active: false, inactive_message: 'Sold out' });
  assert.deepEqual([closed.active, closed.inactive_message], [false, 'Sold out']);
  assert.ok((await stripe.paymentLinks.list({ active: false, limit: 100 })).data.some((link) => link.id === id));
  assert.equal((await stripe.paymentLinks.update(id, { active: true, inactive_message: '' })).inactive_message, null);
});

test('a visitor of a link gets a session that names it', async () => {
  const link = await create();
  const { status, headers } = await fetch(link.url, { method: 'POST', redirect: 'manual' });
  assert.equal(status, 303);
  const [, session] = /^\/pay\/(cs_\w+)#/.exec(headers.get('location'));
  assert.equal((await stripe.checkout.sessions.retrieve(session)).payment_link, link.id);
  assert.deepEqual((await stripe.checkout.sessions.list({ payment_link: link.id })).data.map(({ id }) => id), [session]);
});

test('a link that could never be paid is refused', async () => {
  const error = await errorOf(stripe.paymentLinks.create({ line_items: [line('Crumb', 49)] }));
  assert.deepEqual([error.constructor, error.code, error.param], [Stripe.errors.StripeInvalidRequestError, 'amount_too_small', 'line_items']);
});

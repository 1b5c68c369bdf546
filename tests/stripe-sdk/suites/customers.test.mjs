import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, browser, errorOf, eventsOf, stripe } from '../support/gateway.mjs';

const customers = declared('Customers', 'Customer');
const amina = {
  name: 'Amina Benali', email: 'amina@example.com', phone: '+212 5 22 00 00 00', description: 'Regular',
  address: { line1: '12 rue des Fleurs', city: 'Casablanca', country: 'MA' },
  shipping: { name: 'Amina', address: { city: 'Rabat' } },
  metadata: { crm: '17', tier: 'gold' }, preferred_locales: ['fr', 'ar'],
};

test('a customer is created with everything, and retrieved', async () => {
  const created = await stripe.customers.create(amina);
  assert.match(created.id, /^cus_/);
  assert.deepEqual(missing(created, customers), []);
  const { name, email, phone, description, metadata, preferred_locales } = created;
  assert.deepEqual({ name, email, phone, description, metadata, preferred_locales }, {
    name: amina.name, email: amina.email, phone: amina.phone, description: amina.description, metadata: amina.metadata, preferred_locales: ['fr', 'ar'],
  });
  assert.deepEqual([created.address.city, created.address.line2, created.shipping.address.city], ['Casablanca', null, 'Rabat']);
  assert.deepEqual(await stripe.customers.retrieve(created.id), JSON.parse(JSON.stringify(created)));
});

test('a customer is created with a payment method or the card of a token', async () => {
  const chosen = await stripe.customers.create({ payment_method: 'pm_card_visa', invoice_settings: { default_payment_method: 'pm_card_visa' } });
  const sourced = await stripe.customers.create({ source: 'tok_visa', expand: ['invoice_settings.default_payment_method'] });
  for (const { id } of [chosen, sourced]) {
    const { data: [saved] } = await stripe.customers.listPaymentMethods(id);
    assert.deepEqual([saved.card.last4, saved.customer], ['4242', id]);
    assert.equal((await stripe.customers.retrieve(id)).invoice_settings.default_payment_method, saved.id);
  }
});

test('a card that the bank declines makes no customer', async () => {
  const email = `${randomUUID()}@example.com`;
  const error = await errorOf(stripe.customers.create({ email, payment_method: 'pm_card_chargeDeclined' }));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeCardError, 402, 'card_declined']);
  assert.deepEqual((await stripe.customers.list({ email })).data, []);
});

test('a customer may have nothing at all', async () => {
  const created = await stripe.customers.create();
  assert.deepEqual(missing(created, customers), []);
  assert.deepEqual([created.name, created.email, created.metadata, created.shipping, created.balance], [null, null, {}, null, 0]);
});

test('an update changes what it names, unsets what is empty, merges metadata', async () => {
  const { id } = await stripe.customers.create(amina);
  const updated = await stripe.customers.update(id, { email: 'a@example.com', phone: '', shipping: '', metadata: { crm: '', vip: 'yes' } });
  assert.deepEqual([updated.email, updated.phone, updated.shipping, updated.name], ['a@example.com', null, null, amina.name]);
  assert.deepEqual(updated.metadata, { tier: 'gold', vip: 'yes' });
  assert.deepEqual((await stripe.customers.update(id, { metadata: '' })).metadata, {});
  assert.equal((await stripe.customers.update(id, { address: { city: 'Fes' } })).address.line1, amina.address.line1);
});

test('a deleted customer is shown as deleted and takes no more', async () => {
  const { id } = await stripe.customers.create(amina);
  const deleted = { id, object: 'customer', deleted: true };
  assert.deepEqual(JSON.parse(JSON.stringify(await stripe.customers.del(id))), deleted);
  assert.deepEqual(JSON.parse(JSON.stringify(await stripe.customers.retrieve(id))), deleted);
  for (const call of [() => stripe.customers.update(id, { name: 'x' }), () => stripe.customers.del(id)]) {
    const error = await errorOf(call());
    assert.deepEqual([error.constructor, error.statusCode, error.code, error.param], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing', 'id']);
  }
});

test('lists are filtered by email, walk all pages, and leave deleted ones out', async () => {
  const email = `${randomUUID()}@example.com`;
  const ids = [];
  for (let count = 0; count < 5; count++) ids.unshift((await stripe.customers.create({ email })).id);
  await stripe.customers.del(ids[2]);
  const walked = [];
  for await (const customer of stripe.customers.list({ email, limit: 2 })) walked.push(customer.id);
  assert.deepEqual(walked, ids.filter((_, index) => index !== 2));
});

test('a customer tells its story, with what was there before', async () => {
  const { id } = await stripe.customers.create(amina);
  await stripe.customers.update(id, { email: 'a@example.com', metadata: { crm: '', vip: 'yes' } });
  await stripe.customers.update(id, { email: 'a@example.com' });
  await stripe.customers.del(id);
  const events = await eventsOf(id, 'customer.created');
  assert.deepEqual(events.map(({ type }) => type), ['customer.created', 'customer.updated', 'customer.deleted']);
  assert.deepEqual(events[1].data.previous_attributes, { email: amina.email, metadata: { crm: '17', vip: null } });
  assert.deepEqual([events[2].data.object.id, events[2].data.object.email], [id, 'a@example.com']);
  for (const event of events) assert.deepEqual(missing(event.data.object, customers), []);
});

test('a publishable key reaches no customer', async () => {
  const { id } = await stripe.customers.create(amina);
  const error = await errorOf(browser.customers.retrieve(id));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripePermissionError, 403, 'secret_key_required']);
});

test('customers are searched by their fields, page for page', async () => {
  const mark = `m${Date.now()}`;
  const made = [];
  for (const [name, email] of [['Amina Alaoui', `amina@${mark}.example`], ['Youssef Idrissi', `youssef@${mark}.example`], ['Sara Alaoui', `sara@${mark}.example`]]) {
    made.unshift((await stripe.customers.create({ name, email, phone: '+212 600', metadata: { mark } })).id);
  }
  const found = async (query, options = {}) => (await stripe.customers.search({ query, ...options })).data.map(({ id }) => id);
  assert.deepEqual(await found(`metadata['mark']:'${mark}'`), made);
  assert.deepEqual(await found(`email~"${mark}" AND name~"alaoui"`), [made[0], made[2]]);
  assert.deepEqual(await found(`email:"youssef@${mark}.example"`), [made[1]]);
  assert.deepEqual(await found(`metadata['mark']:'${mark}' AND -phone:null AND created>1`, { limit: 2 }), made.slice(0, 2));
  const all = [];
  for await (const { id } of stripe.customers.search({ query: `metadata['mark']:'${mark}'`, limit: 1 })) all.push(id);
  assert.deepEqual(all, made);
  const first = await stripe.customers.search({ query: `metadata['mark']:'${mark}'`, limit: 1, expand: ['total_count'] });
  assert.deepEqual([first.object, first.url, first.has_more, first.total_count], ['search_result', '/v1/customers/search', true, 3]);
  assert.deepEqual(missing(first.data[0], customers), []);
  await stripe.customers.del(made[0]);
  assert.deepEqual(await found(`metadata['mark']:'${mark}'`), made.slice(1));
  const error = await errorOf(stripe.customers.search({ query: 'shoe:"42"' }));
  assert.deepEqual([error.constructor, error.statusCode, error.param], [Stripe.errors.StripeInvalidRequestError, 400, 'query']);
});

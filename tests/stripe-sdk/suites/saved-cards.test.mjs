import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, card, errorOf, eventsOf, pay, stripe } from '../support/gateway.mjs';

const methods = declared('PaymentMethods', 'PaymentMethod');
const typed = (number = '4242424242424242') => stripe.paymentMethods.create({ ...card(number), billing_details: { name: 'Amina Benali', email: 'a@example.com' } });

test('a card is saved for a customer, pays again and again, and is listed', async () => {
  const customer = await stripe.customers.create();
  const method = await typed();
  const saved = await stripe.paymentMethods.attach(method.id, { customer: customer.id });
  assert.deepEqual(missing(saved, methods), []);
  assert.deepEqual([saved.id, saved.customer, saved.card.checks.cvc_check], [method.id, customer.id, 'pass']);
  for (let count = 0; count < 2; count++) assert.equal((await pay({ payment_method: method.id, customer: customer.id })).status, 'succeeded');
  const lists = [await stripe.paymentMethods.list({ customer: customer.id, type: 'card' }), await stripe.customers.listPaymentMethods(customer.id)];
  for (const { data } of lists) assert.deepEqual(data.map(({ id }) => id), [method.id]);
  assert.equal((await stripe.customers.retrievePaymentMethod(customer.id, method.id)).customer, customer.id);
});

test('a test card by name becomes a new payment method of the customer', async () => {
  const { id } = await stripe.customers.create();
  const saved = await stripe.paymentMethods.attach('pm_card_visa', { customer: id });
  assert.match(saved.id, /^pm_[0-9A-Za-z]{25}$/);
  assert.deepEqual([saved.card.last4, saved.customer], ['4242', id]);
});

test('the older routes show the same cards as sources', async () => {
  const { id } = await stripe.customers.create();
  const created = await stripe.customers.createSource(id, { source: 'tok_visa' });
  assert.deepEqual(missing(created, declared('Cards', 'Card')), []);
  assert.deepEqual([created.object, created.brand, created.customer], ['card', 'Visa', id]);
  const updated = await stripe.customers.updateSource(id, created.id, { name: 'Amina B.', address_city: 'Fes' });
  assert.deepEqual([updated.name, updated.address_city], ['Amina B.', 'Fes']);
  assert.deepEqual((await stripe.customers.listSources(id, { object: 'card' })).data.map((source) => source.id), [created.id]);
  assert.equal((await stripe.customers.retrieveSource(id, created.id)).last4, '4242');
  assert.equal((await pay({ payment_method: created.id, customer: id })).status, 'succeeded');
  assert.deepEqual({ ...await stripe.customers.deleteSource(id, created.id) }, { id: created.id, object: 'card', deleted: true });
});

test('a card that the bank declines is not saved', async () => {
  const { id } = await stripe.customers.create();
  const error = await errorOf(stripe.paymentMethods.attach('pm_card_chargeDeclined', { customer: id }));
  assert.deepEqual([error.constructor, error.statusCode, error.code, error.decline_code], [Stripe.errors.StripeCardError, 402, 'card_declined', 'generic_decline']);
  assert.deepEqual((await stripe.paymentMethods.list({ customer: id })).data, []);
});

test('the card that can be saved and not charged is saved and not charged', async () => {
  const { id } = await stripe.customers.create();
  const saved = await stripe.paymentMethods.attach('pm_card_chargeCustomerFail', { customer: id });
  const error = await errorOf(pay({ payment_method: saved.id, customer: id }));
  assert.deepEqual([error.constructor, error.code], [Stripe.errors.StripeCardError, 'card_declined']);
});

test('a card that paid once or is another customer\'s cannot be saved', async () => {
  const [one, other] = [await stripe.customers.create(), await stripe.customers.create()];
  const [spent, taken] = [await typed(), await typed()];
  await pay({ payment_method: spent.id });
  await stripe.paymentMethods.attach(taken.id, { customer: other.id });
  for (const { id } of [spent, taken]) {
    const error = await errorOf(stripe.paymentMethods.attach(id, { customer: one.id }));
    assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 400, 'payment_method_unexpected_state']);
  }
});

test('a default payment method is one of the customer\'s own, shown whole where asked, and forgotten when detached', async () => {
  const customer = await stripe.customers.create();
  const saved = await stripe.paymentMethods.attach('pm_card_mastercard', { customer: customer.id });
  const updated = await stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: saved.id } });
  assert.equal(updated.invoice_settings.default_payment_method, saved.id);
  const shown = await stripe.customers.retrieve(customer.id, { expand: ['invoice_settings.default_payment_method'] });
  assert.equal(shown.invoice_settings.default_payment_method.card.brand, 'mastercard');
  const detached = await stripe.paymentMethods.detach(saved.id);
  assert.equal(detached.customer, null);
  assert.equal((await stripe.customers.retrieve(customer.id)).invoice_settings.default_payment_method, null);
  const stranger = await typed();
  const error = await errorOf(stripe.customers.update(customer.id, { invoice_settings: { default_payment_method: stranger.id } }));
  assert.deepEqual([error.statusCode, error.code, error.param], [404, 'resource_missing', 'invoice_settings[default_payment_method]']);
});

test('billing details, metadata and redisplay of a saved card are changed', async () => {
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach((await typed()).id, { customer });
  const updated = await stripe.paymentMethods.update(id, {
    billing_details: { name: 'Amina B.', address: { city: 'Fes' } }, metadata: { seat: '12' }, allow_redisplay: 'always',
  });
  assert.deepEqual(missing(updated, methods), []);
  const { name, email, address } = updated.billing_details;
  assert.deepEqual([name, email, address.city, updated.metadata, updated.allow_redisplay], ['Amina B.', 'a@example.com', 'Fes', { seat: '12' }, 'always']);
  assert.deepEqual(await stripe.paymentMethods.retrieve(id), JSON.parse(JSON.stringify(updated)));
});

test('a saved card tells its story, with what was there before', async () => {
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach((await typed()).id, { customer });
  await stripe.paymentMethods.update(id, { metadata: { seat: '12' }, billing_details: { name: 'Amina B.' } });
  await stripe.paymentMethods.detach(id);
  const events = await eventsOf(id, 'payment_method.attached');
  assert.deepEqual(events.map(({ type }) => type), ['payment_method.attached', 'payment_method.updated', 'payment_method.detached']);
  assert.deepEqual(events.map(({ data }) => data.previous_attributes), [
    { customer: null }, { billing_details: { name: 'Amina Benali' }, metadata: { seat: null } }, { customer },
  ]);
  assert.deepEqual(events.map(({ data }) => data.object.customer), [customer, customer, null]);
});

test('a detached card is gone for good', async () => {
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer });
  await stripe.paymentMethods.detach(id);
  for (const call of [() => stripe.paymentMethods.attach(id, { customer }), () => pay({ payment_method: id })]) {
    const error = await errorOf(call());
    assert.deepEqual([error.statusCode, error.code], [400, 'token_revoked']);
  }
});

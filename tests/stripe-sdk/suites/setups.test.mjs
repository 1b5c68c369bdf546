import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, browser, card, errorOf, eventsOf, pay, stripe } from '../support/gateway.mjs';

const setups = declared('SetupIntents', 'SetupIntent');
const customer = async () => (await stripe.customers.create()).id;

test('a setup is created, confirmed, and its card pays for the customer', async () => {
  const owner = await customer();
  const created = await stripe.setupIntents.create({ customer: owner, description: 'On file', metadata: { seat: '12' }, payment_method_types: ['card'] });
  assert.match(created.id, /^seti_/);
  assert.deepEqual(missing(created, setups), []);
  assert.deepEqual([created.status, created.usage, created.customer], ['requires_payment_method', 'off_session', owner]);
  assert.ok(created.client_secret.startsWith(`${created.id}_secret_`));
  const confirmed = await stripe.setupIntents.confirm(created.id, { payment_method: 'pm_card_visa' });
  assert.deepEqual(missing(confirmed, setups), []);
  assert.deepEqual([confirmed.status, confirmed.client_secret], ['succeeded', created.client_secret]);
  assert.deepEqual(await stripe.setupIntents.retrieve(created.id), JSON.parse(JSON.stringify(confirmed)));
  assert.deepEqual((await stripe.customers.listPaymentMethods(owner)).data.map(({ id }) => id), [confirmed.payment_method]);
  assert.equal((await pay({ payment_method: confirmed.payment_method, customer: confirmed.customer })).status, 'succeeded');
});

test('a browser confirms with the client secret and a typed card', async () => {
  const owner = await customer();
  const { id, client_secret } = await stripe.setupIntents.create({ customer: owner, usage: 'on_session' });
  const confirmed = await browser.setupIntents.confirm(id, { client_secret, payment_method_data: card('5555555555554444') });
  assert.deepEqual([confirmed.status, confirmed.usage], ['succeeded', 'on_session']);
  assert.equal((await browser.setupIntents.retrieve(id, { client_secret })).status, 'succeeded');
  const error = await errorOf(browser.setupIntents.retrieve(id));
  assert.deepEqual([error.constructor, error.statusCode], [Stripe.errors.StripePermissionError, 403]);
});

test('a decline is a card error with the setup inside', async () => {
  const { id } = await stripe.setupIntents.create({ customer: await customer() });
  const error = await errorOf(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
  assert.deepEqual([error.constructor, error.statusCode, error.code, error.decline_code], [Stripe.errors.StripeCardError, 402, 'card_declined', 'generic_decline']);
  assert.deepEqual(missing(error.setup_intent, setups), []);
  assert.deepEqual([error.setup_intent.id, error.setup_intent.status, error.setup_intent.last_setup_error.code], [id, 'requires_payment_method', 'card_declined']);
  assert.equal((await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
});

test('confirm=true does all in one request; the card that can be saved and not charged is saved', async () => {
  const done = await stripe.setupIntents.create({ customer: await customer(), payment_method: 'pm_card_chargeCustomerFail', confirm: true });
  assert.equal(done.status, 'succeeded');
  const error = await errorOf(pay({ payment_method: done.payment_method, customer: done.customer }));
  assert.deepEqual([error.constructor, error.code], [Stripe.errors.StripeCardError, 'card_declined']);
});

test('a setup is updated, listed by its customer, expanded and canceled', async () => {
  const owner = await customer();
  const { id } = await stripe.setupIntents.create();
  const updated = await stripe.setupIntents.update(id, { customer: owner, payment_method: 'pm_card_amex', metadata: { a: '1' } });
  assert.deepEqual([updated.status, updated.customer, updated.metadata], ['requires_confirmation', owner, { a: '1' }]);
  assert.deepEqual((await stripe.setupIntents.list({ customer: owner })).data.map((setup) => setup.id), [id]);
  const shown = await stripe.setupIntents.retrieve(id, { expand: ['customer', 'payment_method'] });
  assert.deepEqual([shown.customer.id, shown.payment_method.card.brand], [owner, 'amex']);
  const canceled = await stripe.setupIntents.cancel(id, { cancellation_reason: 'abandoned' });
  assert.deepEqual([canceled.status, canceled.cancellation_reason], ['canceled', 'abandoned']);
  assert.deepEqual(missing(canceled, setups), []);
  const error = await errorOf(stripe.setupIntents.confirm(id));
  assert.deepEqual([error.statusCode, error.code, error.setup_intent.status], [400, 'setup_intent_unexpected_state', 'canceled']);
});

test('a setup whose issuer asks first is done once the cardholder answered', async () => {
  const owner = await customer();
  const setup = await stripe.setupIntents.create({ customer: owner, payment_method: 'pm_card_threeDSecure2Required', confirm: true, return_url: 'https://shop.example/back' });
  assert.deepEqual(missing(setup, setups), []);
  assert.deepEqual([setup.status, setup.next_action.type], ['requires_action', 'redirect_to_url']);
  const { status, headers } = await fetch(setup.next_action.redirect_to_url.url, { method: 'POST', body: new URLSearchParams({ answer: 'approve' }), redirect: 'manual' });
  assert.deepEqual([status, headers.get('location')], [303, `https://shop.example/back?setup_intent=${setup.id}&redirect_status=succeeded`]);
  assert.equal((await stripe.setupIntents.retrieve(setup.id)).status, 'succeeded');
  assert.deepEqual((await stripe.customers.listPaymentMethods(owner)).data.map(({ id }) => id), [setup.payment_method]);
});

test('setups tell their story', async () => {
  const { id } = await stripe.setupIntents.create({ customer: await customer() });
  await errorOf(stripe.setupIntents.confirm(id, { payment_method: 'pm_card_chargeDeclined' }));
  await stripe.setupIntents.confirm(id, { payment_method: 'pm_card_visa' });
  const canceled = await stripe.setupIntents.create();
  await stripe.setupIntents.cancel(canceled.id);
  const story = await eventsOf(id, 'setup_intent.created');
  assert.deepEqual(story.map(({ type }) => type), ['setup_intent.created', 'setup_intent.setup_failed', 'setup_intent.succeeded']);
  assert.equal(story[1].data.object.last_setup_error.code, 'card_declined');
  for (const { data } of story) assert.deepEqual([missing(data.object, setups), data.object.client_secret], [[], null]);
  assert.deepEqual((await eventsOf(canceled.id, 'setup_intent.created')).map(({ type }) => type), ['setup_intent.created', 'setup_intent.canceled']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, errorOf, pay, stripe } from '../support/gateway.mjs';

const intents = declared('PaymentIntents', 'PaymentIntent');

test('a first payment saves the card, later ones charge it off-session', async () => {
  const customer = await stripe.customers.create({ name: 'Amina Benali' });
  const first = await pay({ customer: customer.id, setup_future_usage: 'off_session' });
  assert.deepEqual(missing(first, intents), []);
  assert.deepEqual([first.status, first.customer, first.setup_future_usage], ['succeeded', customer.id, 'off_session']);
  const { data: [saved] } = await stripe.customers.listPaymentMethods(customer.id);
  assert.equal(saved.id, first.payment_method);
  const later = await pay({ customer: customer.id, payment_method: saved.id, off_session: true });
  assert.equal(later.status, 'succeeded');
});

test('an off-session charge that the issuer wants authenticated is declined as that', async () => {
  const { id: customer } = await stripe.customers.create();
  const { id } = await stripe.paymentMethods.attach('pm_card_authenticationRequired', { customer });
  const error = await errorOf(pay({ customer, payment_method: id, off_session: true }));
  assert.deepEqual([error.constructor, error.code, error.payment_intent.status], [Stripe.errors.StripeCardError, 'authentication_required', 'requires_payment_method']);
});

test('a card that wants 3-D Secure unless set up is charged off-session once it was', async () => {
  const { id: customer } = await stripe.customers.create();
  const setup = await stripe.setupIntents.create({
    customer, payment_method: 'pm_card_authenticationRequiredOnSetup', confirm: true, return_url: 'https://shop.example/back',
  });
  await fetch(setup.next_action.redirect_to_url.url, { method: 'POST', body: new URLSearchParams({ answer: 'approve' }), redirect: 'manual' });
  const { payment_method } = await stripe.setupIntents.retrieve(setup.id);
  assert.equal((await pay({ customer, payment_method, off_session: true })).status, 'succeeded');
  const { id: only } = await stripe.paymentMethods.attach('pm_card_authenticationRequiredOnSetup', { customer });
  assert.equal((await errorOf(pay({ customer, payment_method: only, off_session: true }))).code, 'authentication_required');
});

test('a saved card is refused without its customer and with another', async () => {
  const [one, other] = [await stripe.customers.create(), await stripe.customers.create()];
  const { id } = await stripe.paymentMethods.attach('pm_card_visa', { customer: one.id });
  for (const customer of [undefined, other.id]) {
    const error = await errorOf(pay({ payment_method: id, customer }));
    assert.deepEqual([error.statusCode, error.code, error.param], [400, 'payment_method_unexpected_state', 'payment_method']);
  }
});

test('payments expand customer and payment method, four levels deep', async () => {
  const customer = await stripe.customers.create({ email: 'a@example.com' });
  const paid = await pay({ customer: customer.id, setup_future_usage: 'on_session' });
  const refund = await stripe.refunds.create({ payment_intent: paid.id, amount: 100, expand: ['payment_intent.latest_charge.customer'] });
  assert.equal(refund.payment_intent.latest_charge.customer.email, 'a@example.com');
  const deep = await stripe.refunds.retrieve(refund.id, {
    expand: ['charge.payment_intent.latest_charge.customer', 'payment_intent.payment_method.customer', 'charge.balance_transaction'],
  });
  assert.equal(deep.charge.payment_intent.latest_charge.customer.email, 'a@example.com');
  assert.equal(deep.payment_intent.payment_method.customer.id, customer.id);
  assert.equal(deep.charge.balance_transaction.object, 'balance_transaction');
  const { data } = await stripe.paymentIntents.list({ customer: customer.id, expand: ['data.customer', 'data.latest_charge.customer'] });
  assert.deepEqual(data.map((one) => [one.id, one.customer.email, one.latest_charge.customer.id]), [[paid.id, 'a@example.com', customer.id]]);
  const charges = await stripe.charges.list({ customer: customer.id });
  assert.deepEqual(charges.data.map(({ id }) => id), [paid.latest_charge]);
});

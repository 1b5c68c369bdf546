import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, browser, card, errorOf, pay, stripe } from '../support/gateway.mjs';

const { card: visa } = card('4242424242424242');

test('a browser makes a payment method, the server pays with it', async () => {
  const method = await browser.paymentMethods.create({ type: 'card', card: visa, billing_details: { name: 'Amina Benali' } });
  assert.match(method.id, /^pm_/);
  assert.deepEqual([method.type, method.card.brand, method.card.last4, method.billing_details.name], ['card', 'visa', '4242', 'Amina Benali']);
  const paid = await pay({ payment_method: method.id, expand: ['latest_charge'] });
  assert.deepEqual([paid.status, paid.payment_method, paid.latest_charge.billing_details.name], ['succeeded', method.id, 'Amina Benali']);
  assert.equal((await stripe.paymentMethods.retrieve(method.id)).card.fingerprint, method.card.fingerprint);
});

test('a token becomes a payment method, once', async () => {
  const token = await browser.tokens.create({ card: visa });
  assert.match(token.id, /^tok_/);
  assert.deepEqual([token.type, token.used, token.card.last4], ['card', false, '4242']);
  const method = await stripe.paymentMethods.create({ type: 'card', card: { token: token.id } });
  assert.equal((await pay({ payment_method: method.id })).status, 'succeeded');
  const error = await errorOf(stripe.paymentMethods.create({ type: 'card', card: { token: token.id } }));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 400, 'token_already_used']);
  assert.equal((await stripe.tokens.retrieve(token.id)).used, true);
});

test('the card number comes back in no answer', async () => {
  const method = await stripe.paymentMethods.create({ type: 'card', card: visa });
  const paid = await pay({ payment_method: method.id, expand: ['latest_charge.balance_transaction'] });
  assert.doesNotMatch(JSON.stringify([method, paid]), /4242424242424242/);
});

test('an unknown payment method and an unknown token are not found', async () => {
  for (const call of [() => stripe.paymentMethods.retrieve('pm_unknown'), () => stripe.tokens.retrieve('tok_unknown')]) {
    const error = await errorOf(call());
    assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing']);
  }
});

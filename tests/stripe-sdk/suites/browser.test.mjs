import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, browser, card, errorOf, pay, stripe } from '../support/gateway.mjs';

test('a browser pays with the publishable key and the client secret', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd', metadata: { margin: 'private' } });
  const seen = await browser.paymentIntents.retrieve(intent.id, { client_secret: intent.client_secret });
  assert.deepEqual([seen.id, seen.status, seen.amount, seen.metadata], [intent.id, 'requires_payment_method', 1999, {}]);
  const paid = await browser.paymentIntents.confirm(intent.id, { client_secret: intent.client_secret, payment_method_data: card('4242424242424242') });
  assert.deepEqual([paid.status, paid.client_secret, paid.metadata], ['succeeded', intent.client_secret, {}]);
  assert.deepEqual((await stripe.paymentIntents.retrieve(intent.id)).metadata, { margin: 'private' });
});

test('a browser learns nothing about a stolen card, the merchant does', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  const error = await errorOf(browser.paymentIntents.confirm(
    intent.id, { client_secret: intent.client_secret, payment_method: 'pm_card_chargeDeclinedStolenCard' }));
  assert.ok(error instanceof Stripe.errors.StripeCardError);
  assert.deepEqual([error.code, error.decline_code, error.payment_intent.last_payment_error.decline_code], ['card_declined', 'generic_decline', 'generic_decline']);
  const exact = await stripe.paymentIntents.retrieve(intent.id);
  assert.equal(exact.last_payment_error.decline_code, 'stolen_card');
});

test('without its own client secret a browser sees nothing', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  const other = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  const without = await errorOf(browser.paymentIntents.retrieve(intent.id));
  assert.deepEqual([without.constructor, without.code], [Stripe.errors.StripePermissionError, 'secret_key_required']);
  const foreign = await errorOf(browser.paymentIntents.retrieve(intent.id, { client_secret: other.client_secret }));
  assert.deepEqual([foreign.constructor, foreign.statusCode, foreign.code], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing']);
});

test('a client secret that a merchant writes into its own data is never completed', async () => {
  const victim = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  const paid = await pay();
  const forged = `${victim.id}_secret_`;
  const refund = await stripe.refunds.create({ payment_intent: paid.id, metadata: { client_secret: forged } });
  assert.equal(refund.metadata.client_secret, forged);
});

import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Stripe, browser, client, errorOf, facts, pay, stripe } from '../support/gateway.mjs';

const { StripeAuthenticationError, StripeIdempotencyError, StripeInvalidRequestError, StripePermissionError } = Stripe.errors;
const invalid = (statusCode, code, param) => ({
  class: StripeInvalidRequestError, statusCode, type: 'StripeInvalidRequestError', code, decline_code: undefined, param,
});

test('the same key and parameters give the same answer again', async () => {
  const idempotencyKey = randomUUID();
  const parameters = { amount: 1999, currency: 'usd', payment_method: 'pm_card_visa', confirm: true };
  const first = await stripe.paymentIntents.create(parameters, { idempotencyKey });
  const second = await stripe.paymentIntents.create(parameters, { idempotencyKey });
  assert.equal(first.lastResponse.headers['idempotent-replayed'], undefined);
  assert.equal(second.lastResponse.headers['idempotent-replayed'], 'true');
  assert.equal(second.lastResponse.headers['idempotency-key'], idempotencyKey);
  assert.deepEqual(JSON.parse(JSON.stringify(second)), JSON.parse(JSON.stringify(first)));
});

test('a recorded decline is declined again, by the record', async () => {
  const idempotencyKey = randomUUID();
  const parameters = { amount: 1999, currency: 'usd', payment_method: 'pm_card_chargeDeclined', confirm: true };
  const first = await errorOf(stripe.paymentIntents.create(parameters, { idempotencyKey }));
  const second = await errorOf(stripe.paymentIntents.create(parameters, { idempotencyKey }));
  assert.equal(second.headers['idempotent-replayed'], 'true');
  assert.deepEqual(second.payment_intent, first.payment_intent);
});

test('a refund with the same key is made once', async () => {
  const paid = await pay({ amount: 1000 });
  const idempotencyKey = randomUUID();
  const first = await stripe.refunds.create({ payment_intent: paid.id, amount: 400 }, { idempotencyKey });
  const second = await stripe.refunds.create({ payment_intent: paid.id, amount: 400 }, { idempotencyKey });
  assert.equal(second.id, first.id);
  assert.equal((await stripe.charges.retrieve(paid.latest_charge)).amount_refunded, 400);
});

test('the same key with other parameters is a StripeIdempotencyError', async () => {
  const idempotencyKey = randomUUID();
  await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' }, { idempotencyKey });
  const error = await errorOf(stripe.paymentIntents.create({ amount: 2000, currency: 'usd' }, { idempotencyKey }));
  assert.deepEqual([error.constructor, error.statusCode, error.rawType], [StripeIdempotencyError, 400, 'idempotency_error']);
});

test('a wrong key is a StripeAuthenticationError', async () => {
  const error = await errorOf(client('sk_test_wrong').paymentIntents.list());
  assert.deepEqual([error.constructor, error.statusCode, error.code], [StripeAuthenticationError, 401, 'api_key_invalid']);
  assert.match(error.requestId, /^req_/);
});

test('a publishable key on a route of the server is a StripePermissionError', async () => {
  for (const call of [() => browser.paymentIntents.create({ amount: 1999, currency: 'usd' }), () => browser.refunds.list(), () => browser.charges.list()]) {
    const error = await errorOf(call());
    assert.deepEqual([error.constructor, error.statusCode, error.code], [StripePermissionError, 403, 'secret_key_required']);
  }
});

test('another account in the header is a StripePermissionError', async () => {
  const error = await errorOf(stripe.paymentIntents.list({}, { stripeAccount: 'acct_other' }));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [StripePermissionError, 403, 'permission_denied']);
});

const unknown = {
  'payment intent': [() => stripe.paymentIntents.retrieve('pi_unknown'), 'id'],
  'payment intent to confirm': [() => stripe.paymentIntents.confirm('pi_unknown', { payment_method: 'pm_card_visa' }), 'id'],
  'payment intent to capture': [() => stripe.paymentIntents.capture('pi_unknown'), 'id'],
  'payment intent to cancel': [() => stripe.paymentIntents.cancel('pi_unknown'), 'id'],
  charge: [() => stripe.charges.retrieve('ch_unknown'), 'id'],
  refund: [() => stripe.refunds.retrieve('re_unknown'), 'id'],
  'balance transaction': [() => stripe.balanceTransactions.retrieve('txn_unknown'), 'id'],
  'payment to refund': [() => stripe.refunds.create({ payment_intent: 'pi_unknown' }), 'payment_intent'],
  'charge to refund': [() => stripe.refunds.create({ charge: 'ch_unknown' }), 'charge'],
  'payment method': [() => pay({ payment_method: 'pm_unknown' }), 'payment_method'],
};

for (const [what, [call, param]] of Object.entries(unknown)) {
  test(`an unknown ${what} is not found`, async () => {
    assert.deepEqual(facts(await errorOf(call())), invalid(404, 'resource_missing', param));
  });
}

const refused = [
  ['no amount', { currency: 'usd' }, 'parameter_missing', 'amount'],
  ['no currency', { amount: 1999 }, 'parameter_missing', 'currency'],
  ['an unknown parameter', { amount: 1999, currency: 'usd', colour: 'red' }, 'parameter_unknown', 'colour'],
  ['an amount that is no integer', { amount: '19.99', currency: 'usd' }, 'parameter_invalid_integer', 'amount'],
  ['an amount below the minimum', { amount: 49, currency: 'usd' }, 'amount_too_small', 'amount'],
  ['an amount above the maximum', { amount: 2_500_001, currency: 'usd' }, 'amount_too_large', 'amount'],
  ['an unknown currency', { amount: 1999, currency: 'xxy' }, 'currency_invalid', 'currency'],
  ['a currency that is not enabled', { amount: 1999, currency: 'jpy' }, 'currency_not_supported', 'currency'],
];

for (const [what, parameters, code, param] of refused) {
  test(`a payment with ${what} is refused as ${code}`, async () => {
    assert.deepEqual(facts(await errorOf(stripe.paymentIntents.create(parameters))), invalid(400, code, param));
  });
}

test('a step that the status does not allow is refused', async () => {
  const paid = await pay();
  for (const call of [
    () => stripe.paymentIntents.confirm(paid.id, { payment_method: 'pm_card_visa' }),
    () => stripe.paymentIntents.capture(paid.id),
    () => stripe.paymentIntents.cancel(paid.id),
  ]) {
    assert.deepEqual(facts(await errorOf(call())), invalid(400, 'payment_intent_unexpected_state', undefined));
  }
});

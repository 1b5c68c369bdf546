import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, errorOf, stripe } from '../support/gateway.mjs';

const rates = declared('ExchangeRates', 'ExchangeRate');

test('exchange rates have every member, are listed and are numbers', async () => {
  const usd = await stripe.exchangeRates.retrieve('usd');
  assert.deepEqual(missing(usd, rates), []);
  assert.deepEqual([usd.object, usd.id, typeof usd.rates.mad], ['exchange_rate', 'usd', 'number']);
  const all = (await stripe.exchangeRates.list()).data;
  assert.deepEqual(all.map(({ id }) => id), ['eur', 'mad', 'usd']);
  assert.deepEqual((await stripe.exchangeRates.list({ limit: 1, starting_after: 'eur' })).data.map(({ id }) => id), ['mad']);
  const error = await errorOf(stripe.exchangeRates.retrieve('gbp'));
  assert.deepEqual([error.constructor, error.statusCode, error.code], [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing']);
});

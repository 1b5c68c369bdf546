import assert from 'node:assert/strict';
import { before, test } from 'node:test';
import { Stripe, errorOf, facts, stripe } from '../support/gateway.mjs';

const COUNT = 105;
const created = [];
let since;

async function collect(list) {
  const ids = [];
  for await (const item of list) ids.push(item.id);
  return ids;
}

before(async () => {
  for (let index = 0; index < COUNT; index++) {
    created.push(await stripe.paymentIntents.create({ amount: 1000 + index, currency: 'usd' }));
  }
  since = { gte: created[0].created };
});

const ours = (ids) => ids.filter((id) => created.some((intent) => intent.id === id));
const newestFirst = () => created.map(({ id }) => id).reverse();

test('walking all pages forwards meets every payment once, newest first', async () => {
  assert.deepEqual(ours(await collect(stripe.paymentIntents.list({ limit: 20, created: since }))), newestFirst());
});

test('the largest page holds 100 and says that more follow', async () => {
  const page = await stripe.paymentIntents.list({ limit: 100, created: since });
  assert.deepEqual([page.object, page.url, page.data.length, page.has_more], ['list', '/v1/payment_intents', 100, true]);
});

test('walking all pages backwards meets every newer payment once, oldest first', async () => {
  const walked = await collect(stripe.paymentIntents.list({ limit: 20, ending_before: created[0].id }));
  assert.deepEqual(walked, created.slice(1).map(({ id }) => id));
});

test('walking while payments are added yields no duplicate and no hole', async () => {
  const seen = [];
  for await (const { id } of stripe.paymentIntents.list({ limit: 10, created: since })) {
    seen.push(id);
    if (seen.length % 25 === 0) await stripe.paymentIntents.create({ amount: 999, currency: 'usd' });
  }
  assert.equal(new Set(seen).size, seen.length);
  assert.deepEqual(ours(seen), newestFirst());
});

test('a page continues after its cursor', async () => {
  const page = await stripe.paymentIntents.list({ limit: 3, starting_after: created[50].id });
  assert.deepEqual(page.data.map(({ id }) => id), [created[49].id, created[48].id, created[47].id]);
  const back = await stripe.paymentIntents.list({ limit: 3, ending_before: created[47].id });
  assert.deepEqual(back.data.map(({ id }) => id), [created[50].id, created[49].id, created[48].id]);
});

test('an unknown cursor and a limit out of bounds are refused', async () => {
  const cursor = await errorOf(stripe.paymentIntents.list({ starting_after: 'pi_unknown' }));
  assert.deepEqual([cursor.constructor, cursor.statusCode, cursor.code, cursor.param],
    [Stripe.errors.StripeInvalidRequestError, 404, 'resource_missing', 'starting_after']);
  for (const limit of [0, 101]) {
    assert.deepEqual(facts(await errorOf(stripe.paymentIntents.list({ limit }))), {
      class: Stripe.errors.StripeInvalidRequestError, statusCode: 400, type: 'StripeInvalidRequestError', code: 'parameter_invalid_integer',
      decline_code: undefined, param: 'limit',
    });
  }
});

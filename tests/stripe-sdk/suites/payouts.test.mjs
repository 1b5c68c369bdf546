import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declared, missing } from '../support/declarations.mjs';
import { Stripe, advance, errorOf, pay, stripe } from '../support/gateway.mjs';

const payouts = declared('Payouts', 'Payout');
const eightDays = 8 * 24 * 60 * 60;

test('what was settled is paid out by itself, has every member, and arrives', async () => {
  await pay({ amount: 10000 });
  await advance(eightDays);
  const [payout] = (await stripe.payouts.list({ limit: 1, status: 'paid' })).data;
  assert.deepEqual(missing(payout, payouts), []);
  assert.deepEqual([payout.automatic, payout.method, payout.type], [true, 'standard', 'bank_account']);
  const moved = await stripe.balanceTransactions.retrieve(payout.balance_transaction, { expand: ['source'] });
  assert.deepEqual([moved.type, moved.net, moved.source.id], ['payout', -payout.amount, payout.id]);
  const paid = (await stripe.balanceTransactions.list({ payout: payout.id })).data.map(({ type }) => type);
  assert.ok(paid.includes('payout') && paid.includes('charge'), paid.join());
  const { data } = await stripe.events.list({ type: 'payout.paid', limit: 1 });
  assert.equal(data[0].data.object.object, 'payout');
});

test('a payout beyond the balance is refused, and one that is gone cannot be canceled or reversed', async () => {
  const refused = await errorOf(stripe.payouts.create({ amount: 99_999_999, currency: 'mad' }));
  assert.deepEqual([refused.constructor, refused.statusCode, refused.code], [Stripe.errors.StripeInvalidRequestError, 400, 'balance_insufficient']);
  const [payout] = (await stripe.payouts.list({ limit: 1 })).data;
  const updated = await stripe.payouts.update(payout.id, { metadata: { month: '5' } });
  assert.deepEqual(updated.metadata, { month: '5' });
  assert.equal((await errorOf(stripe.payouts.cancel(payout.id))).code, 'payout_unexpected_state');
  assert.equal((await errorOf(stripe.payouts.reverse(payout.id))).code, 'payout_reversal_not_supported');
});

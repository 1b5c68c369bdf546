import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { test } from 'node:test';
import { Stripe, advance, browser, errorOf, facts, order, pay, stripe } from '../support/gateway.mjs';

const scripts = '/v1/test_helpers/bank/scripts';

for (const [name, behavior] of [['pm_card_bankLostAnswer', 'lost_answer'], ['pm_card_bankGarbage', 'garbage']]) {
  for (const ordered of [false, true]) {
    test(`an outcome that nobody knows (${ordered ? behavior : name}) is processing, then found approved`, async () => {
      if (ordered) await order({ behavior, operation: 'authorize' });
      const unknown = await pay({ payment_method: ordered ? 'pm_card_visa' : name });
      assert.deepEqual([unknown.status, unknown.amount_received], ['processing', 0]);
      await advance(60);
      const found = await stripe.paymentIntents.retrieve(unknown.id, { expand: ['latest_charge'] });
      assert.deepEqual([found.status, found.amount_received, found.latest_charge.status], ['succeeded', 1999, 'succeeded']);
      assert.equal((await stripe.charges.list({ payment_intent: unknown.id })).data.length, 1);
    });
  }
}

test('the same key finds the processing answer again, and pays once', async () => {
  const idempotencyKey = randomUUID();
  const parameters = { amount: 1999, currency: 'usd', payment_method: 'pm_card_bankLostAnswer', confirm: true };
  const first = await stripe.paymentIntents.create(parameters, { idempotencyKey });
  await advance(60);
  const second = await stripe.paymentIntents.create(parameters, { idempotencyKey });
  assert.deepEqual([first.status, second.id, second.status], ['processing', first.id, 'processing']);
  assert.equal((await stripe.paymentIntents.retrieve(first.id)).status, 'succeeded');
});

test('a request that the bank never saw charges nothing and can be tried again', async () => {
  const unknown = await pay({ payment_method: 'pm_card_bankLostRequest' });
  await advance(60);
  const settled = await stripe.paymentIntents.retrieve(unknown.id);
  assert.deepEqual(
    [unknown.status, settled.status, settled.last_payment_error.code, settled.last_payment_error.attempts_left],
    ['processing', 'requires_payment_method', 'processing_error', 5]);
  assert.equal((await stripe.paymentIntents.confirm(unknown.id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
});

test('a bank that answers twice charges once', async () => {
  const paid = await pay({ payment_method: 'pm_card_bankDuplicateAnswer' });
  assert.deepEqual([paid.status, paid.amount_received], ['succeeded', 1999]);
});

for (const name of ['pm_card_bankWrongAmount', 'pm_card_bankPartialApproval']) {
  test(`an approval of another amount (${name}) is given back and no decline`, async () => {
    const error = await errorOf(pay({ payment_method: name }));
    assert.deepEqual(facts(error), {
      class: Stripe.errors.StripeCardError, statusCode: 402, type: 'StripeCardError', code: 'processing_error', decline_code: 'processing_error', param: undefined,
    });
    assert.deepEqual([error.raw.attempts_left, error.payment_intent.status, error.payment_intent.amount_received], [5, 'requires_payment_method', 0]);
    const charge = await stripe.charges.retrieve(error.charge);
    assert.deepEqual([charge.status, charge.paid, charge.outcome.network_status], ['failed', false, 'reversed_after_approval']);
    assert.equal((await stripe.paymentIntents.confirm(error.payment_intent.id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
  });
}

test('a hold that the issuer drops can no longer be captured', async () => {
  const authorized = await pay({ payment_method: 'pm_card_bankLateReversal', capture_method: 'manual' });
  await advance(3600);
  const error = await errorOf(stripe.paymentIntents.capture(authorized.id));
  assert.deepEqual([error.statusCode, error.code, error.payment_intent.status], [400, 'charge_expired_for_capture', 'canceled']);
});

test('a decline is ordered for the next payment of an amount, and for no other', async () => {
  await order({ behavior: 'decline', operation: 'authorize', decline_code: 'insufficient_funds', match: { amount: 3141 } });
  assert.equal((await pay({ amount: 2718 })).status, 'succeeded');
  assert.equal((await errorOf(pay({ amount: 3141 }))).decline_code, 'insufficient_funds');
  assert.equal((await pay({ amount: 3141 })).status, 'succeeded');
});

test('scripts are listed and withdrawn, and closed to browsers', async () => {
  const script = await order({ behavior: 'slow', latency_ms: 100, match: { payment_method: 'pm_card_jcb' } });
  assert.deepEqual([script.object, script.match.card_last4, script.times_left], ['bank_script', '0505', 1]);
  const listed = await stripe.rawRequest('GET', `${scripts}?limit=1`);
  assert.deepEqual([listed.object, listed.data[0].id], ['list', script.id]);
  const deleted = await stripe.rawRequest('DELETE', `${scripts}/${script.id}`);
  assert.deepEqual([deleted.id, deleted.deleted], [script.id, true]);
  assert.equal((await errorOf(stripe.rawRequest('DELETE', `${scripts}/${script.id}`))).statusCode, 404);
  assert.equal((await errorOf(browser.rawRequest('GET', scripts))).code, 'secret_key_required');
  const error = await errorOf(order({ behavior: 'explode' }));
  assert.deepEqual([error.code, error.param], ['parameter_invalid_string', 'behavior']);
});

import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Stripe, card, errorOf, facts, pay, stripe } from '../support/gateway.mjs';

const declined = (code, decline_code, param) => ({
  class: Stripe.errors.StripeCardError, statusCode: 402, type: 'StripeCardError', code, decline_code, param,
});

test('a decline is a StripeCardError that carries the payment', async () => {
  const intent = await stripe.paymentIntents.create({ amount: 1999, currency: 'usd' });
  const error = await errorOf(stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_chargeDeclinedInsufficientFunds' }));
  assert.deepEqual(facts(error), declined('card_declined', 'insufficient_funds'));
  assert.equal(error.rawType, 'card_error');
  assert.equal(error.message, 'Your card has insufficient funds.');
  assert.match(error.requestId, /^req_/);
  assert.match(error.charge, /^ch_/);
  assert.deepEqual([error.payment_intent.id, error.payment_intent.status, error.payment_intent.latest_charge], [intent.id, 'requires_payment_method', error.charge]);
  assert.deepEqual(
    [error.payment_intent.last_payment_error.code, error.payment_intent.last_payment_error.decline_code], ['card_declined', 'insufficient_funds']);
  assert.equal(error.raw.attempts_left, 4);
  assert.deepEqual(await stripe.paymentIntents.retrieve(intent.id), error.payment_intent);

  const charge = await stripe.charges.retrieve(error.charge);
  assert.deepEqual(
    [charge.status, charge.paid, charge.failure_code, charge.outcome.type, charge.outcome.network_status, charge.outcome.network_decline_code],
    ['failed', false, 'card_declined', 'issuer_declined', 'declined_by_network', '51']);
  assert.equal((await stripe.paymentIntents.confirm(intent.id, { payment_method: 'pm_card_visa' })).status, 'succeeded');
});

const byNumber = [
  ['4000000000000002', 'card_declined', 'generic_decline'],
  ['4000000000009995', 'card_declined', 'insufficient_funds'],
  ['4000000000009987', 'card_declined', 'lost_card'],
  ['4000000000009979', 'card_declined', 'stolen_card'],
  ['4100000000000019', 'card_declined', 'fraudulent'],
  ['4000000000006975', 'card_declined', 'card_velocity_exceeded'],
  ['4000000000000341', 'card_declined', 'generic_decline'],
  ['4000000000000069', 'expired_card', 'expired_card', 'exp_month'],
  ['4000000000000127', 'incorrect_cvc', 'incorrect_cvc', 'cvc'],
  ['4000000000000119', 'processing_error', 'processing_error'],
];

for (const [number, code, declineCode, param] of byNumber) {
  test(`card ${number} is declined as ${code}, ${declineCode}`, async () => {
    const error = await errorOf(pay({ payment_method: undefined, payment_method_data: card(number) }));
    assert.deepEqual(facts(error), declined(code, declineCode, param));
    assert.equal(error.payment_intent.status, 'requires_payment_method');
  });
}

const byName = [
  ['pm_card_visa_chargeDeclined', 'card_declined', 'generic_decline'],
  ['pm_card_visa_chargeDeclinedInsufficientFunds', 'card_declined', 'insufficient_funds'],
  ['pm_card_visa_chargeDeclinedLostCard', 'card_declined', 'lost_card'],
  ['pm_card_visa_chargeDeclinedStolenCard', 'card_declined', 'stolen_card'],
  ['pm_card_visa_chargeDeclinedVelocityLimitExceeded', 'card_declined', 'card_velocity_exceeded'],
  ['pm_card_visa_chargeDeclinedExpiredCard', 'expired_card', 'expired_card', 'exp_month'],
  ['pm_card_visa_chargeDeclinedIncorrectCvc', 'incorrect_cvc', 'incorrect_cvc', 'cvc'],
  ['pm_card_visa_chargeDeclinedProcessingError', 'processing_error', 'processing_error'],
  ['pm_card_chargeDeclined', 'card_declined', 'generic_decline'],
  ['tok_chargeDeclined', 'card_declined', 'generic_decline'],
];

for (const [method, code, declineCode, param] of byName) {
  test(`${method} is declined as ${code}, ${declineCode}`, async () => {
    assert.deepEqual(facts(await errorOf(pay({ payment_method: method }))), declined(code, declineCode, param));
  });
}

const approving = {
  '4242424242424242': ['visa', '123'],
  '5555555555554444': ['mastercard', '123'],
  '2223003122003222': ['mastercard', '123'],
  '378282246310005': ['amex', '1234'],
  '6011111111111117': ['discover', '123'],
  '3566002020360505': ['jcb', '123'],
  '6200000000000005': ['unionpay', '123'],
};

for (const [number, [brand, cvc]] of Object.entries(approving)) {
  test(`card ${number} pays as ${brand}`, async () => {
    const paid = await pay({ payment_method: undefined, payment_method_data: card(number, { cvc }), expand: ['latest_charge'] });
    const shown = paid.latest_charge.payment_method_details.card;
    assert.deepEqual([paid.status, shown.brand, shown.last4, shown.checks.cvc_check], ['succeeded', brand, number.slice(-4), 'pass']);
  });
}

const malformed = [
  ['a wrong check digit', { number: '4242424242424241' }, 'incorrect_number', 'number'],
  ['a wrong length', { number: '424242424242' }, 'invalid_number', 'number'],
  ['month 13', { exp_month: 13 }, 'invalid_expiry_month', 'exp_month'],
  ['a past year', { exp_year: 2020 }, 'invalid_expiry_year', 'exp_year'],
  ['a CVC of two digits', { cvc: '12' }, 'invalid_cvc', 'cvc'],
];

for (const [what, wrong, code, member] of malformed) {
  test(`a card with ${what} is refused as ${code}`, async () => {
    const error = await errorOf(pay({ payment_method: undefined, payment_method_data: card('4242424242424242', wrong) }));
    assert.deepEqual(facts(error), declined(code, '', `payment_method_data[card][${member}]`));
    assert.equal(error.payment_intent, undefined);
  });
}

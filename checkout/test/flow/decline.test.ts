import { expect, test } from 'vitest';
import { declineReason, fieldOf } from '../../src/checkout/flow/decline';

test.each([
  [{ code: 'card_declined', declineCode: 'insufficient_funds', param: null }, 'funds', null],
  [{ code: 'card_declined', declineCode: 'generic_decline', param: null }, 'generic', null],
  [{ code: 'card_declined', declineCode: 'some_new_code', param: null }, 'generic', null],
  [{ code: 'expired_card', declineCode: null, param: 'exp_month' }, 'expired', 'expiry'],
  [{ code: 'incorrect_cvc', declineCode: 'incorrect_cvc', param: 'cvc' }, 'cvc', 'cvc'],
  [{ code: 'incorrect_number', declineCode: null, param: 'number' }, 'number', 'number'],
  [{ code: 'processing_error', declineCode: null, param: null }, 'tryAgain', null],
  [{ code: 'parameter_invalid_string', declineCode: null, param: 'payment_method_data[billing_details][name]' }, 'name', 'name'],
  [{ code: 'parameter_invalid_integer', declineCode: null, param: 'payment_method_data[card][exp_year]' }, 'expiry', 'expiry'],
  [{ code: null, declineCode: null, param: null }, 'generic', null],
] as const)('%j is told as %s', (error, reason, field) => {
  expect(declineReason(error)).toBe(reason);
  expect(fieldOf(reason)).toBe(field);
});

import type { FieldName } from '../card/validate';
import type { ApiError } from './api';

/** Why a payment was refused, in as many kinds as the customer can act on. Each is a key of the texts table. */
export type DeclineReason =
  | 'generic' | 'funds' | 'limit' | 'expired' | 'cvc' | 'number' | 'expiry' | 'name' | 'unsupported' | 'tryAgain' | 'unauthenticated';

const reasons: Readonly<Record<string, DeclineReason>> = {
  insufficient_funds: 'funds',
  card_velocity_exceeded: 'limit',
  withdrawal_count_limit_exceeded: 'limit',
  expired_card: 'expired',
  incorrect_cvc: 'cvc',
  invalid_cvc: 'cvc',
  incorrect_number: 'number',
  invalid_number: 'number',
  invalid_expiry_month: 'expiry',
  invalid_expiry_year: 'expiry',
  card_not_supported: 'unsupported',
  currency_not_supported: 'unsupported',
  processing_error: 'tryAgain',
  issuer_not_available: 'tryAgain',
  try_again_later: 'tryAgain',
  reenter_transaction: 'tryAgain',
  authentication_required: 'unauthenticated',
  payment_intent_authentication_failure: 'unauthenticated',
};

const fieldOfReason: Partial<Record<DeclineReason, FieldName>> = { cvc: 'cvc', number: 'number', expired: 'expiry', expiry: 'expiry', name: 'name' };

/** The more exact decline code first; a reason that the page has no words for is a plain decline. */
export function declineReason(error: Pick<ApiError, 'code' | 'declineCode' | 'param'>): DeclineReason {
  return reasons[error.declineCode ?? ''] ?? reasons[error.code ?? ''] ?? reasonOfParam(error.param) ?? 'generic';
}

/** The form's field that the customer should correct, if it is one. */
export function fieldOf(reason: DeclineReason): FieldName | null {
  return fieldOfReason[reason] ?? null;
}

/** `param` names a member, bare (`cvc`) or with its path (`payment_method_data[card][cvc]`). */
function reasonOfParam(param: string | null): DeclineReason | null {
  const member = param?.split(/[[\].]/).filter((part) => part !== '').pop();
  switch (member) {
    case 'number': return 'number';
    case 'exp_month':
    case 'exp_year': return 'expiry';
    case 'cvc': return 'cvc';
    case 'name': return 'name';
    default: return null;
  }
}

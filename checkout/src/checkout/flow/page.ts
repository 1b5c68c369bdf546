/** What `GET /v1/checkout_pages/{id}` answers. Amounts in minor units, times in Unix seconds of the server's clock. */
export interface CheckoutPage {
  readonly object: 'checkout_page';
  readonly id: string;
  readonly amount: number;
  readonly currency: string;
  readonly status: IntentStatus;
  readonly description: string | null;
  readonly order_id: string | null;
  readonly receipt_url: string | null;
  readonly merchant: { readonly name: string };
  readonly line_items: readonly LineItem[];
  readonly attempts_left: number;
  readonly expires_at: number;
  readonly now: number;
  readonly success_url: string | null;
  readonly cancel_url: string | null;
  readonly cancellation_reason: string | null;
  readonly livemode: boolean;
}

export interface LineItem {
  readonly name: string;
  readonly quantity: number;
  /** The whole line, not one piece. */
  readonly amount: number;
}

export type IntentStatus =
  | 'requires_payment_method' | 'requires_confirmation' | 'requires_action' | 'processing' | 'requires_capture' | 'succeeded' | 'canceled';

/** What the page shows for a payment intent's status. */
export type Phase = 'form' | 'bank' | 'processing' | 'paid' | 'expired' | 'attempts' | 'canceled';

export function phaseOf(page: Pick<CheckoutPage, 'status' | 'cancellation_reason' | 'attempts_left'>): Phase {
  switch (page.status) {
    case 'requires_payment_method':
    case 'requires_confirmation': return 'form';
    case 'requires_action': return 'bank';
    case 'processing': return 'processing';
    case 'requires_capture':
    case 'succeeded': return 'paid';
    case 'canceled': return canceledPhase(page);
  }
}

function canceledPhase(page: Pick<CheckoutPage, 'cancellation_reason' | 'attempts_left'>): Phase {
  if (page.cancellation_reason === 'expired') return 'expired';
  // "automatic" also names an authorization that lapsed after days; only used-up attempts are the customer's own.
  return page.cancellation_reason === 'automatic' && page.attempts_left <= 0 ? 'attempts' : 'canceled';
}

/** Id and secret of the payment at `/pay/pi_…#pi_…_secret_…` or `/pay/cs_…#pi_…_secret_…`, or null when the link is not whole. */
export interface Credentials {
  readonly id: string;
  readonly secret: string;
}

export function readCredentials(location: Pick<Location, 'pathname' | 'hash'>): Credentials | null {
  const id = idOf(location);
  return id === null ? null : credentials(id, location.hash.slice(1));
}

/**
 * What the page kept for the way back from the customer's bank, which returns to the bare address. Kept for this tab only, and taken out with the
 * first look.
 */
export function takeKeptCredentials(location: Pick<Location, 'pathname'>, storage: Pick<Storage, 'getItem' | 'removeItem'>): Credentials | null {
  const id = idOf(location);
  if (id === null) return null;
  const secret = storage.getItem(keptName(id)) ?? '';
  storage.removeItem(keptName(id));
  return credentials(id, secret);
}

export function keepCredentials({ id, secret }: Credentials, storage: Pick<Storage, 'setItem'>): void {
  storage.setItem(keptName(id), secret);
}

function idOf(location: Pick<Location, 'pathname'>): string | null {
  return /^\/pay\/((?:pi|cs)_[A-Za-z0-9_]+)\/?$/.exec(location.pathname)?.[1] ?? null;
}

/** A session's page carries the secret of its payment, which is what is read and confirmed. */
function credentials(pageId: string, secret: string): Credentials | null {
  const [, id] = /^(pi_[A-Za-z0-9]+)_secret_[A-Za-z0-9]+$/.exec(secret) ?? [];
  return id !== undefined && (id === pageId || pageId.startsWith('cs_')) ? { id, secret } : null;
}

function keptName(id: string): string {
  return `paygate.${id}`;
}

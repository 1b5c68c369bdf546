import type { DeclineReason } from './decline';
import type { CheckoutPage } from './page';

/** A message above the card form. */
export type Notice =
  | { readonly kind: 'declined'; readonly reason: DeclineReason; readonly attemptsLeft: number }
  /** The gateway refused the request itself; the bank was not asked and no attempt was used. */
  | { readonly kind: 'refused'; readonly reason: DeclineReason }
  /** The outcome of the last confirm is unknown; repeating it is safe. */
  | { readonly kind: 'unreachable' };

export type Busy = 'no' | 'sending' | 'retrying';

/** A checkout page and the instant of the browser's clock, in milliseconds, at which the server's clock will have reached `expires_at`. */
interface Loaded {
  readonly page: CheckoutPage;
  readonly deadlineMs: number;
}

/** Everything the screen depends on. Holds no card data. */
export type View =
  | { readonly kind: 'loading' }
  | { readonly kind: 'badLink' }
  | { readonly kind: 'unreachable' }
  | (Loaded & { readonly kind: 'form'; readonly busy: Busy; readonly notice: Notice | null })
  | (Loaded & { readonly kind: 'bank'; readonly url: string | null })
  | (Loaded & { readonly kind: 'processing'; readonly isSlow: boolean })
  /** `isFresh`: paid just now, on this page; otherwise it had been paid before. */
  | (Loaded & { readonly kind: 'paid'; readonly isFresh: boolean; readonly returnUrl: string | null })
  | (Loaded & { readonly kind: 'closed'; readonly reason: 'expired' | 'attempts' | 'canceled' });

export type LoadedView = Extract<View, Loaded>;

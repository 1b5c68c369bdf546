import type { CheckoutPage, Credentials, IntentStatus } from './page';

/** What one confirm sends to the gateway. Nothing keeps it longer than the request. */
export interface CardDetails {
  readonly number: string;
  readonly expMonth: number;
  readonly expYear: number;
  readonly cvc: string;
  readonly name: string;
}

/** The members of a payment intent that the page reads. */
export interface Intent {
  readonly status: IntentStatus;
  readonly next_action?: { readonly redirect_to_url?: { readonly url?: string } | null } | null;
}

/** The gateway's error object, or what little is known of an answer that held none. */
export interface ApiError {
  readonly type: string;
  readonly code: string | null;
  readonly declineCode: string | null;
  readonly param: string | null;
  readonly attemptsLeft: number | null;
}

export type Answer<T> =
  | { readonly kind: 'ok'; readonly body: T }
  | { readonly kind: 'refused'; readonly status: number; readonly error: ApiError }
  /** Nothing definite is known: no connection, a time-out, 5xx, 429, or a first request with the same key still at work (409). */
  | { readonly kind: 'unknown'; readonly retryAfterSeconds: number | null };

/** Above the gateway's own limit of 30 s for a call, so that its answer is seen. */
const timeoutMs = 35_000;

export class Gateway {
  constructor(private readonly credentials: Credentials, private readonly fetcher: typeof fetch = (...parameters) => fetch(...parameters)) {}

  page(signal: AbortSignal): Promise<Answer<CheckoutPage>> {
    return this.#send<CheckoutPage>(`/v1/checkout_pages/${this.credentials.id}`, {}, signal);
  }

  intent(signal: AbortSignal): Promise<Answer<Intent>> {
    return this.#send<Intent>(`/v1/payment_intents/${this.credentials.id}`, {}, signal);
  }

  confirm(card: CardDetails, idempotencyKey: string, signal: AbortSignal): Promise<Answer<Intent>> {
    const request = { method: 'POST', body: confirmBody(card) };
    return this.#send<Intent>(`/v1/payment_intents/${this.credentials.id}/confirm`, request, signal, { 'Idempotency-Key': idempotencyKey });
  }

  async #send<T>(path: string, request: RequestInit, signal: AbortSignal, headers: Record<string, string> = {}): Promise<Answer<T>> {
    try {
      const response = await this.fetcher(path, {
        ...request,
        headers: { ...headers, Authorization: `Bearer ${this.credentials.secret}` },
        cache: 'no-store',
        credentials: 'omit',
        redirect: 'error',
        referrerPolicy: 'no-referrer',
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]),
      });
      return await readAnswer<T>(response);
    } catch (failure) {
      signal.throwIfAborted();
      if (!isConnectionFailure(failure)) throw failure;
      return { kind: 'unknown', retryAfterSeconds: null };
    }
  }
}

export function confirmBody(card: CardDetails): URLSearchParams {
  return new URLSearchParams({
    'payment_method_data[type]': 'card',
    'payment_method_data[card][number]': card.number,
    'payment_method_data[card][exp_month]': String(card.expMonth),
    'payment_method_data[card][exp_year]': String(card.expYear),
    'payment_method_data[card][cvc]': card.cvc,
    'payment_method_data[billing_details][name]': card.name,
  });
}

async function readAnswer<T>(response: Response): Promise<Answer<T>> {
  const isUnknown = response.status >= 500 || [408, 409, 429].includes(response.status);
  if (isUnknown) return { kind: 'unknown', retryAfterSeconds: retryAfter(response.headers.get('Retry-After')) };
  const body: unknown = await response.json();
  return response.ok ? { kind: 'ok', body: body as T } : { kind: 'refused', status: response.status, error: errorOf(body) };
}

/** fetch reports broken connections as TypeError, time-outs as DOMException, and a truncated or non-JSON answer as SyntaxError. */
function isConnectionFailure(failure: unknown): boolean {
  return failure instanceof TypeError || failure instanceof DOMException || failure instanceof SyntaxError;
}

function retryAfter(header: string | null): number | null {
  return header !== null && /^\d{1,6}$/.test(header) ? Number(header) : null;
}

function errorOf(body: unknown): ApiError {
  const error = ((body as { error?: Record<string, unknown> } | null)?.error ?? {});
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  return {
    type: text(error['type']) ?? 'api_error',
    code: text(error['code']),
    declineCode: text(error['decline_code']),
    param: text(error['param']),
    attemptsLeft: typeof error['attempts_left'] === 'number' ? error['attempts_left'] : null,
  };
}

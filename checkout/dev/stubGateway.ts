import { passesLuhn } from '../src/checkout/card/digits.ts';
import type { CheckoutPage, IntentStatus } from '../src/checkout/flow/page';

/** How the next requests of a path fail before (`lost`, `busy`) or after (`answerLost`) the stub has done its work. */
export type Fault = 'lost' | 'answerLost' | 'busy' | 'inProgress';

interface Recorded {
  readonly body: string;
  readonly status: number;
  readonly answer: unknown;
}

const declines: Readonly<Record<string, readonly [code: string, declineCode: string]>> = {
  '4000000000000002': ['card_declined', 'generic_decline'],
  '4000000000009995': ['card_declined', 'insufficient_funds'],
  '4000000000000069': ['expired_card', 'expired_card'],
  '4000000000000127': ['incorrect_cvc', 'incorrect_cvc'],
  '4000000000000119': ['processing_error', 'processing_error'],
};

const statusOfCard: Readonly<Record<string, IntentStatus>> = {
  '4000000000000259': 'processing',
  '4000002500003155': 'requires_action',
  '5555555555554444': 'requires_capture',
};

/** As much of the gateway as the checkout page sees, in memory: for development and component tests only. */
export class StubGateway {
  readonly pages = new Map<string, CheckoutPage>();
  /** Every confirm that arrived, in order. */
  readonly confirms: { readonly key: string | null; readonly form: URLSearchParams }[] = [];
  charges = 0;
  bankUrl: string | null = 'https://bank.example/challenge';
  readonly #faults: Fault[] = [];
  readonly #recorded = new Map<string, Recorded>();

  add(page: Partial<CheckoutPage> & { readonly id: string }): CheckoutPage {
    const now = Math.floor(Date.now() / 1000);
    const whole: CheckoutPage = {
      object: 'checkout_page', amount: 4250, currency: 'eur', status: 'requires_payment_method', description: null, order_id: null, receipt_url: null,
      merchant: { name: 'Atlas Coffee' }, line_items: [], attempts_left: 5, expires_at: now + 3600, now, success_url: null, cancel_url: null,
      cancellation_reason: null, livemode: false, ...page,
    };
    this.pages.set(whole.id, whole);
    return whole;
  }

  change(id: string, change: Partial<CheckoutPage>): CheckoutPage {
    const page = this.pages.get(id);
    if (!page) throw new Error(`No page ${id}.`);
    const changed = { ...page, ...change };
    this.pages.set(id, changed);
    return changed;
  }

  failNext(...faults: Fault[]): void {
    this.#faults.push(...faults);
  }

  /** Usable in place of `fetch`; a lost connection rejects as in a browser. */
  readonly fetch = async (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    init?.signal?.throwIfAborted();
    return this.handle(new Request(new URL(input instanceof Request ? input.url : input, 'http://stub.test'), { ...init, signal: null }));
  };

  async handle(request: Request): Promise<Response> {
    const fault = this.#faults.shift();
    if (fault === 'lost') throw new TypeError('Failed to fetch');
    if (fault === 'busy') return json(503, { error: { type: 'api_error', code: 'storage_unavailable' } }, { 'Retry-After': '2' });
    if (fault === 'inProgress') return json(409, { error: { type: 'idempotency_error', code: 'idempotency_key_in_use' } });
    const answer = await this.#answer(request);
    if (fault === 'answerLost') throw new TypeError('Failed to fetch');
    return answer;
  }

  async #answer(request: Request): Promise<Response> {
    const [, kind, id = '', action] = /^\/v1\/(checkout_pages|payment_intents)\/(\w+)(?:\/(confirm))?$/.exec(new URL(request.url).pathname) ?? [];
    const page = this.pages.get(id);
    if (!page || request.headers.get('Authorization') !== `Bearer ${id}_secret_x`) return json(404, { error: { type: 'invalid_request_error', code: 'resource_missing' } });
    if (action) return this.#confirm(page, request);
    return json(200, kind === 'checkout_pages' ? { ...page, now: Math.floor(Date.now() / 1000) } : this.#intent(page));
  }

  async #confirm(page: CheckoutPage, request: Request): Promise<Response> {
    const body = await request.text();
    const key = request.headers.get('Idempotency-Key');
    this.confirms.push({ key, form: new URLSearchParams(body) });
    const before = key === null ? undefined : this.#recorded.get(key);
    if (before && before.body !== body) return json(400, { error: { type: 'idempotency_error' } });
    if (before) return json(before.status, before.answer, { 'Idempotent-Replayed': 'true' });
    const { status, answer, isRecorded } = this.#charge(page, new URLSearchParams(body));
    if (key !== null && isRecorded) this.#recorded.set(key, { body, status, answer });
    return json(status, answer);
  }

  #charge(page: CheckoutPage, form: URLSearchParams): { status: number; answer: unknown; isRecorded: boolean } {
    const refuse = (status: number, error: Record<string, unknown>, isRecorded = false) => ({ status, answer: { error }, isRecorded });
    if (page.attempts_left === 0) return refuse(400, { type: 'invalid_request_error', code: 'payment_attempts_exceeded' });
    if (page.status !== 'requires_payment_method') return refuse(400, { type: 'invalid_request_error', code: 'payment_intent_unexpected_state' });
    const number = form.get('payment_method_data[card][number]') ?? '';
    if (!passesLuhn(number)) return refuse(402, { type: 'card_error', code: 'incorrect_number', param: 'number', attempts_left: page.attempts_left });
    const decline = declines[number];
    if (decline) {
      const left = page.attempts_left - 1;
      this.change(page.id, left === 0 ? { attempts_left: 0, status: 'canceled', cancellation_reason: 'automatic' } : { attempts_left: left });
      return refuse(402, { type: 'card_error', code: decline[0], decline_code: decline[1], message: 'Declined.', attempts_left: left }, true);
    }
    this.charges++;
    const changed = this.change(page.id, { status: statusOfCard[number] ?? 'succeeded' });
    return { status: 200, answer: this.#intent(changed), isRecorded: true };
  }

  #intent(page: CheckoutPage): unknown {
    const isWaiting = page.status === 'requires_action' && this.bankUrl !== null;
    return {
      object: 'payment_intent', id: page.id, status: page.status,
      next_action: isWaiting ? { type: 'redirect_to_url', redirect_to_url: { url: this.bankUrl } } : null,
    };
  }
}

function json(status: number, body: unknown, headers: Record<string, string> = {}): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json', ...headers } });
}

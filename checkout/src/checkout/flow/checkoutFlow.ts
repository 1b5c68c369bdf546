import { followableUrl, withPaymentIntent } from '../../shared/urls';
import type { Answer, ApiError, CardDetails, Gateway, Intent } from './api';
import { AttemptKey } from './attempt';
import { declineReason } from './decline';
import { type CheckoutPage, phaseOf } from './page';
import { backoff, type Surroundings } from './surroundings';
import type { Notice, View } from './view';

/** Sends of one attempt, the first included, before the customer is asked to repeat it. */
export const sendsMax = 4;
/** A gateway that names a longer wait is overruled: the customer sits in front of the page. */
const retryAfterSecondsMax = 10;
/** After so many polls (about 20 s) the page says that it may take longer. */
export const pollsUntilSlow = 7;

/** The course of one checkout: what is shown, and what each answer of the gateway leads to. Holds no card data between calls. */
export class CheckoutFlow {
  #view: View = { kind: 'loading' };
  #isOutcomeUnknown = false;
  readonly #listeners = new Set<() => void>();
  readonly #stop = new AbortController();

  constructor(
    private readonly gateway: Gateway,
    private readonly surroundings: Surroundings,
    private readonly attemptKey = new AttemptKey(),
  ) {}

  readonly view = (): View => this.#view;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  dispose(): void {
    this.#stop.abort();
  }

  /** Reads the page from the gateway and shows it; one that the customer's bank sent back shows what became of the payment as news. */
  async load(isBackFromBank = false): Promise<void> {
    this.#show({ kind: 'loading' });
    await this.#reload(isBackFromBank);
  }

  /** Reads the page again behind an idle form, when its time is up or the tab comes back; a failed read changes nothing. */
  async refresh(): Promise<void> {
    const before = this.#view;
    if (before.kind !== 'form' || before.busy !== 'no') return;
    const answer = await this.gateway.page(this.#stop.signal);
    if (answer.kind === 'ok' && this.#view === before) this.#showPage(answer.body, before.notice);
  }

  /** The customer changed the card: after an unknown outcome the next confirm is another attempt. */
  edited(): void {
    this.attemptKey.edited();
  }

  /** Confirms the payment. Answers the notice to show, or null when there is none. A call during another one does nothing. */
  async submit(card: CardDetails): Promise<Notice | null> {
    const view = this.#view;
    if (view.kind !== 'form' || view.busy !== 'no') return null;
    this.#show({ ...view, busy: 'sending', notice: null });
    if (!this.#isOutcomeUnknown || !this.attemptKey.isNew || await this.#isStillOpen()) {
      await this.#conclude(await this.#confirm(card), view.page);
    }
    return this.#view.kind === 'form' ? this.#view.notice : null;
  }

  /** Asked before another card is sent after an unknown outcome: the first one may have been charged meanwhile. */
  async #isStillOpen(): Promise<boolean> {
    const answer = await this.gateway.page(this.#stop.signal);
    if (answer.kind !== 'ok') {
      this.#backToForm({ kind: 'unreachable' });
      return false;
    }
    const isOpen = phaseOf(answer.body) === 'form';
    if (!isOpen) this.#showPage(answer.body, null, true);
    return isOpen;
  }

  async #confirm(card: CardDetails): Promise<Answer<Intent>> {
    const key = this.attemptKey.current();
    const waits = backoff(1000, 4000);
    for (let send = 1; ; send++) {
      const answer = await this.gateway.confirm(card, key, this.#stop.signal);
      if (answer.kind !== 'unknown' || send === sendsMax) return answer;
      if (this.#view.kind === 'form') this.#show({ ...this.#view, busy: 'retrying' });
      const asked = Math.min(answer.retryAfterSeconds ?? 0, retryAfterSecondsMax) * 1000;
      await this.surroundings.sleep(Math.max(asked, waits.next().value), this.#stop.signal);
    }
  }

  async #conclude(answer: Answer<Intent>, page: CheckoutPage): Promise<void> {
    this.#isOutcomeUnknown = answer.kind === 'unknown';
    if (answer.kind === 'unknown') {
      this.#backToForm({ kind: 'unreachable' });
      return;
    }
    this.attemptKey.settled();
    if (answer.kind === 'refused') await this.#refused(answer.status, answer.error, page);
    else await this.#confirmed(answer.body, page);
  }

  async #confirmed(intent: Intent, page: CheckoutPage): Promise<void> {
    const confirmed = { ...page, status: intent.status };
    switch (phaseOf(confirmed)) {
      case 'bank': this.#showBank(confirmed, intent, true); break;
      case 'paid':
      case 'processing': this.#showPage(confirmed, null, true); break;
      default: await this.#reload();
    }
  }

  async #refused(status: number, error: ApiError, page: CheckoutPage): Promise<void> {
    const isStale = error.attemptsLeft === 0 || error.type === 'idempotency_error' || closingCodes.has(error.code ?? '');
    if (isStale) {
      await this.#reload();
      return;
    }
    if (isNoAccess(status)) {
      this.#show({ kind: 'badLink' });
      return;
    }
    const reason = declineReason(error);
    // A malformed card does not use up an attempt: the bank was not asked.
    const isCounted = status === 402 && error.attemptsLeft !== null && error.attemptsLeft < page.attempts_left;
    this.#backToForm(isCounted ? { kind: 'declined', reason, attemptsLeft: error.attemptsLeft } : { kind: 'refused', reason });
  }

  #backToForm(notice: Notice): void {
    if (this.#view.kind !== 'form') return;
    const { page } = this.#view;
    const current = notice.kind === 'declined' ? { ...page, attempts_left: notice.attemptsLeft } : page;
    this.#show({ ...this.#view, page: current, busy: 'no', notice });
  }

  async #reload(isNews = false): Promise<void> {
    const answer = await this.gateway.page(this.#stop.signal);
    if (answer.kind === 'ok') this.#showPage(answer.body, isNews ? unsuccessful(answer.body) : null, isNews);
    else this.#show(answer.kind === 'refused' && isNoAccess(answer.status) ? { kind: 'badLink' } : { kind: 'unreachable' });
  }

  #showPage(page: CheckoutPage, notice: Notice | null = null, isFresh = false): void {
    const loaded = this.#loaded(page);
    const phase = phaseOf(page);
    switch (phase) {
      case 'form': this.#show({ kind: 'form', ...loaded, busy: 'no', notice }); break;
      case 'paid': this.#show({ kind: 'paid', ...loaded, isFresh, returnUrl: withPaymentIntent(page.success_url, page.id) }); break;
      case 'processing':
        this.#show({ kind: 'processing', ...loaded, isSlow: false });
        this.#inBackground(this.#poll(page));
        break;
      case 'bank':
        this.#show({ kind: 'bank', ...loaded, url: null });
        this.#inBackground(this.#findBank(page));
        break;
      default: this.#show({ kind: 'closed', ...loaded, reason: phase });
    }
  }

  #loaded(page: CheckoutPage) {
    return { page, deadlineMs: this.surroundings.now() + (page.expires_at - page.now) * 1000 };
  }

  /** Asks until the outcome is definite, however long that takes: the gateway settles unknown outcomes within a minute. */
  async #poll(page: CheckoutPage): Promise<void> {
    const waits = backoff(1000, 8000);
    for (let polls = 1; ; polls++) {
      await this.surroundings.sleep(waits.next().value, this.#stop.signal);
      const answer = await this.gateway.page(this.#stop.signal);
      if (answer.kind === 'ok' && phaseOf(answer.body) !== 'processing') {
        this.#showPage(answer.body, unsuccessful(answer.body), true);
        return;
      }
      if (answer.kind === 'refused' && isNoAccess(answer.status)) {
        this.#show({ kind: 'badLink' });
        return;
      }
      if (polls === pollsUntilSlow) this.#show({ kind: 'processing', ...this.#loaded(page), isSlow: true });
    }
  }

  /** A page that was opened (again) while the customer's bank waits: the address of its page is in the intent. */
  async #findBank(page: CheckoutPage): Promise<void> {
    const answer = await this.gateway.intent(this.#stop.signal);
    if (answer.kind === 'ok') this.#showBank(page, answer.body, false);
    else this.#show({ kind: 'unreachable' });
  }

  #showBank(page: CheckoutPage, intent: Intent, isFollowed: boolean): void {
    const url = followableUrl(intent.next_action?.redirect_to_url?.url);
    this.surroundings.keepForReturn();
    this.#show({ kind: 'bank', ...this.#loaded(page), url });
    if (url !== null && isFollowed) this.surroundings.navigate(url);
  }

  #show(view: View): void {
    this.#view = view;
    this.#listeners.forEach((listener) => { listener(); });
  }

  #inBackground(work: Promise<void>): void {
    work.catch((failure: unknown) => {
      if (!this.#stop.signal.aborted) throw failure;
    });
  }
}

/** Codes after which the form has nothing more to offer and the page says why. */
const closingCodes = new Set(['payment_intent_unexpected_state', 'payment_attempts_exceeded']);

/** Shown above the form when the payment came back to it. */
function unsuccessful(page: CheckoutPage): Notice {
  return { kind: 'declined', reason: 'generic', attemptsLeft: page.attempts_left };
}

function isNoAccess(status: number): boolean {
  return status === 401 || status === 403 || status === 404;
}

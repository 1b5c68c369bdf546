/**
 * Which `Idempotency-Key` the next confirm carries. One attempt of the customer keeps one key until its outcome is known, so that repeating it
 * after a broken connection is answered with the first outcome instead of a second charge. A definite answer, or a change of the card after an
 * unknown one, begins a new attempt: the same key with other parameters would be refused.
 */
export class AttemptKey {
  #key: string | null = null;

  constructor(private readonly newKey: () => string = randomKey) {}

  /** True when the next confirm begins a new attempt. */
  get isNew(): boolean {
    return this.#key === null;
  }

  current(): string {
    this.#key ??= this.newKey();
    return this.#key;
  }

  settled(): void {
    this.#key = null;
  }

  edited(): void {
    this.#key = null;
  }
}

/** 128 random bits in hex; `crypto.randomUUID` exists only on pages served over TLS or from localhost. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return `checkout-${Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('')}`;
}

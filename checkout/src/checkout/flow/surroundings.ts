/** How the flow reaches time and the address bar; replaced in tests. */
export interface Surroundings {
  now(): number;
  /** Resolves after the time, or rejects at once with the signal's reason. */
  sleep(milliseconds: number, signal: AbortSignal): Promise<void>;
  navigate(url: string): void;
  /** Keeps what opens this page again when the customer's bank sends them back to its bare address. */
  keepForReturn(): void;
}

export const browserSurroundings: Omit<Surroundings, 'keepForReturn'> = {
  now: () => Date.now(),
  navigate: (url) => { location.assign(url); },
  sleep: (milliseconds, signal) => new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      reject(signal.reason as Error);
    }, { once: true });
  }),
};

/** Waits, in milliseconds, that grow by half each time up to a limit. */
export function* backoff(firstMs: number, limitMs: number): Generator<number, never> {
  for (let wait = firstMs; ; wait = Math.min(wait * 1.5, limitMs)) yield wait;
}

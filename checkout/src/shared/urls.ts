/** The address when it is an absolute http or https one, otherwise null: nothing else (javascript:, data:, a relative path) is ever followed. */
export function followableUrl(address: string | null | undefined): string | null {
  if (!address || !URL.canParse(address)) return null;
  const url = new URL(address);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/**
 * The success URL with `payment_intent` in its query. What the merchant wrote there keeps its exact spelling and its fragment; an older
 * `payment_intent` is replaced, so that the merchant never reads the wrong one. Null when the URL may not be followed.
 */
export function withPaymentIntent(successUrl: string | null | undefined, paymentIntentId: string): string | null {
  const followable = followableUrl(successUrl);
  if (followable === null) return null;
  const url = new URL(followable);
  const kept = url.search.slice(1).split('&').filter((pair) => pair !== '' && parameterName(pair) !== 'payment_intent');
  url.search = [...kept, `payment_intent=${encodeURIComponent(paymentIntentId)}`].join('&');
  return url.href;
}

function parameterName(pair: string): string | undefined {
  return [...new URLSearchParams(pair).keys()][0];
}

import { beforeEach, describe, expect, test } from 'vitest';
import { StubGateway } from '../../dev/stubGateway';
import { Gateway } from '../../src/checkout/flow/api';
import { AttemptKey } from '../../src/checkout/flow/attempt';
import { CheckoutFlow, pollsUntilSlow, sendsMax } from '../../src/checkout/flow/checkoutFlow';
import type { View } from '../../src/checkout/flow/view';

const card = { number: '4242424242424242', expMonth: 12, expYear: 2030, cvc: '123', name: 'Amina Benali' };
const withNumber = (number: string) => ({ ...card, number });
const declined = withNumber('4000000000000002');

let stub: StubGateway;
let waits: number[];
let visited: string[];
let onSleep: () => void;
let keyCount: number;
let kept: number;

beforeEach(() => {
  stub = new StubGateway();
  waits = [];
  visited = [];
  onSleep = () => undefined;
  keyCount = 0;
  kept = 0;
});

function flowOf(id: string): CheckoutFlow {
  const surroundings = {
    now: () => 1_000_000,
    navigate: (url: string) => { visited.push(url); },
    keepForReturn: () => { kept++; },
    sleep: (milliseconds: number) => {
      waits.push(milliseconds);
      onSleep();
      return Promise.resolve();
    },
  };
  return new CheckoutFlow(new Gateway({ id, secret: `${id}_secret_x` }, stub.fetch), surroundings, new AttemptKey(() => `key-${++keyCount}`));
}

async function openFlow(page: Parameters<StubGateway['add']>[0] = { id: 'pi_1' }): Promise<CheckoutFlow> {
  stub.add(page);
  const flow = flowOf(page.id);
  await flow.load();
  return flow;
}

function untilView<Kind extends View['kind']>(flow: CheckoutFlow, kind: Kind, matches: (view: Extract<View, { kind: Kind }>) => boolean = () => true) {
  return new Promise<Extract<View, { kind: Kind }>>((resolve) => {
    const check = () => {
      const view = flow.view();
      if (view.kind === kind && matches(view as Extract<View, { kind: Kind }>)) resolve(view as Extract<View, { kind: Kind }>);
    };
    flow.subscribe(check);
    check();
  });
}

const keysSent = () => stub.confirms.map(({ key }) => key);

describe('opening', () => {
  test('an open payment shows the form and the deadline on this browser’s clock', async () => {
    const flow = await openFlow({ id: 'pi_1', expires_at: Math.floor(Date.now() / 1000) + 600 });
    expect(flow.view()).toMatchObject({ kind: 'form', busy: 'no', notice: null });
    expect(flow.view()).toHaveProperty('deadlineMs');
    const { deadlineMs } = flow.view() as { deadlineMs: number };
    expect(deadlineMs - 1_000_000).toBeGreaterThan(598_000);
    expect(deadlineMs - 1_000_000).toBeLessThanOrEqual(600_000);
  });

  test('a payment that the gateway does not know is a bad link', async () => {
    const flow = flowOf('pi_none');
    await flow.load();
    expect(flow.view()).toEqual({ kind: 'badLink' });
  });

  test.each(['lost', 'busy'] as const)('a gateway that is away (%s) can be tried again', async (fault) => {
    stub.add({ id: 'pi_1' });
    stub.failNext(fault);
    const flow = flowOf('pi_1');
    await flow.load();
    expect(flow.view()).toEqual({ kind: 'unreachable' });
    await flow.load();
    expect(flow.view().kind).toBe('form');
  });

  test('a payment made before says so and knows the way back', async () => {
    const flow = await openFlow({ id: 'pi_1', status: 'succeeded', success_url: 'https://shop.example/t?a=1' });
    expect(flow.view()).toMatchObject({ kind: 'paid', isFresh: false, returnUrl: 'https://shop.example/t?a=1&payment_intent=pi_1' });
  });

  test('a bank that waits is found again after a reload, and not followed without a click', async () => {
    const flow = await openFlow({ id: 'pi_1', status: 'requires_action' });
    expect((await untilView(flow, 'bank', ({ url }) => url !== null)).url).toBe('https://bank.example/challenge');
    expect(visited).toEqual([]);
  });
});

describe('paying', () => {
  test.each([['4242424242424242', 'succeeded'], ['5555555555554444', 'requires_capture']])('%s: paid', async (number, status) => {
    const flow = await openFlow({ id: 'pi_1', success_url: 'https://shop.example/t' });
    expect(await flow.submit(withNumber(number))).toBeNull();
    expect(flow.view()).toMatchObject({ kind: 'paid', isFresh: true, page: { status }, returnUrl: 'https://shop.example/t?payment_intent=pi_1' });
    expect(stub.charges).toBe(1);
  });

  test('a double click pays once', async () => {
    const flow = await openFlow();
    await Promise.all([flow.submit(card), flow.submit(card), flow.submit(card)]);
    expect(stub.confirms).toHaveLength(1);
  });

  test('a decline says why and how many attempts are left; the next attempt has a new key', async () => {
    const flow = await openFlow();
    expect(await flow.submit(declined)).toEqual({ kind: 'declined', reason: 'generic', attemptsLeft: 4 });
    expect(flow.view()).toMatchObject({ kind: 'form', busy: 'no', notice: { kind: 'declined' }, page: { attempts_left: 4 } });
    expect(await flow.submit(withNumber('4000000000009995'))).toEqual({ kind: 'declined', reason: 'funds', attemptsLeft: 3 });
    await flow.submit(card);
    expect(flow.view().kind).toBe('paid');
    expect(keysSent()).toEqual(['key-1', 'key-2', 'key-3']);
  });

  test('the same card again after a decline is another attempt', async () => {
    const flow = await openFlow();
    await flow.submit(declined);
    expect(await flow.submit(declined)).toMatchObject({ attemptsLeft: 3 });
    expect(keysSent()).toEqual(['key-1', 'key-2']);
  });

  test('the last decline closes the payment', async () => {
    const flow = await openFlow({ id: 'pi_1', attempts_left: 1 });
    expect(await flow.submit(declined)).toBeNull();
    expect(flow.view()).toMatchObject({ kind: 'closed', reason: 'attempts' });
  });

  test('a malformed card uses up no attempt', async () => {
    const flow = await openFlow();
    expect(await flow.submit(withNumber('4242424242424241'))).toEqual({ kind: 'refused', reason: 'number' });
    expect(flow.view()).toMatchObject({ kind: 'form', page: { attempts_left: 5 } });
  });

  test('a payment that ended elsewhere shows its end', async () => {
    const flow = await openFlow();
    stub.change('pi_1', { status: 'succeeded' });
    await flow.submit(card);
    expect(flow.view()).toMatchObject({ kind: 'paid', isFresh: false });
    expect(stub.charges).toBe(0);
  });

  test('a payment that expired meanwhile shows that', async () => {
    const flow = await openFlow();
    stub.change('pi_1', { status: 'canceled', cancellation_reason: 'expired' });
    await flow.submit(card);
    expect(flow.view()).toMatchObject({ kind: 'closed', reason: 'expired' });
  });

  test('the bank’s page is followed', async () => {
    const flow = await openFlow();
    await flow.submit(withNumber('4000002500003155'));
    expect(flow.view()).toMatchObject({ kind: 'bank', url: 'https://bank.example/challenge' });
    expect(visited).toEqual(['https://bank.example/challenge']);
    expect(kept).toBe(1);
  });

  test.each([
    ['succeeded', { kind: 'paid', isFresh: true }],
    ['requires_payment_method', { kind: 'form', notice: { kind: 'declined', attemptsLeft: 5 } }],
  ] as const)('back from the bank with %s, the page says what is new', async (status, view) => {
    stub.add({ id: 'pi_1', status });
    const flow = flowOf('pi_1');
    await flow.load(true);
    expect(flow.view()).toMatchObject(view);
  });

  test.each(['javascript:alert(1)', 'data:text/html,x', '/relative', ''])('an address like %j is not', async (url) => {
    const flow = await openFlow();
    stub.bankUrl = url;
    await flow.submit(withNumber('4000002500003155'));
    expect(flow.view()).toMatchObject({ kind: 'bank', url: null });
    expect(visited).toEqual([]);
  });
});

describe('when the outcome is unknown', () => {
  test('an answer that was lost is asked for again under the same key, and charged once', async () => {
    const flow = await openFlow();
    stub.failNext('answerLost');
    await flow.submit(card);
    expect(flow.view()).toMatchObject({ kind: 'paid', isFresh: true });
    expect({ keys: keysSent(), charges: stub.charges }).toEqual({ keys: ['key-1', 'key-1'], charges: 1 });
  });

  test('a lost decline comes back as the same decline', async () => {
    const flow = await openFlow();
    stub.failNext('answerLost');
    expect(await flow.submit(declined)).toEqual({ kind: 'declined', reason: 'generic', attemptsLeft: 4 });
  });

  test('waits grow, and the gateway’s own wish is kept', async () => {
    const flow = await openFlow();
    stub.failNext('lost', 'busy', 'inProgress');
    await flow.submit(card);
    expect(waits).toEqual([1000, 2000, 2250]);
    expect(flow.view().kind).toBe('paid');
  });

  test('after the last send the customer decides; repeating keeps the key', async () => {
    const flow = await openFlow();
    stub.failNext(...Array<'answerLost'>(sendsMax).fill('answerLost'));
    expect(await flow.submit(card)).toEqual({ kind: 'unreachable' });
    expect(flow.view()).toMatchObject({ kind: 'form', busy: 'no' });
    await flow.submit(card);
    expect(flow.view().kind).toBe('paid');
    expect({ keys: new Set(keysSent()), charges: stub.charges }).toEqual({ keys: new Set(['key-1']), charges: 1 });
  });

  test('another card is not sent when the first one was charged', async () => {
    const flow = await openFlow();
    stub.failNext(...Array<'answerLost'>(sendsMax).fill('answerLost'));
    await flow.submit(card);
    flow.edited();
    await flow.submit(withNumber('5555555555554444'));
    expect(flow.view()).toMatchObject({ kind: 'paid', isFresh: true });
    expect({ keys: new Set(keysSent()), charges: stub.charges }).toEqual({ keys: new Set(['key-1']), charges: 1 });
  });

  test('another card is sent under a new key when the first one never arrived', async () => {
    const flow = await openFlow();
    stub.failNext(...Array<'lost'>(sendsMax).fill('lost'));
    await flow.submit(declined);
    flow.edited();
    await flow.submit(card);
    expect(flow.view().kind).toBe('paid');
    expect(keysSent()).toEqual(['key-2']);
  });

  test('another card is not sent while nobody can say', async () => {
    const flow = await openFlow();
    stub.failNext(...Array<'lost'>(sendsMax + 1).fill('lost'));
    await flow.submit(card);
    flow.edited();
    expect(await flow.submit(card)).toEqual({ kind: 'unreachable' });
    expect(stub.confirms).toEqual([]);
  });
});

describe('processing', () => {
  test('is asked about until it is definite', async () => {
    let polls = 0;
    onSleep = () => { if (++polls === 3) stub.change('pi_1', { status: 'succeeded' }); };
    const flow = await openFlow();
    await flow.submit(withNumber('4000000000000259'));
    expect(await untilView(flow, 'paid')).toMatchObject({ isFresh: true });
    expect(waits).toEqual([1000, 1500, 2250]);
  });

  test('that ends in a decline offers the form again', async () => {
    onSleep = () => { stub.change('pi_1', { status: 'requires_payment_method', attempts_left: 4 }); };
    const flow = await openFlow();
    await flow.submit(withNumber('4000000000000259'));
    expect(await untilView(flow, 'form', ({ busy }) => busy === 'no')).toMatchObject({ notice: { kind: 'declined', attemptsLeft: 4 } });
  });

  test('that takes long says so, and survives lost polls', async () => {
    let polls = 0;
    const slow: boolean[] = [];
    onSleep = () => {
      polls++;
      if (polls === 2) stub.failNext('lost');
      if (polls === pollsUntilSlow + 2) stub.change('pi_1', { status: 'succeeded' });
    };
    const flow = await openFlow({ id: 'pi_1', status: 'processing' });
    flow.subscribe(() => {
      const view = flow.view();
      if (view.kind === 'processing') slow.push(view.isSlow);
    });
    await untilView(flow, 'paid');
    expect(slow).toEqual([true]);
    expect(Math.max(...waits)).toBe(8000);
  });

  test('stops with the page', async () => {
    const flow = await openFlow({ id: 'pi_1', status: 'processing' });
    flow.dispose();
    expect(flow.view().kind).toBe('processing');
  });
});

describe('refreshing', () => {
  test('shows that the time is over', async () => {
    const flow = await openFlow();
    stub.change('pi_1', { status: 'canceled', cancellation_reason: 'expired' });
    await flow.refresh();
    expect(flow.view()).toMatchObject({ kind: 'closed', reason: 'expired' });
  });

  test('keeps the notice, and changes nothing when it fails', async () => {
    const flow = await openFlow();
    await flow.submit(declined);
    const before = flow.view();
    stub.failNext('lost');
    await flow.refresh();
    expect(flow.view()).toBe(before);
    await flow.refresh();
    expect(flow.view()).toMatchObject({ kind: 'form', notice: { kind: 'declined' } });
  });

  test('never disturbs a confirm that is under way', async () => {
    const flow = await openFlow();
    const paying = flow.submit(card);
    await flow.refresh();
    expect(flow.view()).toMatchObject({ kind: 'form', busy: 'sending' });
    await paying;
    expect(flow.view().kind).toBe('paid');
  });
});

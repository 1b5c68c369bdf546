// @vitest-environment jsdom
import { act, render, screen, waitFor } from '@testing-library/react';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { StubGateway } from '../../dev/stubGateway';
import { english, textsFor } from '../../src/checkout/texts';
import { Countdown } from '../../src/checkout/views/Countdown';
import { leaveAfterMs, Paid } from '../../src/checkout/views/Paid';
import { openCheckout } from './screen';

afterEach(() => { vi.useRealTimers(); });

describe('summary', () => {
  test('names merchant, amount, lines and order', async () => {
    await openCheckout({
      amount: 45000, currency: 'mad', order_id: 'A-7', description: 'Two bags',
      line_items: [{ name: 'Beans <b>', quantity: 2, amount: 40000 }, { name: 'Filters', quantity: 1, amount: 5000 }],
    });
    expect(screen.getByRole('heading', { level: 1, name: 'Pay Atlas Coffee' })).toBeVisible();
    expect(screen.getByRole('region', { name: 'Order summary' })).toHaveTextContent('Beans <b>Quantity 2MAD 400.00FiltersMAD 50.00TotalMAD 450.00');
    expect(screen.getByRole('button', { name: 'Pay MAD\u00a0450.00' })).toBeVisible();
    expect(screen.getByText('A-7')).toBeVisible();
    expect(document.title).toBe('Pay MAD\u00a0450.00 to Atlas Coffee');
  });

  test('says test mode only in test mode', async () => {
    await openCheckout({ livemode: true });
    expect(screen.queryByText(/test mode/i)).toBeNull();
  });

  test('marks test mode', async () => {
    await openCheckout();
    expect(screen.getAllByText(/test mode/i)).toHaveLength(2);
  });
});

describe('the way out', () => {
  test('leads to the cancel URL', async () => {
    await openCheckout();
    expect(screen.getByRole('link', { name: 'Cancel and return to Atlas Coffee' })).toHaveAttribute('href', 'https://shop.example/basket');
  });

  test.each(['javascript:alert(1)', null])('is not offered for %s', async (cancel_url) => {
    await openCheckout({ cancel_url });
    expect(screen.queryByRole('link')).toBeNull();
  });
});

describe('states without a form', () => {
  test.each([
    ['This payment has expired', { status: 'canceled', cancellation_reason: 'expired' }],
    ['Too many attempts', { status: 'canceled', cancellation_reason: 'automatic', attempts_left: 0 }],
    ['This payment was canceled', { status: 'canceled', cancellation_reason: 'requested_by_customer' }],
    ['Already paid', { status: 'succeeded', success_url: 'https://shop.example/t' }],
    ['Confirm with your bank', { status: 'requires_action' }],
  ] as const)('%s', async (title, page) => {
    await openCheckout(page);
    const heading = await screen.findByRole('heading', { level: 2, name: title });
    await waitFor(() => { expect(heading).toHaveFocus(); });
    expect(document.title).toBe(title);
    expect(screen.queryByLabelText('Card number')).toBeNull();
    expect(screen.queryByRole('timer')).toBeNull();
    expect(await screen.findByRole('link')).toBeVisible();
  });

  test('an unknown payment', async () => {
    const stub = new StubGateway();
    const { flow } = await openCheckout({}, stub);
    stub.pages.clear();
    await act(() => flow.load());
    expect(screen.getByRole('heading', { level: 1, name: 'This payment link does not work' })).toBeVisible();
  });

  test('a gateway that is away, and back', async () => {
    const stub = new StubGateway();
    stub.failNext('lost');
    const { user } = await openCheckout({}, stub);
    expect(screen.getByRole('heading', { name: 'We cannot reach the payment service' })).toBeVisible();
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    expect(await screen.findByLabelText('Card number')).toBeVisible();
  });
});

describe('after paying', () => {
  const page = new StubGateway().add({ id: 'pi_1', status: 'succeeded', order_id: 'A-7', receipt_url: 'https://pay.example/receipts/ch_1/t' });
  const paid = (isFresh: boolean, returnUrl: string | null) => ({ kind: 'paid', page, deadlineMs: 0, isFresh, returnUrl }) as const;

  test('the customer is sent back after a moment', () => {
    vi.useFakeTimers();
    const leave = vi.fn();
    render(<Paid view={paid(true, 'https://shop.example/t?payment_intent=pi_1')} texts={english} leave={leave} />);
    vi.advanceTimersByTime(leaveAfterMs - 1);
    expect(leave).not.toHaveBeenCalled();
    vi.advanceTimersByTime(1);
    expect(leave).toHaveBeenCalledExactlyOnceWith('https://shop.example/t?payment_intent=pi_1');
    expect(screen.getByRole('link', { name: 'Continue to Atlas Coffee' })).toBeVisible();
  });

  test.each([['paid before', paid(false, 'https://shop.example/t')], ['no way back', paid(true, null)]])('the receipt stays: %s', (_, view) => {
    vi.useFakeTimers();
    const leave = vi.fn();
    render(<Paid view={view} texts={english} leave={leave} />);
    vi.advanceTimersByTime(60_000);
    expect(leave).not.toHaveBeenCalled();
    expect(screen.getByText('€42.50')).toBeVisible();
    expect(screen.getByText('A-7')).toBeVisible();
    expect(screen.getByText('pi_1')).toBeVisible();
    expect(screen.getByRole('link', { name: 'View the receipt' })).toHaveAttribute('href', 'https://pay.example/receipts/ch_1/t');
  });
});

describe('countdown', () => {
  function start(seconds: number) {
    vi.useFakeTimers({ now: 1_000_000_000 });
    const onTimeUp = vi.fn();
    render(<Countdown deadlineMs={1_000_000_000 + seconds * 1000} texts={english} onTimeUp={onTimeUp} />);
    return { onTimeUp, pass: (passed: number) => { act(() => { vi.advanceTimersByTime(passed * 1000); }); } };
  }

  test('counts down, and is read out at five minutes and at one', () => {
    const { pass } = start(302);
    expect(screen.getByRole('timer')).toHaveTextContent('05:02');
    expect(screen.getByRole('status')).toHaveTextContent('');
    pass(2);
    expect(screen.getByRole('timer')).toHaveTextContent('05:00');
    expect(screen.getByRole('status')).toHaveTextContent('5 minutes left to pay.');
    pass(240);
    expect(screen.getByRole('timer')).toHaveTextContent('01:00');
    expect(screen.getByRole('status')).toHaveTextContent('One minute left to pay.');
  });

  test('asks the server when the time is up, and now and then until it agrees', () => {
    const { onTimeUp, pass } = start(3);
    pass(2);
    expect(onTimeUp).not.toHaveBeenCalled();
    pass(1);
    expect(onTimeUp).toHaveBeenCalledTimes(1);
    pass(4);
    expect(onTimeUp).toHaveBeenCalledTimes(1);
    pass(1);
    expect(onTimeUp).toHaveBeenCalledTimes(2);
    expect(screen.getByRole('timer')).toHaveTextContent('00:00');
  });
});

test('languages without a table fall back to English', () => {
  expect(textsFor(['xx-YY', 'en-GB']).locale).toBe('en');
  expect(textsFor([])).toBe(english);
});

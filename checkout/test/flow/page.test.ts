import { describe, expect, test } from 'vitest';
import { keepCredentials, phaseOf, readCredentials, takeKeptCredentials } from '../../src/checkout/flow/page';

describe('phase', () => {
  test.each([
    ['requires_payment_method', null, 5, 'form'],
    ['requires_confirmation', null, 5, 'form'],
    ['requires_action', null, 5, 'bank'],
    ['processing', null, 5, 'processing'],
    ['requires_capture', null, 5, 'paid'],
    ['succeeded', null, 0, 'paid'],
    ['canceled', 'expired', 5, 'expired'],
    ['canceled', 'expired', 0, 'expired'],
    ['canceled', 'automatic', 0, 'attempts'],
    ['canceled', 'automatic', 4, 'canceled'],
    ['canceled', 'requested_by_customer', 3, 'canceled'],
    ['canceled', null, 0, 'canceled'],
  ] as const)('%s (%s, %d left) shows %s', (status, cancellation_reason, attempts_left, phase) => {
    expect(phaseOf({ status, cancellation_reason, attempts_left })).toBe(phase);
  });
});

describe('credentials', () => {
  test('come from the path and the fragment', () => {
    expect(readCredentials({ pathname: '/pay/pi_1aB', hash: '#pi_1aB_secret_xY9' })).toEqual({ id: 'pi_1aB', secret: 'pi_1aB_secret_xY9' });
    expect(readCredentials({ pathname: '/pay/cs_1/', hash: '#pi_2_secret_x' })).toEqual({ id: 'pi_2', secret: 'pi_2_secret_x' });
  });

  test.each([
    ['/pay/pi_1', ''], ['/pay/pi_1', '#'], ['/pay/pi_1', '#pi_2_secret_x'], ['/pay/pi_1', '#pi_1_secret'], ['/pay/pi_1', '#pi_1_secret_x y'],
    ['/pay/pi_1', '#pi_1_secret_x%0d'], ['/pay/', '#pi_1_secret_x'], ['/pay/ch_1', '#ch_1_secret_x'], ['/pay/pi_1/../x', '#pi_1_secret_x'],
    ['/pay/cs_1', '#cs_1_secret_x'],
  ])('%s with %j is no whole link', (pathname, hash) => {
    expect(readCredentials({ pathname, hash })).toBeNull();
  });

  test('kept for the way back from the bank open the page once, and only for their payment', () => {
    const kept = new Map<string, string>();
    const storage = {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => { kept.set(name, value); },
      removeItem: (name: string) => { kept.delete(name); },
    };
    keepCredentials({ id: 'pi_1', secret: 'pi_1_secret_x' }, storage);
    expect(takeKeptCredentials({ pathname: '/pay/pi_2' }, storage)).toBeNull();
    expect(takeKeptCredentials({ pathname: '/pay/pi_1' }, storage)).toEqual({ id: 'pi_1', secret: 'pi_1_secret_x' });
    expect(takeKeptCredentials({ pathname: '/pay/pi_1' }, storage)).toBeNull();
  });
});

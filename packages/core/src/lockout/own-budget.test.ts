import { describe, expect, it } from 'vitest';
import { hasOwnBudget, provedWith } from './own-budget.ts';

describe('X5 a known device', () => {
  it('has a budget of its own for guesses at what was proved there, and at nothing else', () => {
    const device = { proved: ['password', 'totp'] };
    const authenticators = ['password', 'totp', 'email-code', 'sso', 'pass'];
    expect(authenticators.map((one) => hasOwnBudget(device, one))).toEqual([true, true, false, false, false]);
    expect(hasOwnBudget({ proved: [] }, 'password')).toBe(false);
  });

  it('keeps what was proved there before, once each and sorted', () => {
    expect(provedWith({ proved: ['sso', 'totp'] }, ['totp', 'password', 'password'])).toEqual([
      ...['password', 'sso', 'totp'],
    ]);
    expect(provedWith({ proved: ['sso'] }, [])).toEqual(['sso']);
    expect(provedWith({ proved: [] }, [])).toEqual([]);
  });
});

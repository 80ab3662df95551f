import { describe, expect, it } from 'vitest';
import { firstKnown, hasOwnBudget, provedWith } from './own-budget.ts';

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

it.each([
  [['b', 'a'], 2, 'b2'],
  [['a', 'b'], 2, 'a2'],
  [['x', 'a'], 1, 'a1'],
  [['b'], 1, undefined],
  [['x'], 2, undefined],
  [[], 2, undefined],
])('X5 X28 of the tokens %j in the epoch %i, the account knows the device %s first', (presented, epoch, id) => {
  const devices = [
    { id: 'a1', tokenHash: 'a', epoch: 1 },
    { id: 'a2', tokenHash: 'a', epoch: 2 },
    { id: 'b2', tokenHash: 'b', epoch: 2 },
  ];
  expect(firstKnown(presented, devices, epoch)?.id).toBe(id);
});

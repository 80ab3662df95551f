import { describe, expect, it } from 'vitest';
import { clockTime, proofsOf } from './explain.ts';

describe('proofs', () => {
  it('are said once each; an email code is no authenticator app', () => {
    const session = { accountId: 'a', strength: 'baseline', authTime: '', expiresAt: '' };
    expect(proofsOf({ ...session, amr: ['pwd', 'otp', 'hwk', 'pop', 'mfa'] })).toBe('password, code, and passkey');
  });

  it('name a backup code where one signed in', () => {
    expect(proofsOf({ amr: ['pwd', 'otp', 'mfa'] }, true)).toBe('password and backup code');
  });
});

describe('an instant in a sentence', () => {
  it('is at a time of today, and on another day', () => {
    const noon = new Date().setHours(12, 0, 0, 0);
    expect(clockTime(new Date(noon).toISOString())).toMatch(/^at 12:00/);
    expect(clockTime('2031-12-26T12:51:00Z')).toMatch(/^on Dec 2[67], 2031/);
  });
});

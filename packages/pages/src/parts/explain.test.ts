import { describe, expect, it } from 'vitest';
import { clockTime, proofsOf, span } from './explain.ts';

describe('proofs', () => {
  it('are said once each; an email code is no authenticator app', () => {
    const session = { accountId: 'a', strength: 'baseline', authTime: '', expiresAt: '' };
    expect(proofsOf({ ...session, amr: ['pwd', 'otp', 'hwk', 'pop', 'mfa'] })).toBe('password, code, and passkey');
  });

  it('name a backup code where one signed in', () => {
    expect(proofsOf({ amr: ['pwd', 'otp', 'mfa'] }, 'backup-code')).toBe('password and backup code');
  });
});

describe('a duration in words', () => {
  it.each([
    [60_000, '1 minute'],
    [15 * 60_000, '15 minutes'],
    [90 * 60_000, '90 minutes'],
    [2 * 3_600_000, '2 hours'],
  ])('%d ms is %s', (milliseconds, said) => {
    expect(span(milliseconds)).toBe(said);
  });
});

describe('an instant in a sentence', () => {
  it('is at a time of today, and on another day', () => {
    const noon = new Date().setHours(12, 0, 0, 0);
    expect(clockTime(new Date(noon).toISOString())).toMatch(/^at 12:00/);
    expect(clockTime('2031-12-26T12:51:00Z')).toMatch(/^on Dec\u00a02[67],\u00a02031, \d/);
  });
});

import { describe, expect, it } from 'vitest';
import { proofsOf } from './explain.ts';

describe('proofs', () => {
  it('are said once each; an email code is no authenticator app', () => {
    const session = { accountId: 'a', strength: 'baseline', authTime: '', expiresAt: '' };
    expect(proofsOf({ ...session, amr: ['pwd', 'otp', 'hwk', 'pop', 'mfa'] })).toBe('password, code, and passkey');
  });

  it('name a backup code where one signed in', () => {
    expect(proofsOf({ amr: ['pwd', 'otp', 'mfa'] }, true)).toBe('password and backup code');
  });
});

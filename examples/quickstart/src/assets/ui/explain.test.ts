import type { Reason } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { proofsOf, reasonsLine, strictestOnly } from './explain.ts';

const asks = (strength: string, source: Reason['source']): Reason => ({
  code: 'strength-required',
  params: { strength },
  source,
  message: `needs ${strength}`,
});

describe('reasons', () => {
  it('leave out a strength that a stricter one covers, and keep those of the policy’s own', () => {
    const reasons = [asks('baseline', 'tenant'), asks('enhanced', { role: 'contractor' }), asks('attested', 'account')];
    expect(strictestOnly(reasons).map(({ params }) => params['strength'])).toEqual(['enhanced', 'attested']);
  });

  it('name everyone who asks for it in one sentence', () => {
    const reasons = [asks('enhanced', 'tenant'), asks('enhanced', { role: 'contractor' })];
    expect(reasonsLine(reasons)).toBe('The policy and the role contractor ask for enhanced.');
  });
});

describe('proofs', () => {
  it('are said once each; an email code is no authenticator app', () => {
    const session = { accountId: 'a', strength: 'baseline', authTime: '', expiresAt: '' };
    expect(proofsOf({ ...session, amr: ['pwd', 'otp', 'hwk', 'pop', 'mfa'] })).toBe(
      'password, one-time code, and passkey',
    );
  });
});

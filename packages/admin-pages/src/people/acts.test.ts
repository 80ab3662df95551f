import type { AdminAccount } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { canUseCode } from './acts.ts';

const identity = { provider: 'corp', method: 'sso', subject: '1', linkedAt: '2031-03-03T09:00:00.000Z' } as const;
const account = (externalIds: AdminAccount['externalIds']): AdminAccount =>
  ({
    status: 'active',
    factors: { password: false, totp: false, passkeys: [] },
    externalIds,
  }) as unknown as AdminAccount;

describe('X21 the offer of a code', () => {
  it('needs a first proof that the app takes: an identity of a provider that is gone is none', () => {
    expect(canUseCode(account([{ ...identity, name: 'Corp' }]))).toBe(true);
    expect(canUseCode(account([identity]))).toBe(false);
  });
});

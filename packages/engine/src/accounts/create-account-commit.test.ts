import { hostCode } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { host } from '../acts/doer.ts';
import { BARE_TENANT, bareKernel, COMMITTED } from './bare-kernel.test-support.ts';
import { createAccount } from './create-account.ts';

const LOST = { outcome: 'conflict', with: 'policy' } as const;
const NEW = { tenant: BARE_TENANT, identifier: 'sue', by: host(BARE_TENANT, hostCode('sign-up')) } as const;

describe('the commit of a new account', () => {
  it('X17 is tried thirty times', async () => {
    const thirtieth = bareKernel((tries) => (tries < 30 ? LOST : COMMITTED));
    expect(await createAccount(thirtieth.kernel, NEW)).toMatchObject({ identifiers: ['sue'], version: 1 });
    const never = bareKernel((tries) => (tries <= 30 ? LOST : COMMITTED));
    expect(await createAccount(never.kernel, NEW)).toEqual({ refused: 'store-unavailable' });
    expect(never.commits).toHaveLength(30);
  });

  it('W4 is guarded by the policy, and by the list of administrators where it adds to it', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED);
    await createAccount(kernel, NEW);
    await createAccount(kernel, { ...NEW, roles: ['super-admin'] });
    expect(commits.map(({ guards }) => guards)).toEqual([{ policy: 7 }, { administrators: 0, policy: 7 }]);
  });

  it('N15 of a provider is made only where the policy lets the provider create accounts', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED);
    const by = { kind: 'provider', provider: 'corp', tenant: BARE_TENANT } as const;
    expect(await createAccount(kernel, { ...NEW, by })).toEqual({ refused: 'not-permitted' });
    expect(commits).toEqual([]);
  });

  it('X7 X18 is none of an address that is none, and says what the account can do', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED);
    expect(await createAccount(kernel, { ...NEW, email: 'sue@' })).toEqual({
      refused: 'malformed-input',
      errors: [{ path: 'email', message: 'is not a mail address' }],
    });
    await createAccount(kernel, NEW);
    await createAccount(kernel, { ...NEW, password: 'correct horse battery staple', email: 'sue@example.org' });
    expect(commits.flatMap(({ events }) => events.map(({ detail }) => detail))).toEqual([
      { roles: [] },
      { roles: [], password: true, email: 's•••@example.org' },
    ]);
  });
});

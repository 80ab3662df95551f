import { describe, expect, it } from 'vitest';
import type { AccountId } from '../store/records.ts';
import { BARE_TENANT, bareKernel, COMMITTED } from './bare-kernel.test-support.ts';
import { createAccount } from './create-account.ts';

const LOST = { outcome: 'conflict', with: 'policy' } as const;
const NEW = { tenant: BARE_TENANT, identifier: 'sue', actor: 'system' } as const;
const actor = { accountId: 'ada' as AccountId, version: 4, sessionId: 'session' };

describe('the commit of a new account', () => {
  it('X17 is tried thirty times', async () => {
    const thirtieth = bareKernel((round) => (round < 30 ? LOST : COMMITTED));
    expect(await createAccount(thirtieth.kernel, NEW)).toMatchObject({ identifiers: ['sue'], version: 1 });
    const never = bareKernel((round) => (round <= 30 ? LOST : COMMITTED));
    expect(await createAccount(never.kernel, NEW)).toEqual({ refused: 'store-unavailable' });
    expect(never.commits).toHaveLength(30);
  });

  it('W4 is guarded by what its actor may, and by the list of administrators where it adds to it', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED);
    const authority = async () => ({ actor, policy: 7 });
    await createAccount(kernel, NEW);
    await createAccount(kernel, { ...NEW, authority });
    await createAccount(kernel, { ...NEW, roles: ['super-admin'] });
    await createAccount(kernel, { ...NEW, roles: ['super-admin'], authority });
    expect(commits.map(({ guards }) => guards)).toEqual([
      {},
      { actor, policy: 7 },
      { administrators: 0, policy: 7 },
      { actor, administrators: 0, policy: 7 },
    ]);
  });

  it('W4 is none where its actor may no more when it is tried again', async () => {
    const { kernel, commits } = bareKernel(() => LOST);
    const authority = async () => (commits.length === 0 ? { actor } : ({ refused: 'not-permitted' } as const));
    expect(await createAccount(kernel, { ...NEW, authority })).toEqual({ refused: 'not-permitted' });
    expect(commits).toHaveLength(1);
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

import { definePolicy } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { CheckedSession } from '../sessions/checked-session.ts';
import type { AccountRecord, SessionRecord } from '../store/records.ts';
import type { VaultRecord } from '../store/vault-record.ts';
import { BARE_TENANT, bareAccount, bareKernel, COMMITTED, NOW } from './bare-kernel.test-support.ts';
import { changeAccount, changeOwn } from './change-account.ts';

const LOST = { outcome: 'conflict', with: 'account' } as const;
const [ADA, ID] = [bareAccount(), bareAccount().id];
const reading = (account: AccountRecord | undefined = ADA) => ({ readAccount: async () => account });
const nothing = (next: AccountRecord) => ({ next, alsoCommit: {} });

describe('a change of an account', () => {
  it('X17 is tried thirty times', async () => {
    const thirtieth = bareKernel((round) => (round < 30 ? LOST : COMMITTED), reading());
    const written = { ...ADA, version: 5 };
    expect(await changeAccount(thirtieth.kernel, BARE_TENANT, ID, nothing)).toEqual(written);
    const never = bareKernel((round) => (round <= 30 ? LOST : COMMITTED), reading());
    expect(await changeAccount(never.kernel, BARE_TENANT, ID, nothing)).toEqual({ refused: 'store-unavailable' });
    expect(never.commits).toHaveLength(30);
  });

  it('X7 is none of an account that is not there', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, { readAccount: async () => undefined });
    expect(await changeAccount(kernel, BARE_TENANT, ID, nothing)).toEqual({ refused: 'not-found' });
    expect(commits).toEqual([]);
  });

  it('X20 says to the store whether the account is found by the same keys', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, reading());
    await changeAccount(kernel, BARE_TENANT, ID, (account) => nothing({ ...account, roles: ['staff'] }));
    await changeAccount(kernel, BARE_TENANT, ID, (account) => nothing({ ...account, identifiers: ['eva'] }));
    const shared = { tenant: BARE_TENANT, now: NOW, events: [], guards: { account: { id: ID, version: 4 } } };
    expect(commits).toEqual([
      { ...shared, account: { ...ADA, version: 5, roles: ['staff'] }, keysStay: true },
      { ...shared, account: { ...ADA, version: 5, identifiers: ['eva'] } },
    ]);
  });

  it('P21 N11 takes with a passkey what it opens of the vault, in the same commit', async () => {
    const passkey = (id: string) => ({ id }) as AccountRecord['passkeys'][number];
    const envelope = (id: string, passkeyId?: string) => ({
      ...{ id, kind: passkeyId === undefined ? ('secret' as const) : ('passkey' as const), createdAt: NOW },
      ...{ sealed: 'sealed', ...(passkeyId === undefined ? {} : { passkeyId }) },
    });
    const [goes, stays, typed] = [envelope('1', 'lost'), envelope('2', 'kept'), envelope('3')];
    const vault: VaultRecord = {
      ...{ schema: 1, tenant: BARE_TENANT, accountId: ID, version: 2, keyId: 'key' },
      envelopes: [goes, stays, typed],
    };
    const before = bareAccount({ passkeys: [passkey('lost'), passkey('kept')] });
    const { kernel, commits } = bareKernel(() => COMMITTED, { ...reading(before), readVault: async () => vault });
    await changeAccount(kernel, BARE_TENANT, ID, (account) => nothing({ ...account, passkeys: [passkey('kept')] }));
    expect(commits).toMatchObject([
      {
        vault: { ...vault, version: 3, envelopes: [stays, typed] },
        events: [{ type: 'vault.envelope-removed', accountId: ID, actor: 'system', detail: { envelope: '1' } }],
      },
    ]);
  });
});

describe("a change of one's own account", () => {
  const record = {
    ...{ schema: 1, tenant: BARE_TENANT, id: 'session', tokenHash: 'hash', version: 1, accountId: ID, epoch: 1 },
    ...{ mode: 'token', evidence: [], bindings: [], policyVersion: 7, createdAt: NOW, lastSeenAt: NOW },
    ...{ expiresAt: NOW, idle: 1 },
  } as unknown as SessionRecord;
  const session = new CheckedSession(definePolicy({}), { record, account: ADA });

  it('X11 is written while the session lives, beside all else that guards it', async () => {
    const { kernel, commits } = bareKernel(() => COMMITTED, reading());
    await changeOwn(kernel, session, (next) => ({ next, alsoCommit: { guards: { policy: 7, administrators: 3 } } }));
    expect(commits.map(({ guards }) => guards)).toEqual([
      {
        ...{ account: { id: ID, version: 4 }, policy: 7, administrators: 3 },
        actor: { accountId: ID, version: 4, sessionId: 'session' },
      },
    ]);
  });

  it('X11 is refused as the change says, or where the session is over, and nothing is written', async () => {
    const refuses = () => ({ refused: 'not-found' }) as const;
    const { kernel, commits } = bareKernel(() => COMMITTED, reading());
    expect(await changeOwn(kernel, session, refuses)).toEqual({ refused: 'not-found' });
    const over = { ...reading(bareAccount({ epoch: 2 })), listSessions: async () => [record] };
    const later = bareKernel(() => COMMITTED, over);
    expect(await changeOwn(later.kernel, session, nothing)).toEqual({ refused: 'no-session' });
    expect([...commits, ...later.commits]).toEqual([]);
  });
});

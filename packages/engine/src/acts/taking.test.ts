import { instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  APP,
  AT,
  BACKUP_CODES,
  BARE,
  CORP,
  FULL,
  PUSH,
  ROAMING,
  SMS,
  SYNCED,
} from '../factors/account-record.test-support.ts';
import type { EngineCommit } from '../kernel/commit.ts';
import type { Doer } from './doer.ts';
import { mayBeTaken, maySayTaken, takesFromSessions } from './taking.ts';

const CHANGE = { tenant: BARE.tenant, now: AT, guards: {}, events: [] } as const;
const GUARDS = { account: { id: BARE.id, version: BARE.version } };

function takes(members: Partial<EngineCommit>): boolean {
  return takesFromSessions({ ...CHANGE, ...members });
}

function takesBetween(before: AccountRecord, next: Partial<AccountRecord>): boolean {
  const account = { ...before, version: before.version + 1, ...next };
  return takes({ guards: GUARDS, before, account });
}

function without<Member extends keyof AccountRecord>(member: Member): AccountRecord {
  const { [member]: _, ...rest } = FULL;
  return rest as AccountRecord;
}

describe('X11 a change takes something from a session that was checked a moment ago', () => {
  it('if it ends sessions, deletes the account or writes a policy', () => {
    expect(takes({ endSessions: { accountId: BARE.id, only: 'one' } })).toBe(true);
    expect(takes({ deleteAccount: { id: BARE.id } })).toBe(true);
    expect(takes({ policy: { version: 2 } as never })).toBe(true);
  });

  it('if it writes an account, and nobody knows how the account was', () => {
    expect(takes({ guards: GUARDS, account: FULL })).toBe(true);
  });

  it.each<[string, Partial<AccountRecord>]>([
    ['a new epoch', { epoch: FULL.epoch + 1 }],
    ['a block', { block: { at: AT, by: 'host', reason: '' } }],
    ['a lost role', { roles: [] }],
    ['a gained role', { roles: ['staff', 'admin'] }],
    ['roles of a provider', { providerRoles: { corp: ['admin'] } }],
    ['roles that a provider told last', { providerRolesAt: {} }],
    ['the date of a gained role', { roleGains: [{ role: 'admin', at: AT }] }],
    ['fewer ways in', { methods: ['password'] }],
    ['a strength of its own', { requiredStrength: 'enhanced' }],
    ['what its first factor asks for', { firstFactor: 'vouched' }],
    ['the end of an emergency account', { emergency: false }],
    ['another address', { email: { address: 'else@mail.example', verifiedAt: AT } }],
    ['a passkey less', { passkeys: [ROAMING] }],
    ['a link less', { externalIds: [] }],
    ['another identity', { externalIds: [{ ...CORP, id: 'another' }] }],
    ['another password', { password: { id: 'new', hash: 'hash', provenance: 'set-by-owner' as never, changedAt: AT } }],
    ['a number less', { codes: [PUSH] }],
  ])('if the account has %s', (_, next) => {
    const before: AccountRecord = {
      ...FULL,
      ...{ roles: ['staff'], emergency: true, codes: [SMS, PUSH], passkeys: [SYNCED, ROAMING] },
      ...{ providerRoles: {}, providerRolesAt: { corp: AT } },
    };
    expect(takesBetween(before, {})).toBe(false);
    expect(takesBetween(before, next)).toBe(true);
  });

  it.each(['password', 'totp', 'email', 'codes', 'externalIds'] as const)(
    'if the account has lost its %s',
    (member) => {
      expect(FULL[member]).toBeDefined();
      expect(takes({ guards: GUARDS, before: FULL, account: without(member) })).toBe(true);
    },
  );

  it.each<[string, Partial<EngineCommit>]>([
    ['a step', { flow: { id: 'f1' } as never, guards: { flow: { id: 'f1', version: 1 } } }],
    ['a new account', { account: FULL }],
    ['a new account that somebody loaded', { account: BARE, before: undefined }],
    ['a new session', { newSession: { session: {} as never, consumes: { flowId: 'f1' } } }],
    ['a new token of a session', { session: {} as never, guards: { session: { id: 's1', version: 1 } } }],
    ['a known device', { device: {} as never }],
    ['forgotten devices', { forgetDevices: { accountId: BARE.id } }],
  ])('and not if it is %s', (_, members) => {
    expect(takes(members)).toBe(false);
  });

  it.each<[string, Partial<AccountRecord>]>([
    ['the step of a code', { totp: { ...APP, lastStep: 2 } }],
    [
      'the use of a passkey',
      { passkeys: FULL.passkeys.map((one) => ({ ...one, counter: 9, lastUsedAt: AT, backedUp: true })) },
    ],
    ['a used backup code', { backupCodes: { ...BACKUP_CODES, hashes: ['h1'] } }],
    ['a renewed hash', { password: { id: 'pw', provenance: 'mailbox', changedAt: AT, hash: 'other' } }],
    ['another passkey', { passkeys: [...FULL.passkeys, { ...SYNCED, id: 'third' }] }],
    [
      'what a provider says now',
      { externalIds: FULL.externalIds?.map((one) => ({ ...one, toldAt: instant(AT + 1) })) },
    ],
    ['roles that were told again', { roles: [...FULL.roles], rolesAt: instant(AT + 1) }],
    ['the end of a block', {}],
    ['a name', { displayName: 'Dora' }],
  ])('and not if the account has %s', (_, next) => {
    expect(takesBetween(FULL, next)).toBe(false);
  });
});

describe('X11 an act that writes nothing may come after an act of another process', () => {
  const kinds = ['owner', 'administrator', 'host', 'recovering', 'provider', 'directory', 'system'] as const;
  const those = (may: (by: Doer) => boolean) => kinds.filter((kind) => may({ kind } as Doer));

  it('if the act takes something, except for background work', () => {
    const all = kinds.filter((kind) => kind !== 'system');
    expect(those((by) => mayBeTaken(by, { type: 'end-sessions' }))).toEqual(all);
    expect(those((by) => mayBeTaken(by, { type: 'issue-backup-codes' }))).toEqual([]);
  });

  it('if somebody sets the address of another person, which a provider does at each sign-in', () => {
    expect(those((by) => mayBeTaken(by, { type: 'set-address' }))).toEqual(['administrator', 'host']);
  });

  it.each([
    ['not-found', kinds.filter((kind) => kind !== 'system')],
    ['no-session', kinds.filter((kind) => kind !== 'system')],
    ['invalid-credentials', ['recovering']],
    ['not-permitted', []],
  ] as const)('if it is refused as %s', (refused, who) => {
    expect(those((by) => maySayTaken(by, { refused }))).toEqual(who);
  });
});

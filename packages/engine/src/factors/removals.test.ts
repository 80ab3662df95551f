import { instant } from '@sallyport/core';
import type { AccountRecord, FlowRecord } from '@sallyport/store';
import { describe, expect, it } from 'vitest';
import {
  APP,
  BACKUP_CODES,
  BARE,
  CLUB,
  CORP,
  FULL,
  PUSH,
  ROAMING,
  SMS,
  STAFF,
  SYNCED,
} from './account-record.test-support.ts';
import { factorOf } from './index.ts';
import { withoutRecovery } from './pending.ts';
import { afterTwoStepReset, removalOf, withBlock, withoutBlock, withoutPasskey, withoutPasskeys } from './removals.ts';
import { addLink, externalIdAt, hasDirectoryPassword, unlink, wasUnlinked } from './sso-and-ldap.ts';

const without = (account: AccountRecord, ...members: readonly (keyof AccountRecord)[]): unknown =>
  Object.fromEntries(Object.entries(account).filter(([name]) => !members.some((member) => member === name)));
const PENDING = { method: 'totp', boundTo: 'session s1', sealed: 'sealed', expiresAt: BARE.createdAt } as const;

describe('a factor that its owner takes away', () => {
  it('X23 is one of the codes that are delivered: the others stay', () => {
    expect(removalOf(FULL, 'sms-code')).toEqual({
      method: 'sms-code',
      next: { ...FULL, codes: [PUSH] },
      binding: 'sms-code:s1',
    });
    expect(removalOf(FULL, 'push-code')).toEqual({
      method: 'push-code',
      next: { ...FULL, codes: [SMS] },
      binding: 'push-code:p1',
    });
    expect(removalOf({ ...FULL, codes: [SMS] }, 'sms-code')).toEqual({
      method: 'sms-code',
      next: without(FULL, 'codes'),
      binding: 'sms-code:s1',
    });
    expect(removalOf({ ...FULL, codes: [SMS] }, 'sms-code')?.next).not.toHaveProperty('codes');
    expect(removalOf(FULL, 'voice-code')).toBeUndefined();
    expect(removalOf(BARE, 'sms-code')).toBeUndefined();
  });

  it('W16 is the app, with a secret that waits for its first code, and the last strong one takes the backup codes with it', () => {
    expect(removalOf({ ...FULL, pendingSecret: PENDING }, 'totp')).toEqual({
      method: 'totp',
      next: without(FULL, 'totp'),
      binding: 'totp:app',
    });
    const next = removalOf({ ...BARE, totp: APP, backupCodes: BACKUP_CODES }, 'totp')?.next;
    expect(next).toEqual(BARE);
    expect(next).not.toHaveProperty('backupCodes');
    expect(removalOf(BARE, 'totp')).toBeUndefined();
  });

  it('W15 is one passkey, or all of them', () => {
    expect(withoutPasskey(FULL, 'synced')).toEqual({ ...FULL, passkeys: [ROAMING] });
    expect(withoutPasskey(FULL, 'other')).toEqual(FULL);
    expect(withoutPasskeys(FULL)).toEqual({ ...FULL, passkeys: [] });
    const one = { ...BARE, passkeys: [SYNCED], backupCodes: BACKUP_CODES };
    expect(withoutPasskey(one, 'other')).toEqual(one);
    for (const left of [withoutPasskey(one, 'synced'), withoutPasskeys(one)]) {
      expect(left).toEqual(BARE);
      expect(left).not.toHaveProperty('backupCodes');
    }
  });

  it('X7 is nothing that cannot be taken away, and nothing that is no factor', () => {
    for (const method of ['password', 'passkey', 'sso', 'ldap', 'email-code', 'backup-code', 'enrollment-code'])
      expect([method, removalOf(FULL, method)]).toEqual([method, undefined]);
  });
});

describe('what an administrator takes away', () => {
  it('W12 resets two-step verification: app, delivered codes and backup codes go, all else stays, and sessions end', () => {
    const pendingCode = { method: 'sms-code', address: '+1', hash: 'hash', expiresAt: BARE.createdAt } as const;
    expect(afterTwoStepReset({ ...FULL, pendingSecret: PENDING, pendingCode })).toEqual({
      ...Object(without(FULL, 'totp', 'codes', 'backupCodes')),
      epoch: FULL.epoch + 1,
    });
    expect(afterTwoStepReset(BARE)).toEqual({ ...BARE, epoch: BARE.epoch + 1 });
  });

  it('P18 W14 blocks, which voids an enrollment code that nobody used, and unblocks, which voids a recovery link', () => {
    const block = { at: BARE.createdAt, by: 'root', reason: 'left' };
    const enrollmentCode = { hash: 'h', expiresAt: instant(BARE.createdAt + 1), by: 'host' as const };
    const recovery = { hash: 'hash', expiresAt: BARE.createdAt };
    expect(withBlock({ ...FULL, enrollmentCode }, block)).toEqual(withBlock(FULL, block));
    expect(withoutBlock({ ...FULL, recovery, block })).toEqual(FULL);
  });

  it('P18 blocks, which ends sessions, and unblocks, which opens none', () => {
    const block = { at: BARE.createdAt, by: 'root', reason: 'left' };
    expect(withBlock(FULL, block)).toEqual({ ...FULL, block, epoch: FULL.epoch + 1 });
    expect(withoutBlock({ ...FULL, block })).toEqual(FULL);
    expect(withoutBlock({ ...FULL, block })).not.toHaveProperty('block');
    const recovery = { hash: 'hash', expiresAt: BARE.createdAt };
    expect(withoutRecovery({ ...FULL, recovery })).toEqual(FULL);
  });
});

describe('an identity that is unlinked', () => {
  const linked: AccountRecord = { ...FULL, providerRoles: { corp: ['staff'], club: ['member'] } };

  it('X18 goes with the roles that it brought, and with no others', () => {
    const at = instant(2_000);
    const unlinked = [{ provider: 'corp', subject: CORP.subject, at }];
    expect(unlink(linked, 'corp', at)).toEqual({
      ...linked,
      externalIds: [STAFF, CLUB],
      providerRoles: { club: ['member'] },
      unlinked,
    });
    const only = { ...BARE, externalIds: [CORP], providerRoles: { corp: ['staff'] }, providerRolesAt: { corp: at } };
    expect(unlink(only, 'corp', at)).toEqual({ ...BARE, unlinked });
    expect(unlink(BARE, 'corp', at)).toEqual(BARE);
    expect(unlink(linked, 'nobody', at)).toEqual(linked);
  });

  it('X9 is remembered by its provider, beside those before it, until it is linked itself', () => {
    const at = instant(2_000);
    const record = { provider: 'corp', subject: CORP.subject, at };
    const address = 'cleo@corp.example';
    expect(unlink({ ...BARE, externalIds: [{ ...CORP, address }] }, 'corp', at).unlinked).toEqual([
      { ...record, address },
    ]);
    const without = unlink(linked, 'corp', at);
    expect(without.unlinked).toEqual([record]);
    expect([wasUnlinked(without, 'corp'), wasUnlinked(without, 'club'), wasUnlinked(linked, 'corp')]).toEqual([
      true,
      false,
      false,
    ]);
    expect(unlink(linked, 'nobody', at)).toEqual(linked);
    const again = unlink(addLink(without, { ...CORP, subject: 'z' }), 'corp', at);
    expect(again.unlinked).toEqual([record, { ...record, subject: 'z' }]);
    expect(unlink(addLink(again, { ...CORP, subject: 'z' }), 'corp', at).unlinked).toEqual(again.unlinked);
    expect(unlink(without, 'club', at).unlinked).toEqual([record, { provider: 'club', subject: CLUB.subject, at }]);
    expect(addLink(without, CORP)).toEqual({ ...without, externalIds: [STAFF, CLUB, CORP], unlinked: undefined });
    expect(addLink(BARE, CORP)).toStrictEqual({ ...BARE, externalIds: [CORP] });
  });

  it('X9 is remembered beside 24 others: of more the oldest go', () => {
    const subjects = Array.from({ length: 27 }, (_, place) => `${place}`);
    const after = subjects.reduce(
      (account, subject) => unlink(addLink(account, { ...CORP, subject }), 'corp', instant(2_000)),
      BARE,
    );
    expect(after.unlinked?.map(({ subject }) => subject)).toEqual(subjects.slice(2));
  });

  it('P7 is found by its provider', () => {
    expect(externalIdAt(FULL, 'club')).toBe(CLUB);
    expect(externalIdAt(FULL, 'nobody')).toBeUndefined();
    expect(externalIdAt(BARE, 'corp')).toBeUndefined();
    expect(hasDirectoryPassword(FULL)).toBe(true);
    expect(hasDirectoryPassword({ ...BARE, externalIds: [CORP] })).toBe(false);
    expect(hasDirectoryPassword(BARE)).toBe(false);
  });
});

describe('a secret that waits for its first code', () => {
  const withoutSecret = (flow: object, method: string) =>
    factorOf('totp')?.withoutPending?.(flow as FlowRecord, method);

  it('X10 goes with its own method, and with no other', () => {
    const flow = { id: 'flow', pendingSecret: PENDING };
    expect(withoutSecret(flow, 'totp')).toEqual({ id: 'flow' });
    expect(withoutSecret(flow, 'totp')).not.toHaveProperty('pendingSecret');
    expect(withoutSecret(flow, 'hotp')).toEqual(flow);
    expect(withoutSecret({ id: 'flow' }, 'totp')).toEqual({ id: 'flow' });
    expect(withoutSecret({ id: 'flow' }, 'totp')).not.toHaveProperty('pendingSecret');
  });
});

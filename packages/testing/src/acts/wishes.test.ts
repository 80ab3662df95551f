import type { AccountFacts, Act as PolicyAct } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { asInstant } from '../clock/moment.ts';
import * as testing from '../index.ts';
import {
  account,
  acts,
  administrator,
  allowed,
  evidence,
  refusedBecause,
  toChangePolicy,
  toCreate,
  toEndSessions,
  toLink,
  toRecover,
  toRemove,
  toSetAddress,
  toSetMethods,
  toSetRequiredStrength,
  toSetRoles,
  toUnlink,
  toUnlock,
  toUseVouching,
  toVouch,
  type Wish,
} from '../index.ts';

const policy = {
  administrators: { policy: ['super-admin'], people: ['admin'] },
  providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } },
};
const dora = account({ roles: ['reader'], factors: ['password', 'email', 'totp'] });
const ben = account({ roles: ['admin'], factors: ['password', 'email', 'totp'] });
const byApp = [evidence.password(), evidence.totp()] as const;

describe('wishes', () => {
  const target = account({
    factors: [
      'password',
      'email',
      'totp',
      'passkey',
      'passkey',
      'backup-codes',
      'sms',
      { sso: 'corp' },
      { sso: 'club' },
    ],
  });
  const left = (wish: Wish): AccountFacts | undefined => {
    const act = wish.on(target);
    return 'leaves' in act ? act.leaves?.account : undefined;
  };

  it('has a builder for every act, each with words of its own', () => {
    const wishes: readonly Wish[] = [
      ...[testing.toEnroll('totp'), toRemove('totp'), testing.toRenamePasskey(), testing.toIssueBackupCodes()],
      ...[
        testing.toSetPassword(),
        toSetAddress(),
        testing.toSetIdentifier(),
        testing.toExport(),
        toRecover(),
        toLink('corp'),
        toUnlink('corp'),
      ],
      ...[
        toEndSessions(),
        ...[testing.toForgetDevice(), testing.toWriteVault(), testing.toReseal(), testing.toBootstrap()],
        toCreate(),
        testing.toBlock(),
        testing.toUnblock(),
      ],
      ...[
        toUnlock(),
        testing.toDelete(),
        toSetRoles([]),
        toSetMethods([]),
        toSetRequiredStrength(null),
        testing.toResetTwoStep(),
        testing.toResetPasskeys(),
      ],
      ...[
        testing.toOfferRecovery(),
        testing.toTakeRoles(),
        testing.toRevokePasskey(),
        toVouch(),
        testing.toHelpIn(),
        testing.toRemind(),
        toUseVouching(),
        toChangePolicy(),
        testing.toOpenVaultInEmergency(),
      ],
      ...[
        testing.toCreateOrganisation(),
        testing.toChangeOrganisation(),
        testing.toSetMember(['owner']),
        testing.toRemoveMember(['owner']),
        testing.toRemoveOrganisation(),
        testing.toJoinOrganisation(),
      ],
    ];
    const types = wishes.map((wish) => wish.on(target).type);
    const every: Readonly<Record<PolicyAct['type'], true>> = {
      ...{ enroll: true, remove: true, 'rename-passkey': true, 'issue-backup-codes': true, 'set-password': true },
      export: true,
      ...{ 'set-address': true, 'set-identifier': true, recover: true, link: true, unlink: true, 'end-sessions': true },
      ...{ 'forget-device': true, 'write-vault': true, reseal: true, bootstrap: true },
      ...{ create: true, block: true, unblock: true, unlock: true },
      ...{ delete: true, 'set-roles': true, 'set-methods': true, 'set-required-strength': true },
      ...{ 'reset-two-step': true, 'reset-passkeys': true },
      ...{ 'revoke-passkey': true, vouch: true, 'help-in': true, 'use-vouching': true, 'change-policy': true },
      ...{ 'create-organisation': true, 'change-organisation': true, 'set-member': true },
      ...{ 'remove-member': true, 'remove-organisation': true, 'join-organisation': true },
      ...{ remind: true, 'open-vault-in-emergency': true, 'offer-recovery': true, 'take-roles': true },
    };
    expect(new Set(types)).toEqual(new Set(Object.keys(every)));
    expect(new Set(wishes.map(({ says }) => says)).size).toBe(types.length);
    expect(Object.keys(testing).filter((name) => /^to[A-Z]/.test(name))).toHaveLength(types.length);
  });

  it('X9 leaves the account without what is taken away', () => {
    const { factors } = target;
    expect(left(toRemove('password'))?.factors).toEqual({ ...factors, password: undefined });
    expect(left(toRemove('totp'))?.factors).toEqual({ ...factors, totp: false });
    expect(left(toRemove('email-code'))?.factors).toEqual({ ...factors, mailDomain: undefined });
    expect(left(toRemove('backup-code'))?.factors).toEqual({ ...factors, backupCodes: 0 });
    expect(left(toRemove('sms-code'))?.factors).toEqual({ ...factors, codes: [] });
    expect(left(toRemove('sso'))?.factors).toEqual({ ...factors, sso: [] });
    expect(left(toRemove('ldap'))?.factors).toEqual({ ...factors, ldap: false });
    expect(left(toUnlink('corp'))?.factors).toEqual({ ...factors, sso: ['club'] });
    expect(left(toRemove('passkey'))?.factors.passkeys.map(({ id }) => id)).toEqual(['passkey-2']);
    const second = toRemove('passkey', { passkey: 'passkey-2' });
    expect(left(second)?.factors.passkeys.map(({ id }) => id)).toEqual(['passkey-1']);
    expect(second.says).toBe('remove passkey-2');
  });

  it('leaves roles that a provider gave', () => {
    const given = [{ method: 'sso', provider: 'corp', roles: ['staff'], saidAt: asInstant(testing.START) }] as const;
    const act = toSetRoles('reader').on({ ...target, roles: ['admin', 'staff'], given });
    expect(act).toMatchObject({
      roles: ['reader'],
      leaves: { account: { roles: ['reader', 'staff'] } },
      forced: false,
    });
  });

  it('W12 keeps the account a way in, unless the act is forced or a code is out', () => {
    const strict = { ...policy, requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } as const;
    const byBen = acts(strict)
      .given(dora)
      .by(administrator(ben, ...byApp));
    byBen.wants(toSetMethods(['sso'])).expect(refusedBecause('no-way-in-left'));
    byBen.wants(toSetMethods(['sso'], { forced: true })).expect(allowed());
    byBen.wants(toSetMethods(['password'])).expect(allowed());
    byBen.wants(toSetRequiredStrength('no such strength')).expect(refusedBecause('no-way-in-left'));
    byBen.wants(toSetRequiredStrength('enhanced')).expect(allowed());
    byBen.wants(toSetRequiredStrength(null)).expect(allowed());
    const own = acts(strict)
      .given(dora)
      .inSession(...byApp);
    own.wants(toRemove('totp')).expect(refusedBecause('no-way-in-left'));
    own.wants(toRemove('totp', { vouched: true })).expect(allowed());
    expect(toSetRoles([], { forced: true }).says).toBe('set the roles to none, forced');
    expect(toSetMethods(['sso', 'passkey']).says).toBe('set the methods to sso, passkey');
    expect(toSetRequiredStrength('enhanced', { forced: true }).says).toBe('require the strength enhanced, forced');
    expect(toCreate({ roles: ['admin', 'reader'], emergency: true }).says).toBe(
      'create an emergency account with the roles admin, reader',
    );
  });
});

import { definePolicy, instant } from '@sallyport/core';
import type { AccountRecord, SetUpsRecord } from '@sallyport/store';
import { sampleFlow } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import {
  APP,
  AT,
  BACKUP_CODES,
  BARE,
  CLUB,
  CORP,
  FULL,
  STAFF,
  SYNCED,
} from '../factors/account-record.test-support.ts';
import { divided, joined, stillCounts, waitsForSession } from './set-ups.ts';

const POLICY = definePolicy({
  ...{ administrators: { policy: ['super-admin'] }, providers: { corp: { mailDomains: ['example.org'] } } },
});
const INVITED: AccountRecord = { ...BARE, invited: true };
const FLOW = sampleFlow(BARE.tenant, 'f1');
const NOW = { policy: POLICY, now: AT };

/** The record of what a step of the flow set up. */
function recorded(before: AccountRecord, after: AccountRecord, flow = FLOW): SetUpsRecord {
  const { setUps } = divided(NOW, flow, before, after);
  if (setUps === undefined) throw new Error('nothing was set up');
  return { ...setUps, events: [] };
}

describe('the set-ups of a first sign-in', () => {
  it('X21 X3 are the flow’s, of every kind, and the flow sees the account with them', () => {
    const roles = {
      providerRoles: { corp: ['staff'] },
      providerRolesAt: { corp: AT },
      roleGains: [{ role: 'staff', at: AT }],
    };
    const after = { ...INVITED, ...FULL, ...roles, invited: true } as const;
    const { kept } = divided(NOW, FLOW, INVITED, after);
    const openPasskeys = FULL.passkeys.map(({ id }) => id);
    expect(JSON.parse(JSON.stringify(kept))).toEqual({ ...INVITED, openPasskeys });
    expect(joined(kept, recorded(INVITED, after))).toEqual({ ...after, openPasskeys });
  });

  it('X21 P12 leave the account what it had, with what the step changed in it', () => {
    const corp = { ...CORP, asserted: true } as const;
    const before = { ...INVITED, passkeys: [SYNCED], externalIds: [CORP] };
    const after: AccountRecord = {
      ...{ ...before, passkeys: [{ ...SYNCED, counter: 7 }], totp: APP, externalIds: [corp, CLUB] },
      ...{ providerRoles: { corp: ['staff'], club: ['guest'] }, providerRolesAt: { corp: AT, club: AT } },
      roleGains: ['staff', 'guest'].map((role) => ({ role, at: AT })),
    };
    const { kept, setUps } = divided(NOW, FLOW, before, after);
    expect(kept).toMatchObject({
      ...{ passkeys: [{ counter: 7 }], externalIds: [corp], providerRoles: { corp: ['staff'] } },
      roleGains: [{ role: 'staff' }],
    });
    expect(kept.totp).toBeUndefined();
    expect(setUps).toMatchObject({
      ...{ totp: APP, externalIds: [CLUB], providerRoles: { club: ['guest'] }, providerRolesAt: { club: AT } },
      roleGains: [{ role: 'guest' }],
    });
    expect(joined(kept, recorded(before, after))).toMatchObject({ ...after, providerRoles: after.providerRoles });
  });

  it('X13 X21 replace nothing before the session: neither a password nor codes, nor the word that a code is needed', () => {
    const password = { id: 'old', hash: 'h', provenance: 'independent', changedAt: AT } as const;
    const before = { ...INVITED, password, backupCodes: BACKUP_CODES, firstFactor: 'vouched' } as const;
    const codes = { ...BACKUP_CODES, id: 'new' };
    const { firstFactor: _, ...rest } = before;
    const after = { ...rest, password: { ...password, id: 'new' }, backupCodes: codes, totp: APP };
    const { kept } = divided(NOW, FLOW, before, after);
    expect(kept).toMatchObject({ password: { id: 'old' }, backupCodes: { id: 'codes' }, firstFactor: 'vouched' });
    expect(joined(kept, recorded(before, after))).toEqual({ ...after, firstFactor: undefined });
    const ofOthers = { ...after, firstFactor: 'vouched', backupCodes: { ...codes, setUpBy: 'pia' } } as const;
    expect(joined(kept, recorded(before, ofOthers))).toMatchObject({ firstFactor: 'vouched' });
  });

  it('W4 X21 a role that the flow keeps takes nothing of the account, and a role of the account takes what is others’', () => {
    const password = { id: 'old', hash: 'h', provenance: 'independent', changedAt: AT, setUpBy: 'pia' } as const;
    const before: AccountRecord = { ...INVITED, password };
    const link = { externalIds: [CORP], providerRoles: { corp: ['super-admin'] }, providerRolesAt: { corp: AT } };
    const { kept, ended, setUps } = divided(NOW, FLOW, before, { ...before, ...link });
    expect({ kept: JSON.parse(JSON.stringify(kept)), ended, setUps }).toMatchObject({
      ...{ kept: before, ended: [], setUps: link },
    });
    const given = { ...before, roles: ['super-admin'], totp: APP };
    expect(divided(NOW, FLOW, before, given)).toMatchObject({
      ...{ kept: { epoch: before.epoch + 1, password: undefined }, ended: ['password'], setUps: { totp: APP } },
    });
  });

  it('X21 X13 a password that came with the code of an administrator is the account’s at once', () => {
    const password = { id: 'pw', hash: 'h', provenance: 'independent', changedAt: AT } as const;
    const code = { hash: 'c', expiresAt: AT, by: 'host', usedIn: FLOW.id, helpsIn: 'first' } as const;
    const before = { ...INVITED, enrollmentCode: code };
    const used = { ...before, password, enrollmentCode: { ...code, helpsIn: undefined } };
    expect(divided(NOW, FLOW, before, used)).toEqual({ kept: used, ended: [] });
    for (const other of [{ ...code, usedIn: 'another' }, { ...code, helpsIn: 'further' } as const]) {
      const elsewhere = { ...INVITED, enrollmentCode: other };
      expect(divided(NOW, FLOW, elsewhere, { ...elsewhere, password }).setUps).toMatchObject({ password });
    }
  });

  it('X21 are no more than a set-up where somebody has signed in before', () => {
    expect(divided(NOW, FLOW, BARE, FULL)).toEqual({ kept: FULL, ended: [] });
  });
});

describe('whether the set-ups of a flow count', () => {
  const MAILED: AccountRecord = { ...INVITED, email: { address: 'dora@example.org', verifiedAt: AT } };
  const setUps = recorded(MAILED, { ...MAILED, passkeys: [SYNCED], externalIds: [CORP] });
  const ofSignUp: AccountRecord = { ...BARE, openSignUp: true };

  it.each<[string, AccountRecord]>([
    ['X21 somebody has signed in since', { ...MAILED, invited: undefined } as AccountRecord],
    ['X3 the sessions ended', { ...MAILED, epoch: 6 }],
    ['X3 the mailbox is another', { ...MAILED, email: { address: 'ida@example.org', verifiedAt: AT } }],
    ['X3 a code was given out', { ...MAILED, enrollmentCode: { hash: 'h', expiresAt: AT, by: 'host' } }],
    ['P12 another identity of the provider was linked', { ...MAILED, externalIds: [{ ...CORP, id: 'c9' }] }],
    ['P12 the provider’s identity was unlinked', { ...MAILED, unlinked: [{ provider: 'corp', subject: 'd', at: AT }] }],
  ])('%s: no', (_, account) => {
    expect(stillCounts(POLICY, setUps, MAILED)).toBe(true);
    expect(stillCounts(POLICY, setUps, account)).toBe(false);
  });

  it('P11 an identity no more under a policy that gives its provider no mail domain', () => {
    const policy = definePolicy({ providers: { corp: { mailDomains: ['example.com'] } } });
    expect(stillCounts(policy, setUps, MAILED)).toBe(false);
  });

  it('P12 a password no more beside the directory', () => {
    const password = { id: 'pw', hash: 'h', provenance: 'independent', changedAt: AT } as const;
    const chosen = recorded(INVITED, { ...INVITED, password });
    expect(stillCounts(POLICY, chosen, { ...INVITED, externalIds: [CLUB] })).toBe(true);
    expect(stillCounts(POLICY, chosen, { ...INVITED, externalIds: [STAFF] })).toBe(false);
  });

  it('W4 X21 not in the account of a sign-up that administers something, and of an invited administrator they do', () => {
    const made = recorded(ofSignUp, { ...ofSignUp, passkeys: [SYNCED] });
    expect(stillCounts(POLICY, made, ofSignUp)).toBe(true);
    expect(stillCounts(POLICY, made, { ...ofSignUp, roles: ['super-admin'] })).toBe(false);
    const ofInvited = recorded(INVITED, { ...INVITED, passkeys: [SYNCED] });
    expect(stillCounts(POLICY, ofInvited, { ...INVITED, roles: ['super-admin'] })).toBe(true);
    expect(stillCounts(POLICY, setUps, { ...MAILED, roles: ['super-admin'] })).toBe(false);
  });
});

it('X18 the events of set-ups wait for the session, and another event does not', () => {
  const password = { id: 'pw', hash: 'h', provenance: 'independent', changedAt: instant(1) } as const;
  const { restsOn } = recorded(INVITED, { ...INVITED, passkeys: [SYNCED] });
  const made = { restsOn, passkeys: [SYNCED], providerRoles: { corp: ['staff'] } };
  const changed = { type: 'account.roles-changed', detail: { provider: 'corp' } } as const;
  expect(waitsForSession(made, { type: 'factor.enrolled' })).toBe(true);
  expect(waitsForSession(made, { type: 'backup-codes.issued' })).toBe(true);
  expect(waitsForSession(made, { type: 'external-id.linked' })).toBe(true);
  expect(waitsForSession(made, changed)).toBe(true);
  expect(waitsForSession({ ...made, password }, { type: 'password.reset' })).toBe(true);
  expect(waitsForSession({ ...made, password }, { type: 'password.changed' })).toBe(true);

  expect(waitsForSession(made, { type: 'password.changed' })).toBe(false);
  expect(waitsForSession(made, { type: 'enrollment-code.used' })).toBe(false);
  expect(waitsForSession(made, { ...changed, detail: { provider: 'club' } })).toBe(false);
  expect(waitsForSession(made, { type: 'account.roles-changed' })).toBe(false);
  expect(waitsForSession(undefined, { type: 'factor.enrolled' })).toBe(false);
});

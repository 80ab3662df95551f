import { definePolicy, type HostMethods, type Policy, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { type ThreatChange, threatRows } from './compare-threats.ts';
import { previewThreats, threatKinds } from './preview-threats.ts';
import type { Thief } from './thief.ts';

const HOST: HostMethods = { methods: ['passkey', 'password', 'totp', 'email-code', 'backup-code'] };
const ADMINISTRATORS: NonNullable<PolicyInput<string>['administrators']> = { policy: ['chief'], people: ['clerk'] };

function policy(input: PolicyInput<string> = {}): Policy {
  const roles = { chief: { requiredStrength: 'enhanced' }, ...input.roles } as const;
  return definePolicy({ administrators: ADMINISTRATORS, ...input, roles }, HOST);
}

const STRICT = policy();
const LOOSE = policy({ enrollment: { firstFactor: 'password' } });

const THIEVES: readonly Thief[] = [
  { id: 'password', thefts: ['password'] },
  { id: 'mailbox', thefts: ['mailbox'] },
];

function changed(from: Policy, to: Policy, budget?: number): ThreatChange {
  return previewThreats({ from, to, thieves: THIEVES, budget });
}

describe('previewThreats', () => {
  it('N16 N5 tells that a stolen password comes to administer, with the chain', () => {
    const [first] = threatRows(changed(STRICT, LOOSE));
    expect(first).toMatchObject({
      thief: 'password',
      reach: 'chief: password, mail',
      before: 'nothing',
      after: 'policy',
      chain: 'signs in by the password → sets up a passkey of their own → changes the policy',
    });
  });

  it('N16 N5 tells what the mailbox reaches once it recovers alone', () => {
    const rows = threatRows(changed(policy({ recovery: { mailboxAlone: 'refuse' } }), STRICT));
    expect(rows.filter(({ thief }) => thief === 'mailbox')).toContainEqual(
      expect.objectContaining({
        reach: 'no role: password, mail',
        before: 'password',
        after: 'session (baseline), password, deletes',
        chain: expect.stringContaining('goes on by a code to the mailbox → deletes the account'),
      }),
    );
  });

  it('N16 N5 tells the cells of a stricter policy that reach less, also where a role becomes a kind of its own', () => {
    const change = changed(LOOSE, STRICT);
    expect(change).toMatchObject({ worse: [], undecided: 0 });
    expect(change.better).not.toEqual([]);
    const mandate = previewThreats({
      from: STRICT,
      to: policy({ roles: { guest: { requiredStrength: 'enhanced' } } }),
    });
    expect(mandate.worse).toEqual([]);
    expect(mandate.better).not.toEqual([]);
  });

  it('N16 N5 tells of the one role that a change loosens, and of no other', () => {
    const both = { one: { requiredStrength: 'enhanced' }, other: { requiredStrength: 'enhanced' } } as const;
    const { worse } = changed(policy({ roles: both }), policy({ roles: { one: both.one } }));
    expect(new Set(worse.flatMap(({ account }) => account.roles))).toEqual(new Set(['other']));
  });

  it('N16 N5 tells nothing where nothing changes', () => {
    expect(changed(STRICT, STRICT)).toEqual({ worse: [], better: [], undecided: 0 });
  });

  it('N16 takes no cell for better or worse that the budget left undecided', () => {
    const change = changed(LOOSE, STRICT, 1);
    expect(change.undecided).toBeGreaterThan(0);
    expect(change.worse).toEqual([]);
    const loosened = changed(STRICT, LOOSE, 1);
    expect(loosened.undecided).toBeGreaterThan(0);
    expect(loosened.worse.length).toBeLessThan(changed(STRICT, LOOSE).worse.length);
  });
});

describe('threatKinds', () => {
  const mandated = { one: { requiredStrength: 'enhanced' }, alike: { requiredStrength: 'enhanced' } } as const;
  const kinds = threatKinds({ from: STRICT, to: policy({ roles: mandated }) });
  const password = { password: 'independent', passkeys: [] } as const;
  const passkey = { id: 'k', userVerified: true, deviceBound: false, attested: false, aaguid: '' };

  it('N16 counts accounts by the rule of their roles, their source of sign-ins and their strongest second factor', () => {
    kinds.count({ roles: ['one'], factors: password });
    kinds.count({ roles: ['alike', 'unknown'], factors: password });
    kinds.count({ roles: [], factors: password });
    kinds.count({ roles: ['one'], factors: { ...password, totp: true, passkeys: [passkey] } });
    expect(kinds.countOf({ roles: ['one'], factors: { ...password, mailDomain: 'x.example' } })).toBe(2);
    expect(kinds.countOf({ roles: [], factors: password })).toBe(1);
    expect(kinds.countOf({ roles: ['one'], factors: { ...password, passkeys: [passkey] } })).toBe(1);
    expect(kinds.countOf({ roles: ['one'], factors: { ...password, totp: true } })).toBe(0);
    expect(kinds.countOf({ roles: ['chief'], factors: password })).toBe(0);
    expect(kinds.countOf({ roles: ['one'], factors: password, emergency: true })).toBe(0);
  });

  it('N16 tells an account with a password and no mailbox apart where a password alone opens a set-up', () => {
    const mailed = { ...password, mailDomain: 'x.example' } as const;
    const opening = threatKinds({ from: STRICT, to: LOOSE });
    for (const factors of [password, password, mailed]) opening.count({ roles: [], factors });
    expect(opening.countOf({ roles: [], factors: password })).toBe(2);
    expect(opening.countOf({ roles: [], factors: mailed })).toBe(1);
    const stolen = threatRows(changed(STRICT, LOOSE)).filter(({ reach }) => reach.startsWith('no role'));
    expect(stolen).toMatchObject([{ reach: 'no role: password', before: 'nothing', after: 'keeps' }]);
  });

  it('N16 W4 counts accounts without a password and an identity where somebody can help their owners in', () => {
    const guest = { roles: { guest: { requiredStrength: 'enhanced' } } } as const;
    const desk = (...may: readonly ('reset' | 'unlock')[]): Policy =>
      policy({
        ...guest,
        administrators: { ...ADMINISTRATORS, helpdesk: [{ roles: ['desk'], over: ['guest'], may }] },
      });
    const [from, to] = [desk('unlock'), desk('reset')];
    const { worse } = previewThreats({ from, to, thieves: [{ id: 'helpdesk:desk', thefts: ['helpdesk:desk'] }] });
    const helped = threatKinds({ from, to });
    helped.count({ roles: ['guest'], factors: { passkeys: [passkey] } });
    helped.count({ roles: ['guest'], factors: { passkeys: [], mailDomain: 'x.example' } });
    const counted = threatRows({ worse }).map(({ reach, after }, place) => {
      const { account } = worse[place] ?? {};
      return [reach, after.startsWith('keeps'), account && helped.countOf(account)];
    });
    for (const [kind, count] of [
      ['passkey', 1],
      ['app', 0],
    ] as const)
      expect(counted).toContainEqual([`guest: mail, ${kind}`, true, count]);
    expect(counted).toContainEqual(['guest: mail', true, 1]);
    const nobody = (input: PolicyInput<string>): Policy => definePolicy(input, HOST);
    const alone = previewThreats({ from: nobody(guest), to: nobody({}) });
    expect(alone.worse).not.toEqual([]);
    expect(alone.worse.filter(({ account: { factors } }) => factors.password === undefined)).toEqual([]);
  });
});

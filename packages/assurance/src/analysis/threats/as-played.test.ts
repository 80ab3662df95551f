// Facts about the engine that the search had wrong until thieves were played over HTTP (packages/simulation/src/thieves).

import { definePolicy, instant, judge, METHODS, type PolicyInput } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { type ThreatAccount, targetOf } from './accounts.ts';
import { analyseBy, analyseThreats } from './analyse-threats.ts';
import { cookiesOf } from './cell.ts';
import type { ThreatGoal } from './goal.ts';
import { type ThreatHost, threatWorld } from './host.ts';
import { besides, open, openWith } from './opened.ts';
import { shownBy } from './shown.ts';
import { afterRoles, endsSessions, NOTHING, type Target, withFactor } from './target.ts';
import { handsOf, type Theft } from './thief.ts';
import { accountText, chainText } from './words.ts';

/** The chains of a thief to a goal, by the account. */
function chains(
  policy: PolicyInput<string>,
  host: ThreatHost,
  theft: Theft,
  goal: ThreatGoal,
  accounts?: readonly ThreatAccount[],
  judgeOf: typeof judge = judge,
): ReadonlyMap<string, string> {
  const providers = Object.keys(host.providers ?? {});
  const compiled = definePolicy(policy, {
    ...{ methods: METHODS, providers, directory: host.directory?.name, attestedModels: 'any' },
  });
  const world = threatWorld(compiled, host, { judge: judgeOf });
  const { cells } = analyseBy(world, { accounts, thieves: [{ id: theft, thefts: [theft] }] });
  return new Map(
    cells.map(({ account, reached }) => {
      const found = reached.find((each) => each.goal === goal);
      return [accountText(account), found === undefined ? 'never' : chainText(found.chain)];
    }),
  );
}

/** Helps nobody in: a help-in is the shortest way to most goals, and hides the other ways. */
const withoutHelp: typeof judge = (policy, act, question) =>
  act.type === 'help-in' ? { outcome: 'refused', reason: 'not-permitted', because: [] } : judge(policy, act, question);

const MODEL = 'c5ef55ff-ad9a-4b9f-b580-adebafe026d0';
const CORP = { mailDomains: ['corp.example'] };

describe('the search as the engine plays it', () => {
  it('N16 a flow that a set-up completes is over: the thief signs in again by the new passkey', () => {
    const found = chains({}, { providers: { corp: {} } }, 'fresh-cookie', 'link');
    expect(found.get('identity at corp, mail')).toBe(
      'sets up a passkey of their own → unlinks the identity at corp → signs in by a passkey of their own → links an identity of their own at corp',
    );
  });

  it('N16 an operator asserts no identity where the account may not sign in by single sign-on', () => {
    const host = { providers: { corp: {} } };
    const allowed = chains({ providers: { corp: CORP } }, host, 'provider:corp', 'link');
    expect(allowed.get('password, mail')).toBe("asserts an identity at corp with the account's address");
    const refused = chains({ methods: ['password'], providers: { corp: CORP } }, host, 'provider:corp', 'link');
    expect(refused.get('password, mail')).toBe('never');
  });

  it('N16 an operator who unlinked the owner is not linked by the address again', () => {
    const trusted = { ...CORP, trust: [{ acr: 'mfa', strength: 'phishing-resistant' as const }] };
    const policy: PolicyInput<string> = { methods: ['password', 'sso'], providers: { corp: trusted } };
    const found = chains(policy, { providers: { corp: {} } }, 'provider:corp', 'link');
    expect(found.get('password, mail')).toBe("asserts an identity at corp with the account's address");
    expect(found.get('identity at corp, mail')).toBe(
      'signs in by the identity at corp → sets a new password → unlinks the identity at corp → signs in by the new password → goes on by a code to the mailbox → links an identity of their own at corp',
    );
  });

  it('N16 a session ends with the gain of a role if the account has a thing of others', () => {
    const before = { ...NOTHING, links: [{ by: 'thief', setUpBy: 'other', provider: 'corp' } as const] };
    const after = { ...before, roles: ['chief'] };
    const policy = definePolicy({ administrators: { policy: ['chief'] } });
    expect(endsSessions(policy, before, after)).toBe(true);
    expect(endsSessions(policy, after, after)).toBe(false);
    expect(endsSessions(policy, NOTHING, { ...NOTHING, roles: ['chief'] })).toBe(false);
  });

  it('N16 an account that comes to administer more loses what others set up, except an identity at the provider that gives the role', () => {
    const policy = definePolicy({ administrators: { policy: ['chief'], people: ['clerk'] } });
    const others = { by: 'thief', setUpBy: 'other' } as const;
    const before: Target = {
      ...NOTHING,
      seconds: [{ ...others, method: 'totp' }],
      links: [{ ...others, provider: 'corp' }],
    };
    const people = { ...before, roles: ['clerk'] };
    const chief = { ...before, roles: ['chief'] };
    const lowered = { from: 'enhanced', by: 'other' };
    expect(afterRoles(policy, before, people, 'corp')).toEqual({ ...people, seconds: [], lowered });
    expect(afterRoles(policy, before, people, 'club')).toEqual({ ...people, seconds: [], links: [], lowered });
    // Who administers people, and comes to administer the policy, loses the same again.
    expect(afterRoles(policy, people, chief, 'corp')).toEqual({ ...chief, seconds: [] });
    const reset: Target = { ...chief, seconds: [], lowered: { from: 'enhanced', by: 'other' } };
    const vouched = { ...reset, lowered: undefined, firstFactor: 'vouched' } as const;
    expect(afterRoles(policy, people, reset, 'corp')).toEqual(vouched);
    expect(withFactor(vouched, { seconds: [{ ...others, method: 'totp' }] }, others).firstFactor).toBe('vouched');
    const owners = { by: 'thief', setUpBy: undefined } as const;
    expect(withFactor(vouched, { seconds: [{ ...owners, method: 'totp' }] }, owners).firstFactor).toBeUndefined();
    const both = { ...chief, roles: ['chief', 'clerk'] };
    expect(afterRoles(policy, chief, both)).toEqual(both);
    expect(afterRoles(policy, chief, people)).toEqual(people);
  });

  it('N16 an identity that its own provider made stays, if the account comes to administer people', () => {
    const policy = definePolicy({ administrators: { policy: ['chief'], people: ['clerk'] } });
    const link = { by: 'thief', setUpBy: 'other', asserted: true, provider: 'club' } as const;
    const before: Target = { ...NOTHING, ldap: link, links: [link] };
    const people = { ...before, roles: ['clerk'] };
    const chief = { ...before, roles: ['chief'] };
    expect(afterRoles(policy, before, people, 'corp')).toEqual(people);
    expect(afterRoles(policy, before, chief, 'corp')).toEqual({ ...chief, ldap: undefined, links: [] });
  });

  it('N16 what an identity set up stays with the identity', () => {
    const policy = definePolicy({ administrators: { policy: ['chief'], people: ['clerk'] } });
    const link = { by: 'thief', setUpBy: 'other', asserted: true, provider: 'club' } as const;
    for (const [id, stays] of [
      ['sso:club:thief', true],
      ['ldap:thief', true],
      ['sso:corp:thief', false],
    ] as const) {
      const app = { by: 'thief', setUpBy: `other identity:${id}`, method: 'totp' } as const;
      const before: Target = { ...NOTHING, seconds: [app], ldap: link, links: [link] };
      expect(afterRoles(policy, before, { ...before, roles: ['clerk'] }).seconds).toEqual(stays ? [app] : []);
      expect(afterRoles(policy, before, { ...before, roles: ['chief'] }).seconds).toEqual([]);
    }
  });

  it('N16 each provider that gives a role of administration ends what others set up, but not its own identity', () => {
    const policy = definePolicy({ administrators: { policy: ['chief'], people: ['clerk'] } });
    const [club, corp] = (['club', 'corp'] as const).map(
      (provider) => ({ by: 'thief', setUpBy: 'other', provider }) as const,
    );
    const gives = (provider: string, role: string) =>
      ({ method: 'sso', provider, roles: [role], saidAt: instant(0) }) as const;
    if (club === undefined || corp === undefined) throw new Error('two identities');
    const before: Target = { ...NOTHING, links: [club, corp] };
    const byClub = afterRoles(policy, before, { ...before, given: [gives('club', 'chief')] }, 'club');
    expect(byClub.links).toEqual([club]);
    const named = {
      ...byClub,
      links: [club, corp],
      seconds: [{ by: 'thief', setUpBy: 'other', method: 'totp' }],
    } as const;
    const twice = { ...named, given: [gives('club', 'chief'), gives('corp', 'chief')] };
    expect(afterRoles(policy, named, twice, 'corp')).toMatchObject({ links: [corp], seconds: [] });
    expect(afterRoles(policy, named, { ...named, roles: ['chief'] }).links).toEqual([]);
    const owns = { ...named, roles: ['chief'], given: [] };
    expect(afterRoles(policy, owns, { ...owns, given: [gives('corp', 'chief')] }, 'corp').links).toEqual([club, corp]);
  });

  it('N16 sessions end with the gain of a role if the account has an entry of others', () => {
    const policy = definePolicy({ administrators: { people: ['clerk'] } });
    const before: Target = { ...NOTHING, ldap: { by: 'thief', setUpBy: 'other' } };
    expect(endsSessions(policy, before, { ...before, roles: ['clerk'] })).toBe(true);
  });

  it('N16 an enrollment code is a way in that is left when a people administrator names an entry', () => {
    const policy: PolicyInput<string> = {
      administrators: { people: ['clerk'] },
      recovery: { mailboxAlone: 'refuse' },
      providers: { corp: {}, office: CORP },
    };
    const host: ThreatHost = { providers: { corp: {} }, directory: { name: 'office' } };
    const account: ThreatAccount = { roles: [], factors: { sso: ['corp'], mailDomain: 'corp.example', passkeys: [] } };
    expect(
      chains(policy, host, 'people-administrator', 'deletes', [account], withoutHelp).get('identity at corp, mail'),
    ).toBe(
      'issues an enrollment code → names an identity of their own at office → signs in by a directory password of their own → goes on by the enrollment code → sets up a passkey of their own → deletes the account',
    );
  });

  it('N16 a people administrator names an entry of the directory in the place of a password', () => {
    const found = chains(
      { administrators: { people: ['clerk'] } },
      { directory: { name: 'office' } },
      'people-administrator',
      'link',
    );
    expect(found.get('password, mail')).toBe('names an identity of their own at office');
  });

  it('N16 a mailbox that the directory reads is no factor beside the directory password', () => {
    const host = { directory: { name: 'office' } };
    const policy = { requiredStrength: 'enhanced', roles: {} } as const;
    expect([...chains(policy, host, 'mailbox', 'keeps').keys()]).toContain('directory password, mail');
    const owned = chains({ ...policy, providers: { office: CORP } }, host, 'mailbox', 'keeps');
    expect([...owned.keys()].filter((account) => account.includes('directory'))).toEqual([]);
  });

  it('N16 a flow goes on once: after the flow is complete, the thief signs in anew', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'own',
      roles: { clerk: { requiredStrength: 'baseline' } },
      strengths: {
        own: {
          anyOf: [
            [{ method: 'passkey', deviceBound: true }, { method: 'totp' }],
            [{ method: 'passkey', aaguid: [MODEL], attested: true }, { method: 'email-code' }],
          ],
        },
      },
      recovery: { mailboxAlone: 'refuse' },
      providers: { club: { mailDomains: ['club.example'], trust: [{ acr: 'gold', strength: 'enhanced' }] } },
    };
    const found = chains(policy, { providers: { club: {} } }, 'provider:club', 'link');
    expect(found.get('clerk: identity at club, mail')).toBe(
      'signs in by the identity at club → sets up a passkey of their own → goes on by a code to the mailbox → unlinks the identity at club → signs in by a passkey of their own → goes on by a code to the mailbox → links an identity of their own at club',
    );
  });

  it('N16 a session that was stepped up is no second session', () => {
    const world = threatWorld(definePolicy({}, { methods: METHODS }));
    const thief = { id: 'thief', thefts: ['fresh-cookie', 'app'] } as const;
    const target = targetOf({ roles: [], factors: { password: 'independent', mailDomain: 'a.example', passkeys: [] } });
    const withApp = { ...target, seconds: [{ by: 'owner', setUpBy: undefined, method: 'totp' }] } as const;
    const held = cookiesOf(world, thief, target) ?? [];
    const asked = [world, withApp, shownBy(world, handsOf(thief), withApp), false] as const;
    const raised = openWith(open(...asked), held, ...asked).sessions.filter(({ evidence }) => evidence.length > 1);
    expect(raised.length).toBeGreaterThan(0);
    for (const session of raised) expect(besides(held, session)).toEqual([]);
  });

  it('N16 P14 a people administrator helps themselves in, by a passkey or by a new password', () => {
    const administrators = { people: ['clerk'] };
    const account: ThreatAccount = { roles: [], factors: { password: 'independent', totp: true, passkeys: [] } };
    const keeps = (policy: PolicyInput<string>) =>
      chains({ administrators, ...policy }, {}, 'people-administrator', 'keeps', [account]).get('password, app');
    const helped =
      'helps in: takes every factor, names an address of their own, and issues an enrollment code → signs in by the enrollment code → ';
    expect(keeps({})).toBe(`${helped}sets up a passkey of their own`);
    expect(
      chains({ administrators, methods: ['password'] }, {}, 'people-administrator', 'password', [account]).get(
        'password, app',
      ),
    ).toBe(
      'helps in: takes every factor, names an address of their own, and issues an enrollment code → sets a new password by the enrollment code',
    );
  });

  it('N16 the words of a provider raise what the account asks for, and a later sign-in with less lowers nothing', () => {
    const policy: PolicyInput<string> = {
      requiredStrength: 'enhanced',
      administrators: { people: ['clerk'] },
      roles: { clerk: { requiredStrength: 'baseline' } },
      providers: { corp: { ...CORP, trust: [{ acr: 'mfa', strength: 'enhanced' }] }, office: CORP },
    };
    const host: ThreatHost = { providers: { corp: { dates: false } }, directory: { name: 'office' } };
    const account: ThreatAccount = {
      roles: [],
      factors: { password: 'independent', mailDomain: 'corp.example', passkeys: [] },
    };
    // An undated proof is never recent, so that the session lacks recent proof at the level of the words.
    const named = chains(policy, host, 'people-administrator', 'deletes', [account], withoutHelp);
    expect(named.get('password, mail')).toBe(
      'names an identity of their own at corp → issues an enrollment code → signs in by an identity of their own at corp that says little → goes on by the enrollment code → sets up a passkey of their own → deletes the account',
    );
    // The control: a proof with a date is recent, and as strong as the words.
    const dated: ThreatHost = { ...host, providers: { corp: {} } };
    expect(chains(policy, dated, 'people-administrator', 'deletes', [account], withoutHelp).get('password, mail')).toBe(
      'names an identity of their own at corp → signs in by an identity of their own at corp → deletes the account',
    );
  });

  it('N16 a people administrator comes to administer as the policy asks, with a password and an app where these are enough', () => {
    const host: ThreatHost = { providers: { corp: {} } };
    const administrator = (policy: PolicyInput<string>) =>
      analyseThreats(definePolicy({ administrators: { people: ['clerk'] }, ...policy }, { methods: METHODS }), {
        host,
        thieves: [],
      }).administrator;
    const usual = administrator({});
    expect(usual && accountText(usual.account)).toBe('clerk: password, app');
    expect(chainText(usual?.steps ?? [])).toBe('signs in by the password → goes on by the app');
    const withoutPassword = administrator({ methods: ['passkey'] });
    expect(withoutPassword && accountText(withoutPassword.account)).toBe('clerk: mail, passkey');
    expect(chainText(withoutPassword?.steps ?? [])).toBe('signs in by the passkey');
    expect(administrator({ administrators: { policy: ['chief'] } })).toBeUndefined();
  });

  it('N16 a people administrator without a password reaches as much', () => {
    const policy: PolicyInput<string> = { administrators: { people: ['clerk'] }, methods: ['sso', 'passkey'] };
    const found = chains(policy, { providers: { corp: {} } }, 'people-administrator', 'link');
    expect(found.get('identity at corp, mail')).toBe('names an identity of their own at corp');
  });

  it('N16 an identity that says little opens a set-up by an enrollment code, where more words end the sign-in', () => {
    const policy: PolicyInput<string> = {
      administrators: { people: ['clerk'] },
      providers: { corp: { ...CORP, trust: [{ acr: 'mfa', strength: 'enhanced' }] } },
    };
    const account: ThreatAccount = { roles: [], factors: { sso: ['corp'], mailDomain: 'corp.example', passkeys: [] } };
    const keeps = (dates: boolean) =>
      chains(policy, { providers: { corp: { dates } } }, 'people-administrator', 'keeps', [account], withoutHelp).get(
        'identity at corp, mail',
      );
    expect(keeps(false)).toBe(
      'names an identity of their own at corp → issues an enrollment code → signs in by an identity of their own at corp that says little → goes on by the enrollment code → sets up a passkey of their own',
    );
    // A proof with a date is recent, and opens a set-up in the session.
    expect(keeps(true)).toBe(
      'names an identity of their own at corp → signs in by an identity of their own at corp → sets up a passkey of their own',
    );
  });
});

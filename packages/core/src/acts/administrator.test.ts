import { describe, expect, it } from 'vitest';
import {
  account,
  key,
  LONG_AGO,
  NOW,
  passkey,
  password,
  proof,
  sso,
  WITH_MAIL,
} from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import type { PolicyInput } from '../policy/policy-input.ts';
import type { AccountFacts, GivenRoles } from '../strength/account-facts.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Act, Actor, Leaves } from './act.ts';
import { actsFromAbove } from './administrator.ts';
import { ADMINISTERED, answerTo, everyAct, minutesAgo, reasonsOf, verdictOn } from './asked.test-support.ts';

const BEN = account(WITH_MAIL);
const BY_APP: readonly Evidence[] = [password(), proof('totp')];
const holder = (roles: readonly string[], more: Partial<AccountFacts> = {}): AccountFacts =>
  account({ ...WITH_MAIL, totp: true }, { roles, ...more });
const SUE = holder(['super-admin']);
const GLASS = holder([], { emergency: true });

function by(account: AccountFacts, isTarget = false): Extract<Actor, { kind: 'administrator' }> {
  return { kind: 'administrator', account, isTarget };
}

/** What Dora, who administers people, is answered, and then what Sue is, who administers the policy. */
function answers(act: Act, target: AccountFacts | undefined = BEN): readonly string[] {
  const dora = holder(['admin']);
  return [dora, SUE].map((who) => answerTo(ADMINISTERED, act, { actor: by(who), target, evidence: BY_APP }));
}

describe('W4 administrators of people are below those of the policy', () => {
  const NEITHER = ['not-permitted', 'not-permitted'];
  const BOTH = ['allowed', 'allowed'];
  const ONLY_SUE = ['not-permitted', 'allowed'];

  it.each([
    ...(['block', 'unblock', 'unlock', 'delete', 'link', 'unlink', 'vouch'] as const),
    ...(['set-roles', 'set-methods', 'set-required-strength'] as const),
  ])('%s', (type) => {
    expect(answers(everyAct(BEN)[type])).toEqual(BOTH);
    expect(answers(everyAct(holder(['admin']))[type], holder(['admin']))).toEqual(BOTH);
    expect(answers(everyAct(SUE)[type], SUE)).toEqual(ONLY_SUE);
    expect(answers(everyAct(GLASS)[type], GLASS)).toEqual(ONLY_SUE);
  });

  it.each(['reset-two-step', 'reset-passkeys', 'revoke-passkey'] as const)('%s', (type) => {
    expect(answers({ type })).toEqual(BOTH);
    expect(answers({ type }, SUE)).toEqual(ONLY_SUE);
  });

  it('W4 people administrators neither end a block of a policy administrator, nor delete such an account, nor change its identities or roles', () => {
    const blocked = { ...BEN, blocked: true };
    const fromAbove = { ...blocked, blockedFromAbove: true };
    const acts: readonly Act[] = [
      { type: 'unblock' },
      { type: 'delete' },
      { type: 'link', method: 'sso', provider: 'corp' },
      { type: 'unlink', provider: 'corp', leaves: { account: BEN, vouched: true } },
      { type: 'set-roles', roles: [], leaves: { account: BEN, vouched: true }, forced: true },
    ];
    for (const act of acts) {
      expect(answers(act, blocked)).toEqual(BOTH);
      expect(answers(act, fromAbove)).toEqual(ONLY_SUE);
      expect(answers(act, { ...fromAbove, blocked: false })).toEqual(BOTH);
    }
    for (const type of ['block', 'vouch', 'reset-passkeys'] as const)
      expect(answers({ type }, fromAbove)).toEqual(BOTH);
  });

  it('W4 people administrators do not by an administrator of their making what they may not do to their own account', () => {
    const dora = holder(['admin']);
    const blocked = { ...dora, blocked: true };
    const ofHerMaking = (who: AccountFacts, act: Act, target: AccountFacts, isByTarget: boolean) =>
      answerTo(ADMINISTERED, act, { actor: { ...by(who), isByTarget }, target, evidence: BY_APP });
    const link: Act = { type: 'link', method: 'sso', provider: 'corp' };
    for (const [act, target] of [
      [link, dora],
      [{ type: 'unlock' }, dora],
      [{ type: 'unblock' }, blocked],
      [{ type: 'delete' }, blocked],
    ] as const) {
      expect(ofHerMaking(holder(['admin']), act, target, true)).toBe('not-permitted');
      expect(ofHerMaking(holder(['admin']), act, target, false)).toBe('allowed');
      expect(ofHerMaking(SUE, act, target, true)).toBe('allowed');
    }
    for (const act of [{ type: 'delete' }, { type: 'vouch' }] as const)
      expect(ofHerMaking(holder(['admin']), act, dora, true)).toBe('allowed');
  });

  it('W4 W14 a people administrator’s session by factors of a blocked account’s owner has no rights, and a code from such a session is void', () => {
    const dora = holder(['admin']);
    for (const who of [SUE, holder(['admin'])])
      for (const isByBlocked of [true, false]) {
        const answer = isByBlocked && who !== SUE ? 'not-permitted' : 'allowed';
        const actor = { ...by(who), isByBlocked };
        expect(answerTo(ADMINISTERED, { type: 'vouch' }, { actor, target: dora, evidence: BY_APP })).toBe(answer);
        const voucher = { kind: 'voucher', account: who, isByBlocked } as const;
        const used = { actor: voucher, target: holder([]), evidence: [] };
        expect(answerTo(ADMINISTERED, { type: 'use-vouching' }, used)).toBe(answer);
      }
  });

  it('and so is everybody whom a provider ever gave a role of the policy, whatever was given since', () => {
    const given: GivenRoles = { method: 'sso', provider: 'corp', roles: ['super-admin'], saidAt: LONG_AGO };
    expect(answers({ type: 'vouch' }, holder(['super-admin'], { given: [given] }))).toEqual(ONLY_SUE);
  });

  it('neither makes nor promotes anybody to a policy administrator or an emergency account', () => {
    const create = (roles: readonly string[], emergency = false): Act => ({ type: 'create', roles, emergency });
    expect(answers(create([]), undefined)).toEqual(BOTH);
    expect(answers(create(['admin', 'reader']), undefined)).toEqual(BOTH);
    expect(answers(create(['reader', 'super-admin']), undefined)).toEqual(ONLY_SUE);
    expect(answers(create([], true), undefined)).toEqual(ONLY_SUE);
    const leaves = { account: BEN, vouched: false };
    const promote = (roles: readonly string[]): Act => ({ type: 'set-roles', roles, leaves, forced: false });
    expect(answers(promote(['admin']))).toEqual(BOTH);
    expect(answers(promote(['reader', 'super-admin']))).toEqual(ONLY_SUE);
  });

  it('nor changes the policy', () => {
    expect(answers({ type: 'change-policy' }, undefined)).toEqual(ONLY_SUE);
  });

  it('where the policy names none of their roles, they administer nothing', () => {
    const actor = by(holder(['admin', 'super-admin']));
    const nobody: PolicyInput<string> = { administrators: { policy: ['other'], people: [] } };
    expect(answerTo(nobody, { type: 'vouch' }, { actor, target: BEN, evidence: BY_APP })).toBe('not-permitted');
  });

  it('P21 a vault is opened in an emergency by an emergency account that administers', () => {
    const open: Act = { type: 'open-vault-in-emergency' };
    const ask = (roles: readonly string[], emergency: boolean, target = BEN) =>
      answerTo(ADMINISTERED, open, { actor: by(holder(roles, { emergency })), target, evidence: BY_APP });
    expect(answers(open)).toEqual(NEITHER);
    expect(ask(['admin'], true)).toBe('allowed');
    expect(ask([], true)).toBe('not-permitted');
    expect(ask(['admin'], true, SUE)).toBe('not-permitted');
    expect(ask(['super-admin'], true, SUE)).toBe('allowed');
  });

  it('X5 nobody unlocks their own account, because whoever has the session could guess without end, and nobody helps oneself in', () => {
    for (const roles of [['admin'], ['super-admin']]) {
      const ask = (type: 'unlock' | 'help-in' | 'unblock', isTarget: boolean) =>
        answerTo(ADMINISTERED, { type }, { actor: by(holder(roles), isTarget), target: holder([]), evidence: BY_APP });
      for (const type of ['unlock', 'help-in'] as const) {
        expect(ask(type, true)).toBe('not-permitted');
        expect(ask(type, false)).toBe('allowed');
      }
      expect(ask('unblock', true)).toBe('allowed');
    }
  });
});

describe('an act from above people administrators', () => {
  it('P18 is made by an administrator whose session has a role of the policy’s administration, and by nobody else', () => {
    const policy = definePolicy(ADMINISTERED);
    const fromAbove = (actor: Actor) => actsFromAbove(policy, { actor, evidence: BY_APP, now: NOW });
    expect(fromAbove(by(holder(['super-admin'])))).toBe(true);
    expect(fromAbove(by(holder(['admin'])))).toBe(false);
    expect(fromAbove({ kind: 'session' })).toBe(false);
    expect(fromAbove({ kind: 'voucher', account: holder(['super-admin']) })).toBe(false);
    expect(fromAbove({ kind: 'host' })).toBe(false);
  });
});

describe('an identity for the own account', () => {
  it('X18 is named by a policy administrator alone: a people administrator could name the identity of somebody above', () => {
    const ask = (roles: readonly string[], isTarget: boolean) =>
      answerTo(
        ADMINISTERED,
        { type: 'link', method: 'sso', provider: 'corp' },
        { actor: by(holder(roles), isTarget), target: holder([]), evidence: BY_APP },
      );
    expect(ask(['admin'], true)).toBe('not-permitted');
    expect(ask(['admin'], false)).toBe('allowed');
    expect(ask(['super-admin'], true)).toBe('allowed');
  });
});

describe('administration takes recent proof, at least enhanced', () => {
  const vouch = (who: AccountFacts, evidence: readonly Evidence[]) =>
    verdictOn(ADMINISTERED, { type: 'vouch' }, { actor: by(who), target: BEN, evidence });

  it("W4 and at the account's strongest level where that is more", () => {
    const dora = holder(['admin']);
    const short = vouch(dora, [password(), proof('email-code')]);
    expect(short).toMatchObject({
      ...{ outcome: 'refused', reason: 'insufficient-strength' },
      demand: { strengths: ['enhanced'], within: 900_000 },
    });
    expect(reasonsOf(short)).toEqual(['strength-required', 'recent-proof-required']);
    expect(vouch(dora, minutesAgo(15, ...BY_APP)).outcome).toBe('allowed');
    expect(vouch(dora, minutesAgo(16, ...BY_APP))).toMatchObject({ reason: 'insufficient-strength' });
    const withKey = account({ ...WITH_MAIL, totp: true, passkeys: [key()] }, { roles: ['admin'] });
    expect(vouch(withKey, BY_APP)).toMatchObject({ demand: { strengths: ['phishing-resistant'] } });
    expect(vouch(withKey, [passkey()]).outcome).toBe('allowed');
    const weak = account(WITH_MAIL, { roles: ['admin'] });
    expect(vouch(weak, [password(), proof('email-code')])).toMatchObject({ demand: { strengths: ['enhanced'] } });
  });

  it('and is refused for the role before it is refused for the proof', () => {
    expect(vouch(holder(['reader']), [])).toEqual({ outcome: 'refused', reason: 'not-permitted', because: [] });
  });
});

describe('N15 what a session may do goes by the roles that it wears', () => {
  const given: GivenRoles = { method: 'sso', provider: 'corp', roles: ['super-admin'], saidAt: NOW };
  const dora = holder(['admin', 'super-admin'], {
    factors: { passkeys: [], password: 'independent', totp: true, sso: ['corp', 'club'] },
    given: [given],
  });
  const ask = (who: AccountFacts, more: readonly Evidence[], act: Act = { type: 'change-policy' }) =>
    answerTo(ADMINISTERED, act, { actor: by(who), target: BEN, evidence: [...BY_APP, ...more] });

  it('the roles of a provider with its identity only', () => {
    expect(ask(dora, [])).toBe('not-permitted');
    expect(ask(dora, [sso('club')])).toBe('not-permitted');
    expect(ask(dora, [sso('corp')])).toBe('allowed');
    expect(ask(dora, minutesAgo(600, sso('corp')))).toBe('allowed');
    expect(ask(dora, [], { type: 'vouch' })).toBe('allowed');
  });

  it('and none of a provider that gave them too long ago', () => {
    expect(ask({ ...dora, given: [{ ...given, saidAt: LONG_AGO }] }, [sso('corp')])).toBe('not-permitted');
  });
});

describe('an administrator leaves the account a way in', () => {
  const vouched = { ...ADMINISTERED, requiredStrength: 'enhanced', enrollment: { firstFactor: 'vouched' } } as const;
  const target = holder([]);
  const bare = account(WITH_MAIL);
  const acts = (leaves: Leaves, forced: boolean): readonly Act[] => [
    { type: 'set-roles', roles: [], leaves, forced },
    { type: 'set-methods', leaves, forced },
    { type: 'set-required-strength', leaves, forced },
  ];
  const ask = (act: Act, who = target) =>
    answerTo(vouched, act, { actor: by(holder(['admin'])), target: who, evidence: BY_APP });

  it('unless the act is forced, or a code is out', () => {
    for (const act of acts({ account: bare, vouched: false }, false)) expect(ask(act)).toBe('no-way-in-left');
    for (const act of acts({ account: bare, vouched: false }, true)) expect(ask(act)).toBe('allowed');
    for (const act of acts({ account: bare, vouched: true }, false)) expect(ask(act)).toBe('allowed');
    for (const act of acts({ account: target, vouched: false }, false)) expect(ask(act)).toBe('allowed');
  });

  it('W14 also where the link of an open invitation is the way in', () => {
    const byPassword: PolicyInput<string> = { ...ADMINISTERED, methods: ['password'], requiredStrength: 'single' };
    const nobody = account({});
    const forbidden = { ...nobody, methods: ['passkey'] } as const;
    const answers = (leaves: Leaves) =>
      acts(leaves, false).map((act) =>
        answerTo(byPassword, act, { actor: by(holder(['admin'])), target: nobody, evidence: BY_APP }),
      );
    const all = (answer: string) => acts({ account: nobody, vouched: false }, false).map(() => answer);
    expect(answers({ account: forbidden, vouched: 'by-invitation' })).toEqual(all('no-way-in-left'));
    expect(answers({ account: nobody, vouched: false, wasVouched: 'by-invitation' })).toEqual(all('no-way-in-left'));
    expect(answers({ account: nobody, vouched: 'by-invitation' })).toEqual(all('allowed'));
    // A typed code opens no set-up of a password: there was no way in that the act could take.
    expect(answers({ account: forbidden, vouched: true })).toEqual(all('allowed'));
    expect(answers({ account: forbidden, vouched: 'by-invitation', wasVouched: false })).toEqual(all('allowed'));
  });

  it('also where a link takes the password away, or an identity goes', () => {
    const leaves = { account: bare, vouched: false };
    const link = { type: 'link', method: 'ldap', provider: 'office' } as const;
    expect(ask({ ...link, leaves })).toBe('no-way-in-left');
    expect(ask({ ...link, leaves: { account: target, vouched: false } })).toBe('allowed');
    for (const none of [link, { ...link, leaves: undefined }]) expect(ask(none)).toBe('allowed');
    expect(ask({ type: 'unlink', provider: 'office', leaves })).toBe('no-way-in-left');
  });

  it('if it had one before: nobody is kept in a state that is no better', () => {
    for (const act of acts({ account: bare, vouched: false }, false)) expect(ask(act, bare)).toBe('allowed');
  });
});

describe('an administrator’s word', () => {
  const use: Act = { type: 'use-vouching' };
  const ask = (voucher: AccountFacts, target = BEN) =>
    answerTo(ADMINISTERED, use, { actor: { kind: 'voucher', account: voucher }, target });

  it('N15 W4 holds while they have the right to give it', () => {
    expect(ask(holder(['admin']))).toBe('allowed');
    expect(ask(holder(['reader']))).toBe('not-permitted');
    expect(ask(holder([]))).toBe('not-permitted');
    expect(ask(holder(['admin']), SUE)).toBe('not-permitted');
    expect(ask(holder(['admin']), GLASS)).toBe('not-permitted');
    expect(ask(SUE, SUE)).toBe('allowed');
    expect(ask(holder(['admin'], { emergency: true }), GLASS)).toBe('not-permitted');
  });

  it('N15 by the roles that a new sign-in could bring: a provider’s count until the provider takes them, however old they are', () => {
    const given: GivenRoles = { method: 'sso', provider: 'corp', roles: ['admin'], saidAt: NOW };
    for (const saidAt of [NOW, LONG_AGO]) {
      const of = (roles: readonly string[], more: Partial<AccountFacts> = {}): AccountFacts =>
        holder(roles, { given: [{ ...given, saidAt }], ...more });
      expect(ask(of(['admin']))).toBe('allowed');
      expect(ask(of([], { given: [{ ...given, saidAt, roles: [] }] }))).toBe('not-permitted');
      expect(ask(of(['admin'], { methods: ['password'] }))).toBe('not-permitted');
      expect(ask(of(['admin'], { blocked: true }))).toBe('not-permitted');
    }
  });

  it('is of use for nothing else', () => {
    const actor: Actor = { kind: 'voucher', account: SUE };
    for (const act of Object.values(everyAct(BEN)).filter(({ type }) => type !== 'use-vouching'))
      expect(answerTo(ADMINISTERED, act, { actor, target: BEN })).toBe('not-permitted');
  });
});

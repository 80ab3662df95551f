import { describe, expect, it } from 'vitest';
import { demandOfPlace, namedInPlace, reasonsOfPlace } from '../acts/in-place.ts';
import { judge } from '../acts/judge.ts';
import { mayBeginWith } from '../acts/limits.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, key, NOW, passkey, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import { openingMethods } from '../decision/opening-methods.ts';
import { strongestLevel } from '../decision/strongest.ts';
import { explain, reasonForPerson } from '../explain/explain.ts';
import { reachOf } from '../reach/reach.ts';
import { mayUse } from '../requirements/may-use.ts';
import { ADA, acme, aged, ask, MINUTE, POLICY, session } from './acme.test-support.ts';
import { defineOrganisation } from './define-organisation.ts';
import { definePolicy } from './define-policy.ts';
import { policyIn } from './policy-in.ts';

describe('X41 the pitfalls of places, in an organisation', () => {
  it('1: a demand of a route replaces no strength of the organisation', () => {
    const placed = acme({ requiredStrength: 'phishing-resistant' });
    const demand = { strengths: ['enhanced'] };
    expect(evaluate(placed, { ...ask(ADA, password(), proof('totp')), demand }).outcome).toBe('enrollment-required');
    expect(evaluate(POLICY, { ...ask(ADA, password(), proof('totp')), demand }).outcome).toBe('granted');
  });

  it('2: fewer ways in lower no demand of the owner', () => {
    const owner = account({ ldap: true, passkeys: [key('k1', { userVerified: false })] });
    expect(strongestLevel(acme({ methods: ['passkey'] }), owner)).toBe(strongestLevel(POLICY, owner));
  });

  it('4: the limits of a session are those of the account, though the organisation asks for younger proofs', () => {
    const placed = acme({ requiredStrength: 'enhanced', proofsWithin: '1h' });
    const { outcome } = evaluate(placed, session(ADA, aged(password(), 61 * MINUTE), aged(proof('totp'), 61 * MINUTE)));
    expect(outcome).toBe('factor-required');
    expect(placed.tenant).toBe(POLICY.tenant);
  });

  it('5: whether an account can come in is asked outside the organisation', () => {
    const placed = acme({ methods: ['passkey'], requiredStrength: 'phishing-resistant' });
    expect(reachOf(placed, ADA)).toEqual(reachOf(POLICY, ADA));
    expect(reachOf(placed, ADA).impact).toBe('unaffected');
  });

  it('6: a rule that was compiled for another version of the policy is a fault', () => {
    const former = definePolicy<string>(POLICY.document);
    const rules = defineOrganisation(former, 'acme', { requiredStrength: 'enhanced' });
    const enter = () => policyIn(POLICY, { contexts: [], organisation: { rules, roles: [] }, now: NOW });
    expect(enter).toThrow(TypeError);
    expect(enter).toThrow("the rule of 'acme' was compiled for another policy");
  });

  it('11: the challenge names what the organisation lacks, and the reasons name the organisation', () => {
    const placed = acme({ requiredStrength: 'enhanced' });
    const weak = session(ADA, password());
    expect(namedInPlace(placed, weak, { strengths: ['single'] })).toEqual({ strengths: ['enhanced'] });
    expect(reasonsOfPlace(placed, weak).map(({ source }) => source)).toEqual([{ organisation: 'acme' }]);
    expect(demandOfPlace(acme({}))).toBeUndefined();
  });

  it('16: a role is a right that no organisation takes', () => {
    const admin = account({ ...WITH_MAIL, totp: true }, { roles: ['admin'] });
    const question = {
      actor: { kind: 'session' },
      target: admin,
      evidence: [password(), proof('totp')],
      now: NOW,
    } as const;
    const placed = acme({ methods: ['passkey'], requiredStrength: 'phishing-resistant', recentProof: '1m' });
    for (const act of [{ type: 'delete' }, { type: 'set-password' }, { type: 'enroll', factor: 'passkey' }] as const)
      expect(judge(placed, act, question)).toEqual(judge(POLICY, act, question));
  });
});

describe('X41 an organisation decides who enters, and nothing about the account', () => {
  const keyOnly = acme({ methods: ['passkey'] });

  it('a session by another way in is asked for an allowed proof, or for the set-up of one', () => {
    const withKey = account({ ...WITH_MAIL, totp: true, passkeys: [key()] });
    const asked = session(withKey, password(), proof('totp'));
    expect(evaluate(keyOnly, asked)).toMatchObject({ outcome: 'factor-required', accept: ['passkey'] });
    expect(evaluate(keyOnly, { ...asked, evidence: [passkey()] }).outcome).toBe('granted');
    expect(evaluate(keyOnly, session(ADA, password(), proof('totp')))).toMatchObject({
      outcome: 'enrollment-required',
      offer: ['passkey'],
    });
  });

  it('the set-up is opened by proofs that are too old for the organisation, and not for the account', () => {
    const placed = acme({ methods: ['passkey'], proofsWithin: '5m', recentProof: '1m' });
    const shown = [aged(password(), 6 * MINUTE), aged(proof('totp'), 6 * MINUTE)];
    expect(evaluate(placed, session(ADA, ...shown))).toMatchObject({ outcome: 'enrollment-required' });
    const older = shown.map((one) => aged(one, 16 * MINUTE));
    expect(evaluate(placed, session(ADA, ...older))).toMatchObject({
      outcome: 'factor-required',
      toward: 'enrollment',
      accept: ['password'],
    });
  });

  it('in a flow into the organisation the factor may be set up, and nowhere else', () => {
    const flow = {
      actor: { kind: 'flow', purpose: 'step-up', demand: { strengths: ['single'] } },
      target: ADA,
      evidence: [password(), proof('totp')],
      now: NOW,
    } as const;
    expect(judge(keyOnly, { type: 'enroll', factor: 'passkey' }, flow).outcome).toBe('allowed');
    expect(judge(POLICY, { type: 'enroll', factor: 'passkey' }, flow).outcome).toBe('refused');
  });

  it('the account keeps its ways in, at a sign-in too', () => {
    expect(mayUse(keyOnly, ADA, 'password')).toBe(true);
    expect(mayBeginWith(keyOnly, 'password')).toBe(true);
    expect(openingMethods(keyOnly, ['password', 'passkey'])).toEqual(['passkey', 'password']);
    const inContext = definePolicy<string>({ contexts: { desk: { methods: ['password'] } } });
    const there = acme({ methods: ['passkey'] }, { policy: inContext, contexts: ['desk'] });
    expect(openingMethods(there, ['password', 'passkey'])).toEqual(['password']);
    expect(mayBeginWith(there, 'passkey')).toBe(false);
  });

  it('an emergency account enters by every way in, with every strength', () => {
    const emergency = { ...ADA, emergency: true };
    expect(evaluate(keyOnly, session(emergency, password())).outcome).toBe('granted');
    expect(evaluate(acme({ requiredStrength: 'enhanced' }), session(emergency, password())).outcome).not.toBe(
      'granted',
    );
  });
});

describe('X41 N2 the reasons of an organisation', () => {
  const said = (policy: typeof POLICY, reader: 'person' | 'administrator') =>
    explain(evaluate(policy, session(ADA, aged(password(), 6 * MINUTE))), reader);

  it('name the organisation, the role there, and a context only if the vendor shows its name', () => {
    const placed = acme(
      {
        proofsWithin: '5m',
        contexts: { outside: { requiredStrength: 'enhanced' }, risk: { requiredStrength: 'phishing-resistant' } },
      },
      { roles: ['owner'], contexts: ['outside', 'risk'] },
    );
    const person = said(placed, 'person');
    expect(person).toContain('This needs a passkey or an authenticator app. acme asks for it. The reason: outside.');
    expect(person).toContain('This needs a passkey or an authenticator app. acme asks for it.');
    expect(person).toContain('This needs a passkey. acme asks for it.');
    expect(person).toContain('Please confirm again that it is you. acme asks for it.');
    expect(person.join(' ')).not.toContain('risk');
    const administrator = said(placed, 'administrator').join(' ');
    expect(administrator).toContain("The role 'owner' in the organisation 'acme' requires the strength 'enhanced'");
    expect(administrator).toContain("The context 'risk' in the organisation 'acme' requires");
    expect(administrator).toContain("The organisation 'acme' takes proofs of at most 300 seconds.");
  });

  it('tell the way into the organisation', () => {
    expect(said(acme({ methods: ['passkey'] }), 'person')).toContain(
      'To enter acme, sign in with passkey. acme asks for it.',
    );
    const none = acme({ methods: ['passkey'], roles: { finance: { methods: ['sso'] } } }, { roles: ['finance'] });
    expect(said(none, 'person')).toContain('There is no way into acme for this account. acme asks for it.');
    expect(said(none, 'administrator')).toContain(
      "The role 'finance' in the organisation 'acme' allows only these ways in: single sign-on.",
    );
  });

  it('hide the name of a context from the person, and keep the organisation', () => {
    const reason = { code: 'strength-required', params: {} } as const;
    const seen = (source: Parameters<typeof reasonForPerson>[0]['source']) =>
      reasonForPerson({ ...reason, source }).source;
    expect(seen({ context: 'risk', organisation: 'acme' })).toEqual({ organisation: 'acme' });
    expect(seen({ context: 'risk' })).toBe('request');
    for (const source of [
      { context: 'outside', organisation: 'acme', shown: true },
      { organisation: 'acme', role: 'owner' },
      { organisation: 'acme' },
    ] as const)
      expect(seen(source)).toBe(source);
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AccountFacts, PasskeyFacts } from '../../mandate/account-facts.ts';
import { definePolicy } from '../../policy/define-policy.ts';
import type { Policy, PolicyInput } from '../../policy/policy.ts';
import type { Evidence } from '../../strength/evidence.ts';
import type { EvidencePattern } from '../../strength/pattern.ts';
import { type Milliseconds, milliseconds } from '../../time/duration.ts';
import { evaluate, type Question } from '../evaluate.ts';
import { account, key, NOW, OFFICE_MODEL, passkey, password, proof, sso } from '../facts.test-support.ts';
import { workOut } from '../work-out.ts';
import { anyPolicy, anyQuestion } from '../worlds.test-support.ts';
import { emptyMemo, memoOf, recall } from './memo.ts';

const ask = (who: AccountFacts, evidence: readonly Evidence[] = [], more: Partial<Question> = {}): Question => ({
  account: who,
  evidence,
  now: NOW,
  ...more,
});

/** Asks everything twice, in a memo of any size, and compares each answer with what is worked out afresh. */
function expectSame(policy: Policy, questions: readonly Question[], most?: number): void {
  const memo = emptyMemo(policy, most);
  for (const question of [...questions, ...questions]) {
    const remembered = recall(memo, question);
    const worked = workOut(policy, question);
    if (JSON.stringify(remembered) !== JSON.stringify(worked))
      expect({ question, ...remembered }).toEqual({ question, ...worked });
  }
}

/** Ways to ask nearly the same: what a careless digest would take for the same, and what it would tell apart in vain. */
const NEARLY: readonly ((question: Question) => Question)[] = [
  ({ account: who, ...rest }) => ({ ...rest, account: { ...who, roles: who.roles.toReversed() } }),
  ({ account: who, ...rest }) => ({ ...rest, account: { ...who, roles: [...who.roles, ...who.roles, 'nobody'] } }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: evidence.toReversed() }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: evidence.slice(1) }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence, ...evidence.slice(0, 1)] }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence, password(), password('mailbox')] }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence, passkey('gone'), proof('reset-token')] }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence, sso('stranger'), proof('totp')] }),
  ({ evidence, ...rest }) => ({ ...rest, evidence: evidence.map((shown) => renamed(shown)) }),
  ({ account: who, ...rest }) => ({ ...rest, account: withKeys(who, (keys) => keys.toReversed()) }),
  ({ account: who, ...rest }) => ({ ...rest, account: withKeys(who, (keys) => keys.slice(1)) }),
  ({ account: who, ...rest }) => ({ ...rest, account: withKeys(who, (keys) => [...keys, ...keys.slice(0, 1)]) }),
  ({ account: who, ...rest }) => ({
    ...rest,
    account: withKeys(who, (keys) => keys.map((each) => ({ ...each, id: `${each.id}!` }))),
  }),
  ({ account: who, ...rest }) => ({
    ...rest,
    account: { ...who, factors: { ...who.factors, sso: [...(who.factors.sso ?? []), 'stranger', 'other'] } },
  }),
  ({ account: who, ...rest }) => ({ ...rest, account: { ...who, blocked: true } }),
  ({ demand: _, ...rest }) => rest,
  (question) => ({ ...question, demand: { strengths: [] } }),
  (question) => ({ ...question, demand: { strengths: ['enhanced'], within: milliseconds(1_000_000) } }),
  (question) => ({ ...question, demand: { strengths: ['enhanced'], within: milliseconds(Number.POSITIVE_INFINITY) } }),
  (question) => ({ ...question, demand: { strengths: ['forgotten'] } }),
];

function withKeys(who: AccountFacts, change: (keys: readonly PasskeyFacts[]) => readonly PasskeyFacts[]): AccountFacts {
  return { ...who, factors: { ...who.factors, passkeys: change(who.factors.passkeys) } };
}

function renamed(shown: Evidence): Evidence {
  if (shown.method === 'passkey') return { ...shown, credentialId: `${shown.credentialId}?` };
  return shown.method === 'sso' ? { ...shown, provider: 'club', acr: 'silver', amr: ['hwk', 'face'] } : shown;
}

const manyQuestions = fc
  .array(fc.tuple(anyQuestion, fc.subarray([...NEARLY])), { minLength: 1, maxLength: 12 })
  .map((all) => all.flatMap(([question, changes]) => [question, ...changes.map((change) => change(question))]));

describe('what a policy remembers is what it would work out again', () => {
  it('X1 in random worlds, of questions that are nearly the same', () => {
    fc.assert(
      fc.property(anyPolicy, manyQuestions, (input, questions) => expectSame(definePolicy(input), questions)),
      { numRuns: 150 },
    );
  });

  it('X1 with hardly a place to remember in, so that it forgets all the time', () => {
    fc.assert(
      fc.property(anyPolicy, manyQuestions, fc.integer({ min: 1, max: 4 }), (input, questions, most) =>
        expectSame(definePolicy(input), questions, most),
      ),
      { numRuns: 60 },
    );
  });

  it('X1 where two passkeys are asked for, and one is not two', () => {
    const keys = [key('k1'), key('k2'), key('k3', { userVerified: false })];
    const policy = definePolicy({
      requiredStrength: 'two-keys',
      strengths: { 'two-keys': { anyOf: [[{ method: 'passkey' }, { method: 'passkey', userVerified: true }]] } },
    });
    const shown = [passkey('k1'), passkey('k2'), passkey('k3', { userVerified: false }), passkey('k1')];
    const questions = fc.tuple(fc.subarray(keys), fc.subarray(shown)).map(([has, proofs]) => {
      return ask(account({ passkeys: has, password: 'independent' }), proofs);
    });
    fc.assert(fc.property(fc.array(questions, { maxLength: 20 }), (all) => expectSame(policy, all)));
    expect(evaluate(policy, ask(account({ passkeys: keys }), [passkey('k1')])).outcome).toBe('factor-required');
    expect(evaluate(policy, ask(account({ passkeys: keys }), [passkey('k1'), passkey('k2')])).outcome).toBe('granted');
  });

  it('X1 with more roles than a number has bits', () => {
    const names = Array.from({ length: 70 }, (_, place) => `role-${place}`);
    const rules: PolicyInput['roles'] = Object.fromEntries(
      names.map((name, place) => [name, place % 3 === 0 ? { requiredStrength: 'enhanced' } : { methods: ['passkey'] }]),
    );
    const policy = definePolicy({ roles: rules });
    const questions = fc
      .array(fc.shuffledSubarray(names, { maxLength: 5 }), { maxLength: 20 })
      .map((all) => all.map((roles) => ask(account({ password: 'independent', totp: true }, { roles }), [password()])));
    fc.assert(fc.property(questions, (all) => expectSame(policy, all)));
    const sourcesOf = (role: string) =>
      evaluate(policy, ask(account({ password: 'independent' }, { roles: [role] }))).because.map(
        ({ source }) => source,
      );
    expect(sourcesOf('role-33')).toContainEqual({ role: 'role-33' });
    expect(sourcesOf('role-1')).not.toContainEqual({ role: 'role-33' });
  });

  it('X1 with more patterns, models, providers, domains and words than there are places', () => {
    const many = <Item>(length: number, make: (place: number) => Item) => Array.from({ length }, (_, p) => make(p));
    const models = many(12, (place) => `ee882879-721c-4913-9775-${String(place).padStart(12, '0')}`);
    const patterns = models.map((model): EvidencePattern => ({ method: 'passkey', aaguid: [model, OFFICE_MODEL] }));
    const names = many(12, (place) => `p${place}`);
    const policy = definePolicy({
      strengths: {
        keys: { anyOf: patterns.map((pattern) => [pattern]) },
        words: { anyOf: [[{ method: 'sso', acr: many(20, String), amr: many(8, (place) => `way-${place}`) }]] },
      },
      roles: { holder: { requiredStrength: 'keys' }, employee: { requiredStrength: 'words' } },
      providers: Object.fromEntries(
        names.map((name, place) => [name, { mailDomains: many(3, (d) => `d${place + d}.example`) }]),
      ),
    });
    const oneOf = <Item>(items: readonly Item[]) => fc.constantFrom(...items);
    const questions = fc
      .record({
        roles: fc.subarray(['holder', 'employee']),
        models: fc.array(oneOf([...models, OFFICE_MODEL]), { maxLength: 3 }),
        sso: fc.subarray(names, { maxLength: 3 }),
        domain: oneOf(many(16, (place) => `d${place}.example`)),
        provider: oneOf(names),
        acr: oneOf(many(22, String)),
        amr: fc.subarray(many(9, (place) => `way-${place}`)),
        shown: fc.subarray([0, 1, 2]),
      })
      .map(({ roles, models: owned, sso: at, domain, provider, acr, amr, shown }) => {
        const passkeys = owned.map((aaguid, place) => key(`k${place}`, { aaguid }));
        return ask(account({ passkeys, sso: at, mailDomain: domain, password: 'mailbox' }, { roles }), [
          ...(shown.includes(0) ? [sso(provider, { acr, amr })] : []),
          ...(shown.includes(1) ? passkeys.slice(0, 1).map(({ id, ...traits }) => passkey(id, traits)) : []),
          ...(shown.includes(2) ? [proof('email-code')] : []),
        ]);
      });
    fc.assert(
      fc.property(fc.array(questions, { maxLength: 20 }), (all) => expectSame(policy, all)),
      { numRuns: 150 },
    );
  });

  it('X8 under more demands than there are places for', () => {
    const policy = definePolicy({ roles: { admin: { requiredStrength: 'enhanced' } } });
    const who = account({ password: 'independent', totp: true });
    const questions = Array.from({ length: 600 }, (_, place) =>
      ask(who, place % 2 === 0 ? [password()] : [proof('totp')], {
        demand: { strengths: ['enhanced'], within: milliseconds(place) },
      }),
    );
    expectSame(policy, questions);
  });
});

describe('what a policy remembers is nobody else to see', () => {
  const policy = definePolicy({ roles: { admin: { requiredStrength: 'enhanced' } } });
  const who = account({ password: 'independent', totp: true }, { roles: ['admin'] });

  it('is one answer for all who ask alike, frozen all through', () => {
    const answer = evaluate(policy, ask(who, [password()]));
    expect(evaluate(policy, ask({ ...who, roles: ['stranger', 'admin'] }, [password()]))).toBe(answer);
    const parts: unknown[] = [answer];
    for (const part of parts) {
      expect(Object.isFrozen(part)).toBe(true);
      if (typeof part === 'object' && part !== null) parts.push(...Object.values(part).filter(Object));
    }
    expect(Object.isFrozen(evaluate(policy, ask({ ...who, blocked: true })))).toBe(true);
  });

  it('is not among the members of the policy, which stays frozen', () => {
    expect(Object.isFrozen(policy)).toBe(true);
    expect(JSON.stringify(Object.keys(policy))).not.toContain('memo');
    expect(Object.getOwnPropertySymbols({ ...policy })).toEqual([]);
  });

  it('is not taken along by a policy that was made from it', () => {
    const open = { document: {}, firstFactor: 'password' } as const;
    expect(memoOf({ ...policy, ...open })).toBeUndefined();
    expect(memoOf(Object.create(policy, {}))).toBeUndefined();
    const single = { ...policy, tenant: { ...policy.tenant, strengths: 1 } };
    expect(evaluate(single, ask(account({ password: 'independent' }), [password()])).outcome).toBe('granted');
    expect(evaluate(policy, ask(account({ password: 'independent' }), [password()])).outcome).not.toBe('granted');
  });

  it('keeps no more than its share', () => {
    const memo = emptyMemo(policy, 10);
    for (let place = 0; place < 25; place++) {
      const within: Milliseconds = milliseconds(place);
      recall(memo, ask(who, [password()], { demand: { strengths: [], within } }));
      expect(memo.answers.size).toBeLessThanOrEqual(10);
    }
  });
});

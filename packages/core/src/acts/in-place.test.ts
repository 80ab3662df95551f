import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { anyContexts, anyTold } from '../decision/contexts.test-support.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, NOW, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { NaiveEntered } from '../decision/naive-places.test-support.ts';
import { anyEntered, anyOrganisations, enteredUnder } from '../decision/organisations.test-support.ts';
import type { Question } from '../decision/question.ts';
import { runs } from '../decision/runs.test-support.ts';
import { anyPolicy, anyPolicyWithProviders, anyQuestion } from '../decision/worlds.test-support.ts';
import { defineOrganisation } from '../policy/define-organisation.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { anywhere, policyIn } from '../policy/policy-in.ts';
import type { Evidence } from '../strength/evidence.ts';
import type { Milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { demandOfPlace, namedInPlace, reasonsOfPlace } from './in-place.ts';

const MINUTE = 60_000;
const minutes = (count: number) => (count * MINUTE) as Milliseconds;
const POLICY = definePolicy<string>({
  requiredStrength: 'single',
  strengths: { office: { anyOf: [[{ method: 'password' }, { method: 'totp' }]] } },
  contexts: {
    nothing: { recentProof: '1m' },
    outside: { requiredStrength: 'enhanced' },
    young: { proofsWithin: '10m' },
    keyOnly: { methods: ['passkey'] },
    plain: { requiredStrength: 'baseline', proofsWithin: '30d' },
    own: { requiredStrength: 'office', proofsWithin: '5m' },
    ageless: { requiredStrength: 'office' },
  },
});
const there = (...contexts: readonly string[]) => policyIn(POLICY, { contexts });
const aged = (shown: Evidence, age: number): Evidence => ({ ...shown, at: instant(NOW - age) });
const ADA = account({ ...WITH_MAIL, totp: true });
const ask = (...evidence: readonly Evidence[]): Question => ({ account: ADA, evidence, now: NOW });
const weak = ask(password());
const strong = ask(password(), proof('totp'));

describe('N17 what a place asks of a session', () => {
  it('is nothing without a context, and in one that asks nothing of a session', () => {
    expect(demandOfPlace(POLICY)).toBeUndefined();
    expect(demandOfPlace(there())).toBeUndefined();
    expect(demandOfPlace(there('nothing'))).toBeUndefined();
  });

  it.each(['outside', 'young', 'keyOnly', 'plain', 'ageless'])('is an allowed way in in the context %s', (context) => {
    expect(demandOfPlace(there(context))).toEqual({ strengths: ['single'] });
    expect(demandOfPlace(there('nothing', context))).toEqual({ strengths: ['single'] });
  });
});

describe('N17 the demand that a challenge names', () => {
  const single = { strengths: ['single'] };

  it('is the route’s without a context', () => {
    expect(namedInPlace(POLICY, weak, single)).toBe(single);
  });

  it('is the strength that the place lacks', () => {
    expect(namedInPlace(there('outside'), weak, single)).toEqual({ strengths: ['enhanced'] });
    expect(namedInPlace(there('plain'), weak, single)).toEqual({ strengths: ['baseline'] });
    expect(namedInPlace(there('own'), weak, single)).toEqual({ strengths: ['office'] });
  });

  it('is the strongest strength that place and route lack', () => {
    const route = { strengths: ['phishing-resistant'], within: minutes(5) };
    expect(namedInPlace(there('outside'), weak, route)).toEqual(route);
    expect(namedInPlace(there('outside', 'plain'), weak, { strengths: ['baseline'] })).toEqual({
      strengths: ['enhanced'],
    });
    // The session has what the route asks for, also if that is listed as the stronger one.
    const own = definePolicy({
      strengths: { mailed: { anyOf: [[{ method: 'password' }, { method: 'email-code' }]] } },
      contexts: { outside: { requiredStrength: 'enhanced' } },
    });
    const code = ask(password(), proof('email-code'));
    expect(namedInPlace(policyIn(own, { contexts: ['outside'] }), code, { strengths: ['mailed'] })).toEqual({
      strengths: ['enhanced'],
    });
    const above = { strengths: ['baseline'], within: minutes(1) };
    const mailed = ask(password(), proof('email-code'));
    expect(namedInPlace(there('outside'), mailed, above)).toEqual({ strengths: ['enhanced'], within: minutes(1) });
  });

  it('is the route’s, if the session lacks no strength of the place', () => {
    const route = { strengths: ['phishing-resistant'] };
    expect(namedInPlace(there('outside'), strong, route)).toBe(route);
    expect(namedInPlace(there('nothing'), weak, route)).toBe(route);
    expect(namedInPlace(there('nothing'), strong, single)).toBe(single);
    const within = { strengths: ['baseline'], within: minutes(20) };
    expect(namedInPlace(there('plain'), strong, within)).toBe(within);
  });

  it('has the age of the place, if the proofs are too old for the place alone', () => {
    const old = ask(aged(password(), 11 * MINUTE), aged(proof('totp'), 11 * MINUTE));
    const ofPeople = { ...single, of: 'people' };
    expect(namedInPlace(there('young'), old, ofPeople)).toEqual({ ...ofPeople, within: minutes(10) });
    expect(namedInPlace(there('young', 'outside'), old, single)).toEqual({
      strengths: ['enhanced'],
      within: minutes(10),
    });
    expect(namedInPlace(there('young'), old, { strengths: ['baseline'] })).toEqual({
      strengths: ['baseline'],
      within: minutes(10),
    });
    // The strength of the route stays the strongest.
    expect(namedInPlace(there('young', 'plain'), old, { strengths: ['enhanced'] })).toEqual({
      strengths: ['enhanced'],
      within: minutes(10),
    });
  });

  it('keeps the age of the route, if that is no longer than the place’s', () => {
    const old = ask(aged(password(), 11 * MINUTE), aged(proof('totp'), 11 * MINUTE));
    for (const within of [minutes(1), minutes(10)]) {
      const route = { strengths: ['baseline'], within };
      expect(namedInPlace(there('young'), old, route)).toBe(route);
    }
    const longer = { strengths: ['baseline'], within: minutes(20) };
    expect(namedInPlace(there('young'), old, longer)).toEqual({ strengths: ['baseline'], within: minutes(10) });
  });

  it('keeps the route’s, if the session falls short of the route for more than its age', () => {
    const old = ask(aged(password(), 11 * MINUTE));
    const route = { strengths: ['enhanced'] };
    expect(namedInPlace(there('young'), old, route)).toBe(route);
  });
});

describe('N17 a challenge in a place', () => {
  const anyDemand = fc.record({
    strengths: fc.constantFrom('single', 'baseline', 'enhanced', 'phishing-resistant').map((name) => [name]),
    within: fc.option(fc.constantFrom(minutes(5), minutes(120)), { nil: undefined }),
  });

  it('leads on: a step-up needs a proof, wherever it is judged', () => {
    let judged = 0;
    const leadsOn = fc.property(
      fc.oneof(anyPolicy, anyPolicyWithProviders),
      anyContexts,
      anyTold,
      anyQuestion,
      anyDemand,
      (input, contexts, told, { account: who, evidence, now }, demand) => {
        // By a way in that the place forbids, a step-up elsewhere proves something, and not here.
        const open = Object.entries(contexts).map(([name, { methods: _, refuse: __, ...rule }]) => [name, rule]);
        const placed = policyIn(definePolicy({ ...input, contexts: Object.fromEntries(open) }), { contexts: told });
        // A link of a recovery has no age.
        const shown = evidence.filter(({ method }) => method !== 'reset-token');
        const question = { account: { ...who, blocked: false }, evidence: shown, now };
        fc.pre(evaluate(placed, { ...question, demand }).outcome !== 'granted');
        judged += 1;
        const named = namedInPlace(placed, question, demand);
        expect(evaluate(anywhere(placed), { ...question, demand: named }).outcome).not.toBe('granted');
      },
    );
    fc.assert(leadsOn, { ...runs(3_000), maxSkipsPerRun: 1_000 });
    expect(judged).toBeGreaterThan(100);
  });
});

describe('X41 a challenge in an organisation', () => {
  const anyDemand = fc.record({
    strengths: fc.constantFrom('single', 'baseline', 'enhanced', 'phishing-resistant').map((name) => [name]),
    within: fc.option(fc.constantFrom(minutes(5), minutes(120)), { nil: undefined }),
  });
  /** By a way in that the place forbids, a step-up elsewhere proves something, and not here. */
  const open = <Written>(written: Written): Written =>
    JSON.parse(
      JSON.stringify(written, (member, value) => (member === 'methods' || member === 'refuse' ? undefined : value)),
    );
  /** In the minute after an incident a challenge asks for a longer age, so that people can finish a step-up. */
  const longAgo = ({ proofsAfter, ...rule }: NaiveEntered['written']): NaiveEntered['written'] =>
    proofsAfter === undefined ? rule : { ...rule, proofsAfter: new Date(NOW - 30 * MINUTE).toISOString() };

  it('leads on: a step-up needs a proof, wherever it is judged', () => {
    const leadsOn = fc.property(
      fc.record({ policy: anyPolicy, contexts: anyContexts, organisations: anyOrganisations }),
      anyEntered,
      anyTold,
      anyQuestion,
      anyDemand,
      ({ policy, contexts, organisations }, entered, told, { account: who, evidence, now }, demand) => {
        const input = { ...policy, contexts: open(contexts), organisations: open(organisations) };
        const compiled = definePolicy(input);
        const { written, roles } = enteredUnder(input, entered);
        const rules = defineOrganisation(compiled, 'acme', longAgo(open(written)));
        const placed = policyIn(compiled, { contexts: told, organisation: { rules, roles }, now });
        const shown = evidence.filter(({ method }) => method !== 'reset-token');
        const question = { account: { ...who, blocked: false }, evidence: shown, now };
        fc.pre(evaluate(placed, { ...question, demand }).outcome !== 'granted');
        const named = namedInPlace(placed, question, demand);
        expect(evaluate(anywhere(placed), { ...question, demand: named }).outcome).not.toBe('granted');
      },
    );
    fc.assert(leadsOn, { ...runs(2_000), maxSkipsPerRun: 1_000 });
  });
});

describe('N17 the reasons of the contexts', () => {
  it('are none without a context, and where a context asks nothing', () => {
    expect(reasonsOfPlace(POLICY, weak)).toEqual([]);
    expect(reasonsOfPlace(there('nothing'), weak)).toEqual([]);
  });

  it('are the rules of the contexts alone', () => {
    const reasons = reasonsOfPlace(there('outside', 'keyOnly'), weak);
    expect(reasons.map(({ source }) => source)).toEqual([{ context: 'outside' }, { context: 'keyOnly' }]);
    const enhanced = definePolicy({
      requiredStrength: 'enhanced',
      contexts: { far: { requiredStrength: 'phishing-resistant' } },
    });
    expect(reasonsOfPlace(policyIn(enhanced, { contexts: ['far'] }), weak)).toEqual([
      expect.objectContaining({ source: { context: 'far' } }),
    ]);
  });

  it('are told of a session that is enough, too', () => {
    expect(reasonsOfPlace(there('outside'), strong).map(({ source }) => source)).toEqual([{ context: 'outside' }]);
  });
});

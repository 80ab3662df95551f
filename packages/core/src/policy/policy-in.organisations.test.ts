import { describe, expect, it } from 'vitest';
import { demandOfPlace, namedInPlace } from '../acts/in-place.ts';
import { evaluate } from '../decision/evaluate.ts';
import { account, NOW, password, proof, WITH_MAIL } from '../decision/facts.test-support.ts';
import type { Milliseconds } from '../time/duration.ts';
import { instant } from '../time/instant.ts';
import { ADA, acme, aged, ask, at, HOUR, MINUTE, POLICY, session } from './acme.test-support.ts';
import { datesOf } from './dates.ts';
import { defineOrganisation } from './define-organisation.ts';
import { definePolicy } from './define-policy.ts';
import { intervalsOf } from './intervals.ts';
import type { OrganisationInput } from './organisation-input.ts';
import { anywhere, type Circumstances, onDate, outsideOrganisation, policyIn } from './policy-in.ts';

describe('X41 policyIn, in an organisation', () => {
  it('joins the rules of the policy and of the organisation, by the roles of the person', () => {
    const rule = { proofsWithin: '4h', roles: { finance: { methods: ['passkey'] } } } as const;
    const none = acme(rule).place;
    expect([none?.strengths, none?.proofsWithin]).toEqual([0, 4 * HOUR]);
    expect(none?.rules.map(({ source }) => source)).toEqual([{ organisation: 'acme' }, { organisation: 'acme' }]);
    const both = acme(rule, { roles: ['finance', 'never-heard-of', 'owner'] }).place;
    expect(both?.organisation?.roles).toEqual(['owner', 'finance']);
    expect(both?.rules.map(({ source }) => source)).toEqual([
      { organisation: 'acme' },
      { organisation: 'acme', role: 'owner' },
      { organisation: 'acme' },
      { organisation: 'acme', role: 'finance' },
    ]);
    expect(evaluate(acme(rule, { roles: ['owner'] }), ask(ADA, password())).outcome).toBe('factor-required');
    expect(evaluate(acme(rule), ask(ADA, password())).outcome).toBe('granted');
  });

  it('is compiled once for each set of contexts and roles, and anew on a date or for another policy', () => {
    const rules = defineOrganisation(POLICY, 'acme', { later: [{ from: at(NOW + HOUR), proofsWithin: '1h' }] });
    const there = (roles: readonly string[], contexts: readonly string[] = [], now = NOW) =>
      policyIn(POLICY, { contexts, organisation: { rules, roles }, now });
    const one = there(['owner']);
    expect(there(['strange', 'owner', 'owner'])).toBe(one);
    expect(there([])).not.toBe(one);
    expect(there(['owner'], ['outside'])).not.toBe(one);
    expect(there(['finance'], ['outside', 'risk'])).toBe(there(['finance'], ['risk', 'outside']));
    expect(there(['owner'], [], instant(NOW + HOUR - 1))).toBe(one);
    expect(there(['owner'], [], instant(NOW + HOUR))).not.toBe(one);
    expect(there(['owner'])).toBe(one);
    expect(Object.isFrozen(one) && Object.isFrozen(one.place)).toBe(true);
    const copy = { ...POLICY, recentProof: (2 * MINUTE) as Milliseconds };
    const inCopy = policyIn(copy, { contexts: [], organisation: { rules, roles: ['owner'] }, now: NOW });
    expect(inCopy.recentProof).toBe(2 * MINUTE);
    expect(there(['owner']).recentProof).toBe(10 * MINUTE);
  });

  it('needs the time: without it, the organisation would ask for less', () => {
    const rules = defineOrganisation(POLICY, 'acme', {});
    const where = { contexts: [], organisation: { rules, roles: [] } };
    expect(() => policyIn(POLICY, where as unknown as Circumstances)).toThrow(TypeError);
  });

  it('keeps 64 places of an organisation, and then begins anew', () => {
    const names = ['a', 'b', 'c', 'd', 'e', 'f', 'g'];
    const roles = Object.fromEntries(names.map((name) => [name, { recentProof: '1m' as const }]));
    const rules = defineOrganisation(POLICY, 'acme', { roles });
    const inSet = (bits: number) =>
      policyIn(POLICY, {
        contexts: [],
        organisation: { rules, roles: names.filter((_, bit) => (bits & (1 << bit)) !== 0) },
        now: NOW,
      });
    const sets = Array.from({ length: 64 }, (_, one) => inSet(one));
    expect(sets.every((kept, one) => inSet(one) === kept)).toBe(true);
    inSet(64);
    expect(inSet(1)).not.toBe(sets[1]);
  });

  it('tells apart every role of eighteen, beside twelve contexts', () => {
    const names = (letter: string, count: number) => Array.from({ length: count }, (_, place) => `${letter}${place}`);
    const each = (all: readonly string[]) =>
      Object.fromEntries(all.map((name) => [name, { recentProof: '1m' as const }]));
    const [contexts, vendors, own] = [names('c', 12), names('v', 9), names('o', 9)];
    const policy = definePolicy<string>({ contexts: each(contexts), organisations: { roles: each(vendors) } });
    const rules = defineOrganisation(policy, 'acme', { roles: each(own) });
    const all = [...vendors, ...own];
    const places = all.map((role) => policyIn(policy, { contexts, organisation: { rules, roles: [role] }, now: NOW }));
    expect(new Set(places).size).toBe(18);
    expect(places.map(({ place }) => place?.organisation?.roles)).toEqual(all.map((role) => [role]));
    expect(places.map(({ place }) => place?.rules.at(-1)?.source)).toEqual(
      all.map((role) => ({ organisation: 'acme', role })),
    );
    expect(places.every(({ place }) => place?.contexts.length === 12)).toBe(true);
  });

  it('asks what the organisation asks in the contexts of the request, and in all of them if none was told', () => {
    const rule = { contexts: { outside: { methods: ['passkey'] }, risk: { proofsWithin: '5m' } } } as const;
    const sources = (contexts: readonly string[] | 'unknown') =>
      acme(rule, { contexts }).place?.rules.map(({ source }) => source);
    const floor = { organisation: 'acme' };
    expect(sources([])).toEqual([floor]);
    expect(sources(['outside'])).toEqual([
      { context: 'outside', shown: true },
      floor,
      { context: 'outside', organisation: 'acme', shown: true },
    ]);
    expect(sources('unknown')).toEqual(sources(['outside', 'risk']));
    expect(sources('unknown')).toHaveLength(5);
    expect(acme(rule, { contexts: 'unknown' })).toMatchObject({ place: { contexts: ['outside', 'risk'] } });
  });

  it('takes the shortest recentProof, and never the first factor: an organisation has none', () => {
    expect(acme({}).recentProof).toBe(10 * MINUTE);
    expect(acme({ recentProof: '2m' }).recentProof).toBe(2 * MINUTE);
    expect(acme({ recentProof: '30d' }, { contexts: ['risk'] }).recentProof).toBe(5 * MINUTE);
    expect(acme({}, { contexts: ['risk'] }).firstFactor).toBe('vouched');
    expect(acme({}).firstFactor).toBe('two-proofs');
  });

  it('leaves the organisation: anywhere, and outside in the same contexts', () => {
    const placed = acme({ proofsWithin: '4h' }, { contexts: ['outside'], roles: ['owner'] });
    expect(anywhere(placed)).toBe(POLICY);
    expect(outsideOrganisation(placed)).toBe(policyIn(POLICY, { contexts: ['outside'] }));
    expect(outsideOrganisation(acme({}))).toBe(POLICY);
    expect(outsideOrganisation(policyIn(POLICY, { contexts: ['risk'] }))).toBe(
      policyIn(POLICY, { contexts: ['risk'] }),
    );
    expect(policyIn(placed, { contexts: [] })).toBe(POLICY);
  });
});

describe('X41 X42 a rule of an organisation that begins at a date', () => {
  const RULE: OrganisationInput<string> = {
    later: [{ from: at(NOW + HOUR), requiredStrength: 'baseline', recentProof: '1m' }],
    roles: { finance: { later: [{ from: at(NOW + 3 * HOUR), methods: ['passkey'] }] } },
  };
  const on = (hours: number, roles: readonly string[] = []) => acme(RULE, { roles, now: instant(NOW + hours * HOUR) });
  const hours = (policy: typeof POLICY) => datesOf(policy).map((date) => (date - NOW) / HOUR);

  it('is listed for the place alone, among the dates of the policy', () => {
    expect(hours(on(0))).toEqual([1, 2]);
    expect(hours(on(0, ['finance']))).toEqual([1, 2, 3]);
    expect(hours(on(2, ['finance']))).toEqual([3]);
    expect(hours(POLICY)).toEqual([]);
    const dated = definePolicy<string>({ later: [{ from: at(NOW + 1.5 * HOUR), methods: ['sso'] }] });
    expect(hours(acme(RULE, { policy: dated }))).toEqual([1, 1.5]);
    expect(hours(acme(RULE, { policy: dated, now: instant(NOW + HOUR) }))).toEqual([1.5]);
  });

  it('holds from then on, with the age of its strength', () => {
    expect([0, 1, 2].map((time) => on(time).place?.strengths)).toEqual([0, 2, 10]);
    expect(on(1).place?.proofsWithin).toBe(720 * HOUR);
    expect(on(2).place?.proofsWithin).toBe(12 * HOUR);
    expect([on(0).recentProof, on(1).recentProof]).toEqual([10 * MINUTE, MINUTE]);
  });

  it('holds where the place is from before: a question has its time', () => {
    const late = { ...ask(ADA, { ...password(), at: instant(NOW + HOUR) }), now: instant(NOW + HOUR) };
    expect(evaluate(on(0), late).outcome).toBe('factor-required');
    expect(evaluate(on(0), late)).toEqual(evaluate(on(1), late));
    expect(onDate(on(0), instant(NOW + HOUR)).place).toEqual(on(1).place);
  });

  it('ends an interval of the place', () => {
    const intervals = intervalsOf(on(0, ['finance']), NOW, instant(NOW + 3 * HOUR));
    expect(intervals.map(({ from }) => (from - NOW) / HOUR)).toEqual([0, 1, 2]);
    expect(intervals.map(({ policy }) => policy.place?.strengths)).toEqual([0, 2, 10]);
    expect(intervals.every(({ policy }) => policy.later.length === 0)).toBe(true);
    expect(intervalsOf(POLICY, NOW, instant(NOW + 9 * HOUR))).toHaveLength(1);
  });
});

describe('X41 after an incident', () => {
  const since = (minutes: number) => acme({ proofsAfter: at(NOW - minutes * MINUTE) });
  const old = (minutes: number) => session(ADA, aged(password(), minutes * MINUTE));

  it('only proofs after the moment count in the organisation, and elsewhere all', () => {
    expect(evaluate(since(5), old(4)).outcome).toBe('granted');
    for (const minutes of [5, 6]) {
      expect(evaluate(since(5), old(minutes))).toMatchObject({ outcome: 'factor-required', accept: ['password'] });
      expect(evaluate(POLICY, old(minutes)).outcome).toBe('granted');
    }
  });

  it('says who takes no older proof', () => {
    const { because } = evaluate(since(5), old(6));
    expect(because).toContainEqual({
      code: 'recent-proof-required',
      params: { within: 5 * MINUTE },
      source: { organisation: 'acme' },
    });
    expect(evaluate(since(5), old(4)).because.map(({ code }) => code)).toEqual(['strength-required']);
    const weak = evaluate(acme({ proofsAfter: at(NOW - 5 * MINUTE), requiredStrength: 'enhanced' }), old(4));
    expect(weak.outcome).toBe('factor-required');
    expect(weak.because.map(({ code }) => code)).not.toContain('recent-proof-required');
  });

  it('a challenge names the age, and leaves people a minute', () => {
    const demand = { strengths: ['single'] };
    expect(demandOfPlace(since(5))).toEqual(demand);
    expect(namedInPlace(since(5), old(6), demand)).toEqual({ ...demand, within: 5 * MINUTE });
    expect(namedInPlace(since(0.5), old(1), demand)).toEqual({ ...demand, within: MINUTE });
    expect(namedInPlace(since(5), old(6), { ...demand, within: (2 * MINUTE) as Milliseconds })).toEqual({
      ...demand,
      within: 2 * MINUTE,
    });
    const both = acme({ proofsAfter: at(NOW - 5 * MINUTE), proofsWithin: '10m' });
    expect(namedInPlace(both, old(6), demand)).toEqual({ ...demand, within: 5 * MINUTE });
    expect(namedInPlace(acme({ proofsAfter: at(NOW - 15 * MINUTE), proofsWithin: '10m' }), old(20), demand)).toEqual({
      ...demand,
      within: 10 * MINUTE,
    });
  });

  it('17: never drops the link of a recovery, so that an old flow counts no more than a young one', () => {
    const who = account({ ...WITH_MAIL, password: 'mailbox' });
    const flow = ask(who, aged(proof('reset-token'), 6 * MINUTE), password('mailbox'), proof('email-code'));
    const policy = definePolicy({});
    for (const rule of [{ proofsAfter: at(NOW - 5 * MINUTE) }, { proofsWithin: '5m' }, {}] as const)
      expect(evaluate(acme(rule, { policy }), flow).outcome).not.toBe('granted');
  });
});

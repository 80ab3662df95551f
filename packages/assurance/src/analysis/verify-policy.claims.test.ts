import { definePolicy, evaluate, type PolicyInput, type WayInMethod } from '@sallyport/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AAGUID, NOW, OFFICE_MODEL } from '../../../core/src/decision/facts.test-support.ts';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { anyCase, anyPolicy, anyPolicyWithProviders } from '../../../core/src/decision/worlds.test-support.ts';
import {
  answerOf,
  asNew,
  type Case,
  type Claimed,
  everySet,
  leading,
  ordinary,
  plain,
  waysOf,
  withOnly,
  withoutRule,
} from './claims.test-support.ts';
import type { Finding, FindingCode } from './findings/finding.ts';
import { verifyPolicy } from './verify-policy.ts';

const SIGN_IN_ONLY = ['emailCodes.offer', 'enrollment.firstFactor', 'recovery.mailboxAlone'];

/** The questions that must have the same answer without an idle rule. */
function questionsAbout(
  { methods }: PolicyInput<string>,
  path: string,
  shown: Case,
): { readonly about: Case; readonly more: object }[] {
  const role = path.startsWith('roles.') ? [path.split('.')[1] ?? ''] : [];
  const { emergency: _, ...restricted } = shown.account;
  const { requiredStrength: __, ...unraised } = shown.account;
  if (SIGN_IN_ONLY.includes(path)) return [{ about: { ...shown, account: unraised }, more: {} }];
  const isTrust = path.startsWith('providers.');
  const account = isTrust ? restricted : shown.account;
  // If the tenant leaves sso out, no sign-in by a provider is begun.
  const begun = shown.evidence.filter(({ method }) => method !== 'sso' || (methods?.includes('sso') ?? true));
  const about = {
    evidence: isTrust ? begun : shown.evidence,
    account: { ...account, roles: [...account.roles, ...role] },
  };
  return [
    { about, more: {} },
    { about, more: { local: true } },
    { about, more: { demand: { strengths: ['own'] } } },
  ];
}

/** The claim of each finding, as a check that throws if the claim is false. */
const CLAIMS: Partial<Record<FindingCode, (claimed: Claimed) => void>> = {
  'rule-never-matters': ({ input, policy, finding: { path = '' }, cases }) => {
    const without = definePolicy(withoutRule(input, path));
    for (const shown of cases)
      for (const { about, more } of questionsAbout(input, path, shown))
        expect({ path, about, ...Object(answerOf(without, about, more)) }).toEqual({
          path,
          about,
          ...Object(answerOf(policy, about, more)),
        });
  },
  'nobody-can-sign-in': (claimed) => neverGranted(claimed, []),
  'role-locked-out': (claimed) => neverGranted(claimed, claimed.finding.counterexample.roles),
  'roles-exclude-each-other': (claimed) => neverGranted(claimed, claimed.finding.counterexample.roles),
  'administrators-locked-out': (claimed) => {
    for (const name of claimed.policy.administrators.policy) neverGranted(claimed, [name]);
  },
  'dead-end': ({ policy, finding }) => {
    const { roles, factors, evidence, decision } = finding.counterexample;
    const account = { roles, factors };
    const sets = everySet(factors);
    if (finding.severity === 'warning')
      return expectNoEnd(finding, policy, account, sets, ['granted', 'enrollment-required'], true);
    expect(decision.outcome).toBe('factor-required');
    const accept: readonly string[] = decision.outcome === 'factor-required' ? decision.accept : [];
    const after = (method: string) =>
      sets.filter(
        (set) =>
          evidence.every((shown) =>
            set.some((one) => JSON.stringify({ ...one, at: 0 }) === JSON.stringify({ ...shown, at: 0 })),
          ) && set.some((one) => one.method === method),
      );
    const ends = accept.map((method) =>
      leading(policy, account, after(method), ['granted', 'enrollment-required'], false),
    );
    expect({ finding, ends: accept.length === 0 ? [undefined] : ends }).toEqual({
      finding,
      ends: expect.arrayContaining([undefined]),
    });
  },
  'way-in-leads-nowhere': ({ input, policy, finding, cases }) => {
    const { roles } = finding.counterexample;
    const [, ways = ''] = /, ([a-z, ]+?) (?:is|are) allowed as a way in/.exec(finding.message) ?? [];
    for (const way of ways.split(/, | and /) as WayInMethod[])
      for (const { account } of cases) {
        const factors = withOnly(account.factors, way, waysOf(input, roles));
        if (factors !== undefined)
          expectNoEnd(finding, policy, { roles, factors }, everySet(factors), ['granted', 'enrollment-required'], true);
      }
  },
  'cannot-begin': (claimed) => newAccountsNever(claimed, [claimed.finding.counterexample.roles], true),
  'provider-cannot-begin': ({ policy, finding }) => {
    const { factors, evidence } = finding.counterexample;
    const [provider = ''] = factors.sso ?? [];
    expect(policy.providers.get(provider)?.createAccounts).toBe(true);
    expect(evidence).toEqual([{ method: 'sso', at: expect.any(Number), provider }]);
    const account = { roles: [], factors };
    expect(evaluate(policy, { account, evidence, now: NOW, local: true }).outcome).toBe('denied');
  },
  'only-by-vouching': (claimed) => newAccountsNever(claimed, [claimed.finding.counterexample.roles], false),
  'administrators-cannot-begin': (claimed) =>
    newAccountsNever(
      claimed,
      claimed.policy.administrators.policy.map((name) => [name]),
      true,
    ),
  'administrators-need-vouching': (claimed) =>
    newAccountsNever(
      claimed,
      claimed.policy.administrators.policy.map((name) => [name]),
      false,
    ),
  'administrators-depend-on-provider': ({ policy, cases }) => {
    for (const role of policy.administrators.policy)
      for (const shown of cases) {
        const { account, evidence } = ordinary(shown, [role]);
        const local = evidence.filter(({ method }) => method !== 'sso');
        expect(evaluate(policy, { account, evidence: local, now: NOW, local: true }).outcome).not.toBe('granted');
      }
  },
  'unsatisfiable-strength': ({ input, finding: { path = '' }, cases }) =>
    neverSatisfied(input, path.split('.')[1] ?? '', cases),
  'unsatisfiable-combination': ({ input, finding: { path = '' }, cases }) => {
    const [, name = '', , place = ''] = path.split('.');
    const combination = input.strengths?.[name]?.anyOf[Number(place)] ?? [];
    const providers = Object.fromEntries(
      Object.entries(input.providers ?? {}).map(([id, { trust: _trust, ...provider }]) => [id, provider]),
    );
    neverSatisfied(
      { ...input, providers, strengths: { ...input.strengths, [name]: { anyOf: [combination] } } },
      name,
      cases,
    );
  },
  'unused-strength': ({ input, finding: { path = '' } }) => {
    const names = [input, ...Object.values(input.roles ?? {})].map(({ requiredStrength }) => requiredStrength);
    expect(names).not.toContain(path.split('.')[1]);
  },
};

function expectNoEnd(finding: Finding, ...asked: Parameters<typeof leading>): void {
  const [policy, account, sets, ends, vouched] = asked;
  const found =
    leading(policy, account, sets, ends, false) ?? (vouched ? leading(policy, account, sets, ends, true) : undefined);
  if (found !== undefined) expect({ finding: finding.message, account, evidence: found }).toBe('never');
}

function neverGranted({ policy, finding, cases }: Claimed, roles: readonly string[]): void {
  for (const shown of cases)
    for (const { account, evidence } of [ordinary(shown, roles), plain(shown, roles)]) {
      const { outcome } = evaluate(policy, { account, evidence, now: NOW, local: true });
      if (outcome === 'granted') expect({ finding: finding.message, account, evidence }).toBe('never');
    }
}

function neverSatisfied(input: PolicyInput<string>, name: string, cases: readonly Case[]): void {
  const { methods: _, roles: __, ...open } = input;
  const policy = definePolicy(open);
  for (const shown of cases) {
    const { account, evidence } = plain(shown, []);
    const demand = { strengths: [name] };
    const { outcome } = evaluate(policy, { account, evidence, now: NOW, demand });
    if (outcome === 'granted') expect({ name, account, evidence }).toBe('never');
  }
}

function newAccountsNever(
  { input, policy, finding, cases }: Claimed,
  roleSets: readonly (readonly string[])[],
  vouched: boolean,
): void {
  for (const roles of roleSets)
    for (const { account } of cases) {
      const factors = asNew(input, account.factors, waysOf(input, roles));
      expectNoEnd(finding, policy, { roles, factors }, everySet(factors), ['granted', 'enrollment-required'], vouched);
    }
}

function check(input: PolicyInput<string>, cases: readonly Case[], decisionsAtMost = 500): void {
  const policy = definePolicy(input);
  for (const finding of verifyPolicy(policy, { decisionsAtMost }).findings)
    CLAIMS[finding.code]?.({ input, policy, finding, cases });
}

const CORP: PolicyInput<string>['providers'] = {
  corp: {
    trust: [
      { acr: 'mfa', strength: 'baseline' },
      { amr: ['hwk'], strength: 'phishing-resistant' },
    ],
    mailDomains: ['corp.example'],
  },
  club: {},
};

/** Wrong findings of earlier versions: the finding and the policy. */
const ONCE_SAID: readonly (readonly [string, string, PolicyInput<string>])[] = [
  [
    'a role asks for a word that a provider need not say',
    'roles.member.requiredStrength',
    {
      requiredStrength: 'single',
      roles: { member: { requiredStrength: 'keyed', methods: ['sso'] } },
      strengths: { keyed: { anyOf: [[{ method: 'sso', amr: ['hwk'] }]] } },
      providers: CORP,
    },
  ],
  [
    'a role asks for what the tenant asks for, and its sessions are shorter by it',
    'roles.member.requiredStrength',
    {
      requiredStrength: 'enhanced',
      session: { idle: '20d', absolute: '30d' },
      roles: { member: { requiredStrength: 'enhanced' } },
    },
  ],
  [
    'a combination of two passkeys of a kind that is not the best',
    'strengths.pair',
    {
      strengths: {
        pair: {
          anyOf: [
            [
              { method: 'passkey', aaguid: [OFFICE_MODEL] },
              { method: 'passkey', aaguid: [OFFICE_MODEL] },
            ],
          ],
        },
        other: {
          anyOf: [
            [{ method: 'passkey', aaguid: [AAGUID] }],
            [{ method: 'passkey', aaguid: [AAGUID], attested: true }],
            [{ method: 'passkey', aaguid: [AAGUID], deviceBound: true }],
          ],
        },
      },
    },
  ],
  [
    'a combination of two providers that are alike',
    'strengths.both',
    {
      strengths: { both: { anyOf: [[{ method: 'sso' }, { method: 'sso' }]] } },
      providers: { north: {}, south: {} },
    },
  ],
  [
    'of two combinations that mean the same, each',
    'strengths.own.anyOf.0',
    { strengths: { own: { anyOf: [[{ method: 'ldap' }], [{ method: 'ldap' }]] } } },
  ],
];

/** SSO is the only way in, and the providers own different mail domains. */
const TWO_OWNERS: PolicyInput<string> = {
  methods: ['sso'],
  providers: { club: { mailDomains: ['home.example'] }, corp: { mailDomains: ['corp.example', 'home.example'] } },
};

describe('N4 what a finding says is so', () => {
  it.each(ONCE_SAID)('and nothing is said where it is not: %s', (_, path, input) => {
    const said = verifyPolicy(definePolicy(input)).findings.filter(({ code }) => code !== 'unused-strength');
    expect(said.map((finding) => finding.path)).not.toContain(path);
  });

  it('and whoever has two providers, and a mailbox that is one of them, need not wait for a code of an administrator', () => {
    const codes = verifyPolicy(definePolicy(TWO_OWNERS)).findings.map(({ code }) => code);
    expect(codes).not.toContain('only-by-vouching');
    expect(codes).not.toContain('cannot-begin');
  });

  it('also where the limits were reached: what was not gone through is not said to lead nowhere', () => {
    const policy = definePolicy({
      roles: { a: { requiredStrength: 'enhanced' }, b: { methods: ['password', 'sso'] } },
    });
    for (let decisionsAtMost = 1; decisionsAtMost < 200; decisionsAtMost += 7) {
      const { findings } = verifyPolicy(policy, { decisionsAtMost });
      expect(findings.map(({ code }) => code)).not.toContain('way-in-leads-nowhere');
    }
  });

  it.each([
    ['the providers that the other laws are tried with', anyPolicy],
    ['providers of any kind', anyPolicyWithProviders],
  ])('of every random policy, to every account and all that it can prove: %s', (_, policies) => {
    fc.assert(
      fc.property(policies, fc.array(anyCase, { minLength: 8, maxLength: 8 }), (input, cases) => check(input, cases)),
      runs(25),
    );
  });

  it('and so it is of rules that are taken away together', () => {
    fc.assert(
      fc.property(anyPolicyWithProviders, fc.array(anyCase, { minLength: 8, maxLength: 8 }), (input, cases) => {
        const idle = verifyPolicy(definePolicy(input), { decisionsAtMost: 500 }).findings.filter(
          ({ code }) => code === 'rule-never-matters',
        );
        const paths = idle.flatMap(({ path }) => path ?? []).sort((a, b) => (a < b ? 1 : -1));
        const policy = definePolicy(input);
        const without = definePolicy(paths.reduce(withoutRule, input));
        for (const shown of cases) {
          const about = ordinary(shown, []);
          expect({ paths, about, ...Object(answerOf(without, about)) }).toEqual({
            paths,
            about,
            ...Object(answerOf(policy, about)),
          });
        }
      }),
      runs(25),
    );
  });
});

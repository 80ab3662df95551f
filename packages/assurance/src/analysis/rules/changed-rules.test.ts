import {
  type ContextRuleInput,
  definePolicy,
  evaluate,
  type HelpdeskInput,
  type PolicyInput,
  sessionLimits,
} from '@sallyport/core';
import published from '@sallyport/core/policy.schema.json' with { type: 'json' };
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type * as z from 'zod';
import { NOW } from '../../../../core/src/decision/facts.test-support.ts';
import { runs } from '../../../../core/src/decision/runs.test-support.ts';
import { anyCase, anyPolicyWithProviders, hasFewPatterns } from '../../../../core/src/decision/worlds.test-support.ts';
import { changedRules, placeOfRule } from './changed-rules.ts';
import { PAIRS_OF_ORGANISATIONS } from './organisations.test-support.ts';

const rulesOf = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  changedRules(definePolicy(from), definePolicy(to));
const weakerIn = (from: PolicyInput<string>, to: PolicyInput<string>) =>
  rulesOf(from, to).flatMap(({ weaker, source, member }) =>
    weaker ? [source === 'tenant' ? member : `${source.role}: ${member}`] : [],
  );

const KEY = { anyOf: [[{ method: 'passkey', userVerified: true }]] } as const;
const PLAIN = { anyOf: [[{ method: 'passkey' }]] } as const;

/** A policy with a helpdesk for each of these entries. An absent member: `desk` vouches for `contractor`. */
function helped(...entries: readonly Partial<HelpdeskInput>[]): PolicyInput<string> {
  const desk: HelpdeskInput = { roles: ['desk'], over: ['contractor'], may: ['vouch'] };
  return { administrators: { helpdesk: (entries.length === 0 ? [{}] : entries).map((one) => ({ ...desk, ...one })) } };
}

const outside = (rule: ContextRuleInput<string>): PolicyInput<string> => ({ contexts: { outside: rule } });

/** For each member of the schema: a strict policy, and a policy that is weaker in this member alone. */
const PAIRS: Readonly<
  Record<string, readonly (readonly [strict: PolicyInput<string>, weaker: PolicyInput<string>])[]>
> = {
  requiredStrength: [
    [{ requiredStrength: 'phishing-resistant' }, { requiredStrength: 'enhanced' }],
    [{ requiredStrength: 'enhanced' }, {}],
    [{}, { requiredStrength: 'single' }],
    [{ requiredStrength: 'key', strengths: { key: KEY } }, { strengths: { key: KEY } }],
  ],
  methods: [
    [{ methods: ['passkey'] }, { methods: ['passkey', 'password'] }],
    [{ methods: ['sso'] }, {}],
  ],
  'session.idle': [
    [{ session: { idle: '5m' } }, { session: { idle: '6m' } }],
    [{ session: { idle: '5m' } }, {}],
    [{ requiredStrength: 'phishing-resistant' }, { requiredStrength: 'phishing-resistant', session: { idle: '2h' } }],
  ],
  'session.absolute': [[{ session: { absolute: '1h' } }, { session: { absolute: '90m' } }]],
  'session.most': [
    [{ session: { most: 2 } }, { session: { most: 3 } }],
    [{ session: { most: 2 } }, {}],
  ],
  'session.beyond': [[{ session: { most: 2, beyond: 'refuse' } }, { session: { most: 2, beyond: 'end-oldest' } }]],
  'administrators.policy': [[{}, { administrators: { policy: ['admin'] } }]],
  'administrators.people': [
    [{ administrators: { policy: ['root'] } }, { administrators: { policy: ['root'], people: ['admin'] } }],
  ],
  'administrators.helpdesk': [
    [{}, helped()],
    [helped(), helped({ roles: ['desk', 'night'] })],
    [helped(), helped({ over: ['contractor', 'guest'] })],
    [helped({ over: ['contractor'] }, { over: ['guest'] }), helped({ over: ['contractor', 'guest'] })],
    [helped(), helped({ may: ['vouch', 'reset'] })],
    [helped(), { administrators: { people: ['desk'] } }],
  ],
  later: [[{ later: [{ from: '2026-12-15T00:00:00Z', requiredStrength: 'enhanced' }] }, {}]],
  'contexts.*.requiredStrength': [
    [outside({ requiredStrength: 'enhanced' }), outside({ requiredStrength: 'baseline' })],
    [outside({ requiredStrength: 'baseline' }), {}],
  ],
  'contexts.*.methods': [[outside({ methods: ['passkey'] }), outside({ methods: ['passkey', 'sso'] })]],
  'contexts.*.refuse': [[outside({ refuse: true }), outside({ methods: ['passkey'] })]],
  'contexts.*.proofsWithin': [
    [outside({ proofsWithin: '1h' }), outside({ proofsWithin: '2h' })],
    [outside({ proofsWithin: '1h' }), outside({})],
  ],
  'contexts.*.recentProof': [[outside({ recentProof: '5m' }), outside({ recentProof: '10m' })]],
  'contexts.*.enrollment.firstFactor': [[outside({ enrollment: { firstFactor: 'vouched' } }), outside({})]],
  ...PAIRS_OF_ORGANISATIONS,
  'strengths.*.anyOf': [
    [{ strengths: { key: KEY } }, { strengths: { key: { anyOf: [[{ method: 'passkey' }]] } } }],
    [
      { strengths: { key: KEY } },
      { strengths: { key: { anyOf: [...KEY.anyOf, [{ method: 'password' }, { method: 'totp' }]] } } },
    ],
  ],
  'lockout.maxFailures': [[{ lockout: { maxFailures: 5 } }, {}]],
  'lockout.window': [[{ lockout: { window: '30m' } }, {}]],
  'lockout.lockFor': [[{}, { lockout: { lockFor: '1m' } }]],
  'lockout.growth': [[{}, { lockout: { growth: 1 } }]],
  'lockout.maxLockFor': [[{}, { lockout: { maxLockFor: '30m' } }]],
  'lockout.hardLimit': [[{ lockout: { hardLimit: 50 } }, {}]],
  recentProof: [[{}, { recentProof: '1h' }]],
  providerStrengthWithin: [
    [{}, { providerStrengthWithin: '30d' }],
    [{ providerStrengthWithin: '120d' }, {}],
  ],
  'passkeys.counterRegression': [[{ passkeys: { counterRegression: 'refuse' } }, {}]],
  'emailCodes.offer': [[{}, { emailCodes: { offer: 'always' } }]],
  'enrollment.firstFactor': [
    [{ enrollment: { firstFactor: 'vouched' } }, {}],
    [{}, { enrollment: { firstFactor: 'password' } }],
  ],
  'recovery.mailboxAlone': [[{ recovery: { mailboxAlone: 'refuse' } }, {}]],
  onTighten: [
    [{ onTighten: 'revoke' }, { onTighten: 'step-up' }],
    [{ onTighten: 'next-request' }, {}],
  ],
  'onTighten.after': [[{ onTighten: { after: '1d', then: 'revoke' } }, { onTighten: { after: '7d', then: 'revoke' } }]],
  'onTighten.then': [[{ onTighten: { after: '1d', then: 'revoke' } }, { onTighten: { after: '1d', then: 'step-up' } }]],
  'dormant.after': [
    [{ dormant: { after: '90d', then: 'block' } }, { dormant: { after: '91d', then: 'block' } }],
    [{ dormant: { after: '90d', then: 'block' } }, {}],
  ],
  'passwords.minimum': [
    [{ passwords: { minimum: 12 } }, { passwords: { minimum: 10 } }],
    [{ passwords: { minimum: 12 } }, {}],
  ],
  'passwords.history': [[{ passwords: { history: 4 } }, {}]],
  'passwords.words': [
    [{ passwords: { words: ['acme'] } }, { passwords: { words: ['acmecorp'] } }],
    [{ passwords: { words: ['acme', 'corp'] } }, { passwords: { words: ['acme'] } }],
  ],
  'passwords.breached': [[{ passwords: { breached: 'refuse' } }, {}]],
  'passwords.letterAndDigit': [[{ passwords: { letterAndDigit: true } }, {}]],
  'vault.emergency': [[{ vault: { emergency: 'required' } }, {}]],
  'providers.*.trust': [
    [{ providers: { corp: {} } }, { providers: { corp: { trust: [{ acr: 'mfa', strength: 'baseline' }] } } }],
    [
      { providers: { corp: { trust: [{ acr: 'mfa', strength: 'baseline' }] } } },
      { providers: { corp: { trust: [{ acr: 'mfa', strength: 'enhanced' }] } } },
    ],
    [
      { providers: { corp: { trust: [{ amr: ['hwk', 'pin'], strength: 'enhanced' }] } } },
      { providers: { corp: { trust: [{ amr: ['hwk'], strength: 'enhanced' }] } } },
    ],
  ],
  'providers.*.createAccounts': [
    [{}, { providers: { corp: { createAccounts: true } } }],
    [
      { providers: { corp: { mailDomains: ['corp.example'] } } },
      { providers: { corp: { mailDomains: ['corp.example'], createAccounts: 'mail-domains' } } },
    ],
    [
      { providers: { corp: { mailDomains: ['corp.example'], createAccounts: 'mail-domains' } } },
      { providers: { corp: { mailDomains: ['corp.example'], createAccounts: true } } },
    ],
  ],
  'providers.*.mailFollows': [[{}, { providers: { corp: { mailFollows: true } } }]],
};

/** Members that demand nothing, or of which every change demands less somewhere. */
const APART = ['acknowledged', 'contexts.*.shown', 'preferSso', 'dormant.then', 'providers.*.mailDomains'];

/** The members of the schema, to the last object: `session.idle`, `providers.*.trust`. */
function membersOf(schema: z.core.JSONSchema.JSONSchema, path = ''): readonly string[] {
  const forms = [schema, ...(schema.anyOf ?? [])];
  const inside = forms.flatMap(({ properties = {}, additionalProperties }) => [
    ...Object.entries(properties).map(([name, part]) => [name, part] as const),
    ...(typeof additionalProperties === 'object' ? [['*', additionalProperties] as const] : []),
  ]);
  const isMixed = schema.anyOf !== undefined;
  return [
    ...(inside.length === 0 || isMixed ? [path] : []),
    ...inside.flatMap(([name, part]) =>
      typeof part === 'object' ? membersOf(part, path === '' ? name : `${path}.${name}`) : [],
    ),
  ];
}

describe('N5 the changed rules of a policy', () => {
  it('have a judgement for every member of the schema', () => {
    const { properties = {} } = published as z.core.JSONSchema.JSONSchema;
    const { roles, ...tenant } = properties;
    const members = membersOf({ properties: tenant });
    expect([...Object.keys(PAIRS), ...APART].sort()).toEqual([...members].sort());
    const ofRoles = membersOf(typeof roles === 'object' ? roles : {}).map((member) => member.slice('*.'.length));
    expect(members).toEqual(expect.arrayContaining(ofRoles));
  });

  it.each(Object.entries(PAIRS))('say which way %s gets weaker', (path, pairs) => {
    const [member = ''] = path.split('.');
    for (const [strict, weaker] of pairs) {
      expect(weakerIn(strict, weaker)).toEqual([member]);
      expect(rulesOf(weaker, strict)).toEqual([expect.objectContaining({ source: 'tenant', member, weaker: false })]);
    }
  });

  it.each<[string, PolicyInput<string>, PolicyInput<string>, readonly (readonly string[])[]]>([
    ['more tries and a longer lock', {}, { lockout: { maxFailures: 20, lockFor: '30m' } }, [['maxFailures']]],
    [
      'more tries and a shorter lock',
      {},
      { lockout: { maxFailures: 20, lockFor: '5m' } },
      [['maxFailures'], ['lockFor']],
    ],
    ['a shorter first lock that grows faster', {}, { lockout: { lockFor: '5m', growth: 3 } }, [['lockFor']]],
    [
      'a longer idle time and fewer sessions',
      { session: { idle: '5m' } },
      { session: { idle: '10m', most: 2 } },
      [['idle']],
    ],
    ['a longer absolute and a shorter idle limit', {}, { session: { idle: '1m', absolute: '90d' } }, [['absolute']]],
    [
      'a shorter and a rarer password',
      { passwords: { minimum: 12, history: 3 } },
      { passwords: { minimum: 10, history: 5 } },
      [['minimum']],
    ],
    [
      'an administrator more and one fewer',
      { administrators: { policy: ['a', 'd'], people: ['b'] } },
      { administrators: { policy: ['a'], people: ['b', 'c'] } },
      [['people']],
    ],
    [
      'a provider that is trusted for more',
      { providers: { corp: {}, other: { createAccounts: true } } },
      { providers: { corp: { createAccounts: true }, other: {} } },
      [['corp', 'createAccounts']],
    ],
    ['a strength of two', { strengths: { a: KEY, b: PLAIN } }, { strengths: { a: PLAIN, b: KEY } }, [['a']]],
  ])('N5 name the members of a weaker rule that demand less: %s', (_, from, to, expected) => {
    expect(rulesOf(from, to).map(({ weakerMembers }) => weakerMembers)).toEqual([expected]);
  });

  it('N5 name no member if the rule is not weaker, has no members, or is weaker by another rule', () => {
    expect(rulesOf({}, { lockout: { maxFailures: 5 } })[0]).not.toHaveProperty('weakerMembers');
    expect(rulesOf({}, { recentProof: '30m' })[0]).not.toHaveProperty('weakerMembers');
    const rules = rulesOf({ requiredStrength: 'phishing-resistant' }, { session: { most: 3 } });
    expect(rules).toContainEqual(expect.objectContaining({ member: 'session', weaker: true, weakerMembers: [] }));
  });

  it('call a helpdesk weaker that does another act, has another role, or is over other people', () => {
    for (const other of [{ may: ['unlock'] }, { roles: ['night'] }, { over: ['guest'] }] as const)
      expect(weakerIn(helped(), helped(other))).toEqual(['administrators']);
    const crossed = [{ may: ['reset'] }, { over: ['guest'] }] as const;
    expect(weakerIn(helped(...crossed), helped({}, { over: ['guest'], may: ['reset'] }))).toEqual(['administrators']);
    expect(weakerIn(helped({ over: ['a'] }, { over: ['b'] }), helped({ over: ['b'] }, { over: ['a'] }))).toEqual([]);
  });

  it('call every change of a provider’s mail domains weaker, and no change of the preferred provider', () => {
    const owns = (...mailDomains: string[]) => ({ providers: { corp: { mailDomains } } });
    expect(weakerIn(owns('a.example'), owns('a.example', 'b.example'))).toEqual(['providers']);
    expect(weakerIn(owns('a.example', 'b.example'), owns('a.example'))).toEqual(['providers']);
    const prefers: PolicyInput<string> = { preferSso: 'corp', providers: { corp: {} } };
    expect(rulesOf(prefers, { providers: { corp: {} } })).toEqual([
      { source: 'tenant', member: 'preferSso', before: 'corp', after: null, weaker: false },
    ]);
  });

  it('name the role, the written value before, and null for a member that is gone', () => {
    const from: PolicyInput<string> = {
      roles: { clerk: { methods: ['sso'] }, desk: { requiredStrength: 'enhanced' } },
    };
    expect(rulesOf(from, { roles: { clerk: { methods: ['sso', 'ldap'] } } })).toEqual([
      {
        source: { role: 'clerk' },
        ...{ member: 'methods', before: ['sso'], after: ['sso', 'ldap'], weaker: true },
      },
      { source: { role: 'desk' }, member: 'requiredStrength', before: 'enhanced', after: null, weaker: true },
    ]);
    expect(rulesOf({}, from).map(({ before, weaker }) => [before, weaker])).toEqual([
      [null, false],
      [null, false],
    ]);
    const session = { idle: '5m', absolute: '1h' } as const;
    expect(rulesOf({ session }, { session: { absolute: '1h', idle: '5m' } })).toEqual([]);
  });

  it('let the strictest win: a role’s rule is not weaker if the tenant’s new rule demands as much', () => {
    const desk = {
      requiredStrength: 'enhanced',
      methods: ['passkey'],
      session: { idle: '5m', absolute: '1h' },
    } as const;
    const inAll: PolicyInput<string> = { ...desk };
    expect(weakerIn({ roles: { desk } }, inAll)).toEqual([]);
    expect(weakerIn({ roles: { desk } }, { ...inAll, session: { idle: '6m', absolute: '1h' } })).toEqual([
      'desk: session',
    ]);
    expect(weakerIn({ roles: { desk } }, { ...inAll, requiredStrength: 'baseline' })).toEqual([
      'desk: requiredStrength',
    ]);
  });

  it('call a new strength weaker that brings longer sessions', () => {
    const strengths = { any: { anyOf: [[{ method: 'password' }]] } } as const;
    expect(weakerIn({ strengths, requiredStrength: 'any' }, { strengths, requiredStrength: 'baseline' })).toEqual([
      'requiredStrength',
    ]);
  });

  it('have a weaker rule wherever the new policy grants what the old policy did not, or a longer session', () => {
    const member = fc.constantFrom(
      'requiredStrength',
      'methods',
      'session',
      'roles',
      'strengths',
      'providers',
      'recovery',
    );
    fc.assert(
      fc.property(anyPolicyWithProviders, anyPolicyWithProviders, anyCase, member, (a, b, given, changed) => {
        // The policies differ in a member alone, so that no other weaker rule hides a wrong judgement.
        const input: PolicyInput<string> = JSON.parse(JSON.stringify({ ...a, [changed]: b[changed] }));
        fc.pre(hasFewPatterns(input));
        const [from, to] = [definePolicy(a), definePolicy(input)];
        const isWeaker = changedRules(from, to).some(({ weaker }) => weaker);
        const { evidence, account } = given;
        const grants = [from, to].map(
          (policy) => evaluate(policy, { account, evidence, now: NOW, local: true }).outcome === 'granted',
        );
        if (grants[1] !== true) return;
        const limits = [from, to].map((policy) => sessionLimits(policy, account, evidence));
        const [before = { idle: 0, absolute: 0 }, after = { idle: 0, absolute: 0 }] = limits;
        const isLonger = after.idle > before.idle || after.absolute > before.absolute;
        if (grants[0] !== true || isLonger) expect(isWeaker).toBe(true);
      }),
      runs(900),
    );
  });

  it('are no weaker than themselves, and weaker in one direction at least if they differ in a demand', () => {
    fc.assert(
      fc.property(anyPolicyWithProviders, (input) => {
        expect(rulesOf(input, input)).toEqual([]);
        const stricter: PolicyInput<string> = { ...input, recentProof: '1m', recovery: { mailboxAlone: 'refuse' } };
        expect(weakerIn(input, stricter)).toEqual([]);
        expect(weakerIn(stricter, input)).toContain('recentProof');
      }),
      runs(300),
    );
  });

  it('have a place in the policy', () => {
    expect(placeOfRule({ source: 'tenant', member: 'lockout' })).toBe('lockout');
    expect(placeOfRule({ source: { role: 'admin' }, member: 'requiredStrength' })).toBe('roles.admin.requiredStrength');
  });
});

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { anyPolicy } from '../decision/worlds.test-support.ts';
import { definePolicy } from './define-policy.ts';
import type { PolicyInput } from './policy-input.ts';
import { problemsOf } from './problems-of.test-support.ts';
import { policySchema } from './schema.ts';

/** A policy with a member of every kind. */
const WHOLE: PolicyInput<string> = {
  requiredStrength: 'baseline',
  methods: ['password', 'passkey', 'sso', 'ldap'],
  preferSso: 'corp',
  administrators: {
    policy: ['super-admin'],
    people: ['admin'],
    helpdesk: [{ roles: ['desk'], over: ['contractor'], may: ['reset', 'vouch', 'unlock'] }],
  },
  roles: {
    admin: { requiredStrength: 'enhanced', session: { idle: '15m', absolute: '12h' } },
    employee: { methods: ['sso'] },
    contractor: { requiredStrength: 'enhanced', methods: ['password', 'passkey'] },
  },
  strengths: {
    'office-key': {
      anyOf: [
        [
          {
            method: 'passkey',
            userVerified: true,
            deviceBound: true,
            aaguid: ['ee882879-721c-4913-9775-3dfcce97072a'],
            attested: true,
          },
        ],
      ],
    },
    'from-corp': { anyOf: [[{ method: 'sso', provider: 'corp', acr: ['urn:mfa'], amr: ['otp'] }]] },
  },
  lockout: { maxFailures: 10, window: '15m', lockFor: '15m', growth: 2, maxLockFor: '12h', hardLimit: 100 },
  recentProof: '15m',
  later: [{ from: '2026-12-15T00:00:00Z', requiredStrength: 'phishing-resistant' }],
  contexts: { outside: { requiredStrength: 'enhanced', proofsWithin: '12h' } },
  organisations: { requiredStrength: 'enhanced', roles: { owner: {} }, administrators: { rule: ['owner'] } },
  providerStrengthWithin: '90d',
  passkeys: { counterRegression: 'report' },
  emailCodes: { offer: 'when-nothing-stronger' },
  enrollment: { firstFactor: 'two-proofs' },
  recovery: { mailboxAlone: 'baseline-only' },
  onTighten: JSON.parse('{ "after": "7d", "then": "revoke" }'),
  dormant: { after: '90d', then: 'block' },
  passwords: { minimum: 8, history: 0, words: ['acme'], breached: 'refuse', letterAndDigit: false },
  vault: { emergency: 'optional' },
  providers: {
    corp: { trust: [{ acr: 'urn:mfa', strength: 'enhanced' }], mailDomains: ['corp.example'], createAccounts: false },
  },
  acknowledged: [{ code: 'one-theft-is-enough', role: 'admin', reason: 'Keys arrive in March', until: '2027-03-31' }],
};

describe('a policy', () => {
  it('W1 may be empty: baseline, every way in, and the defaults of the design', () => {
    const policy = definePolicy({});
    expect(
      policy.strengths.filter((_, place) => (policy.tenant.strengths & (1 << place)) !== 0).map(({ name }) => name),
    ).toEqual(['baseline']);
    expect(policy).toMatchObject({
      administrators: { policy: [], people: [], helpdesk: [] },
      recentProof: 900_000,
      providerStrengthWithin: 7_776_000_000,
      counterRegression: 'report',
      emailCodes: 'when-nothing-stronger',
      firstFactor: 'two-proofs',
      mailboxAlone: 'baseline-only',
      lockout: { maxFailures: 10, hardLimit: 100, window: 900_000 },
      passwords: { minimum: 8, history: 0, words: [], breached: false, letterAndDigit: false },
    });
  });

  it('may say all there is to say, and is the same from JSON', () => {
    expect(problemsOf(WHOLE)).toEqual([]);
    expect(definePolicy(JSON.parse(JSON.stringify(WHOLE)))).toEqual(definePolicy(WHOLE));
    const { lockout, recentProof, providerStrengthWithin, counterRegression, emailCodes, firstFactor, mailboxAlone } =
      definePolicy({});
    expect(definePolicy(WHOLE)).toMatchObject({
      lockout,
      recentProof,
      providerStrengthWithin,
      counterRegression,
      emailCodes,
      firstFactor,
      mailboxAlone,
    });
  });

  it('P16 has lock lengths that grow with each lock, up to the longest', () => {
    const minutes = (input: PolicyInput<string>['lockout'] & object) =>
      definePolicy({ lockout: input }).lockout.lockLengths.map((length) => length / 60_000);
    expect(minutes({})).toEqual([15, 30, 60, 120, 240, 480, 720, 720, 720, 720]);
    expect(minutes({ growth: 1, hardLimit: 30 })).toEqual([15, 15, 15]);
    expect(minutes({ maxFailures: 30, lockFor: '1m', growth: 1.5 })).toEqual([1, 1.5, 2.25, 3.375]);
  });

  it('W4 policy administrators are people administrators too', () => {
    expect(
      definePolicy({ administrators: { policy: ['owner'], people: ['helpdesk', 'owner'] } }).administrators,
    ).toEqual({ policy: ['owner'], people: ['helpdesk', 'owner'], helpdesk: [] });
    expect(definePolicy({ administrators: { policy: ['owner'] } }).administrators.people).toEqual(['owner']);
  });

  it.each([
    [{}, { policy: [], people: [], helpdesk: [] }],
    [{ administrators: {} }, { policy: [], people: [], helpdesk: [] }],
    [{ administrators: { people: ['admin'] } }, { policy: [], people: ['admin'], helpdesk: [] }],
    [{ roles: { admin: {}, 'super-admin': {} } }, { policy: [], people: [], helpdesk: [] }],
  ])('W4 nobody administers but the roles that the policy names: %j', (input: PolicyInput<string>, administrators) => {
    expect(definePolicy(input).administrators).toEqual(administrators);
  });

  it('is frozen, and nothing of it changes with what it was made from', () => {
    const input = structuredClone(WHOLE) as { roles: Record<string, { requiredStrength: string }> };
    const policy = definePolicy<string>(input);
    if (input.roles['admin']) input.roles['admin'].requiredStrength = 'single';
    expect(policy.document).toEqual(WHOLE);
    const parts = [
      policy,
      policy.document.roles?.['admin'],
      policy.tenant,
      policy.strengths,
      policy.strengths[0]?.combinations,
      policy.patterns[0],
      policy.administrators.people,
      policy.passwords,
      policy.passwords.words,
      policy.lockout.lockLengths,
    ];
    for (const part of parts) expect(Object.isFrozen(part)).toBe(true);
  });

  it('is what its JSON Schema says, so that an editor completes it', () => {
    const { properties, additionalProperties } = z.toJSONSchema(policySchema, { io: 'input' });
    expect(Object.keys(properties ?? {}).sort()).toEqual(Object.keys({ ...WHOLE, session: {} }).sort());
    expect(additionalProperties).toBe(false);
  });

  it('is compiled or refused with problems, whatever it is made from; nothing else is ever thrown', () => {
    fc.assert(
      fc.property(anyPolicy, (input) => {
        expect(problemsOf(input)).toEqual([]);
      }),
      { numRuns: 100 },
    );
    fc.assert(
      fc.property(fc.anything(), (input) => void problemsOf(input)),
      { numRuns: 200 },
    );
    const members = fc.constantFrom(...Object.keys(WHOLE), '__proto__', 'constructor');
    fc.assert(
      fc.property(
        fc.dictionary(members, fc.oneof(fc.jsonValue(), fc.constantFrom(...Object.values(WHOLE)))),
        (input) => void problemsOf(input),
      ),
      { numRuns: 500 },
    );
  });
});

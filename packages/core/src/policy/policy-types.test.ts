import { describe, expect, expectTypeOf, it } from 'vitest';
import { type DurationText, definePolicy, type OrganisationInput, type PolicyInput, parsePolicy } from '../index.ts';

const KEY = { anyOf: [[{ method: 'passkey', deviceBound: true }]] } as const;

describe('the type of a policy', () => {
  it('N1 refuses a misspelt strength, and the check says which strengths there are', () => {
    // @ts-expect-error no strength has this name
    expect(() => definePolicy({ requiredStrength: 'baselin' })).toThrow("did you mean 'baseline'?");
    // @ts-expect-error no strength has this name
    expect(() => definePolicy({ roles: { admin: { requiredStrength: '2fa' } } })).toThrow(
      "there is no strength named '2fa'; there are 'single', 'baseline', 'enhanced', 'phishing-resistant'",
    );
    // @ts-expect-error no strength has this name
    expect(() => definePolicy({ providers: { corp: { trust: [{ acr: 'mfa', strength: '2fa' }] } } })).toThrow('2fa');
    // @ts-expect-error no strength of the policy has this name
    expect(() => definePolicy({ strengths: { key: KEY }, requiredStrength: 'kee' })).toThrow("did you mean 'key'?");
  });

  it('N1 knows the strengths that the policy defines itself', () => {
    const roles = { admin: { requiredStrength: 'key' } } as const;
    expect(definePolicy({ strengths: { key: KEY }, roles }).roles.get('admin')).toBeDefined();
    const named = { strengths: { key: KEY }, roles } as const satisfies PolicyInput<'key'>;
    expect(definePolicy(named).roles.get('admin')).toBeDefined();
    expectTypeOf<{ readonly requiredStrength: 'key' }>().not.toExtend<PolicyInput>();
    expectTypeOf<{ readonly requiredStrength: 'kee' }>().not.toExtend<PolicyInput<'key'>>();
  });

  it('X41 N1 knows these strengths in the rules of organisations too', () => {
    // @ts-expect-error no strength has this name
    expect(() => definePolicy({ organisations: { roles: { owner: { requiredStrength: '2fa' } } } })).toThrow('2fa');
    const organisations = { requiredStrength: 'key', roles: { owner: { requiredStrength: 'key' } } } as const;
    expect(definePolicy({ strengths: { key: KEY }, organisations }).organisations.roles).toEqual(['owner']);
    expectTypeOf<{ readonly organisations: typeof organisations }>().not.toExtend<PolicyInput>();
    expectTypeOf<{ readonly roles: { readonly a: { readonly requiredStrength: 'key' } } }>().toExtend<
      OrganisationInput<'key'>
    >();
    expectTypeOf<{
      readonly contexts: { readonly a: { readonly requiredStrength: 'key' } };
    }>().not.toExtend<OrganisationInput>();
  });

  it('N1 takes every name in a policy from JSON, which the check compares', () => {
    const { document } = parsePolicy(JSON.parse('{ "requiredStrength": "enhanced" }'));
    expectTypeOf(document).toEqualTypeOf<PolicyInput<string>>();
    expect(definePolicy(document).document).toEqual({ requiredStrength: 'enhanced' });
    expect(() => parsePolicy(JSON.parse('{ "requiredStrength": "2fa" }'))).toThrow("there are 'single'");
  });

  it('N1 refuses what is no duration', () => {
    for (const text of ['5 min', '15', 'm', '15M'] as const) {
      // @ts-expect-error a whole number and a unit make a duration
      expect(() => definePolicy({ session: { idle: text } })).toThrow('a duration is a whole number and a unit');
    }
    // @ts-expect-error a whole number and a unit make a duration
    expect(() => definePolicy({ onTighten: { after: '7 days', then: 'revoke' } })).toThrow();
    expectTypeOf<'15m'>().toExtend<DurationText>();
    expect(definePolicy({ session: { idle: `${3 * 5}m` } }).tenant.session.idle).toBe(900_000);
  });
});

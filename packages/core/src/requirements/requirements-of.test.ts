import { describe, expect, it } from 'vitest';
import { account } from '../decision/facts.test-support.ts';
import { definePolicy } from '../policy/define-policy.ts';
import { ALL_METHODS, methodsOf } from '../strength/method.ts';
import { requirementsOf } from './requirements-of.ts';

const policy = definePolicy({
  requiredStrength: 'single',
  methods: ['password', 'passkey'],
  session: { absolute: '7d' },
  roles: {
    admin: { requiredStrength: 'enhanced', session: { absolute: '12h' } },
    owner: { requiredStrength: 'phishing-resistant', methods: ['passkey'] },
  },
});
const names = (who: ReturnType<typeof account>, demand?: { strengths: string[] }) =>
  requirementsOf(policy, who, demand).required.map(({ name }) => name);
const sources = (who: ReturnType<typeof account>, demand?: { strengths: string[] }) =>
  requirementsOf(policy, who, demand).contributions.map(({ source }) => source);

describe('X1 what is asked of an account', () => {
  it('is asked by the tenant, each role that the policy knows, once, in its order, and the account', () => {
    const who = account({}, { roles: ['owner', 'admin', 'owner', 'unknown'], requiredStrength: 'baseline' });
    expect(names(who)).toEqual(['single', 'baseline', 'enhanced', 'phishing-resistant']);
    expect(sources(who)).toEqual(['tenant', { role: 'admin' }, { role: 'owner' }, 'account']);
    expect(sources(account({}))).toEqual(['tenant']);
  });

  it('leaves the ways in that all of them allow, and every second factor', () => {
    const { rule } = requirementsOf(policy, account({}, { roles: ['admin'], methods: ['password', 'sso'] }));
    expect(methodsOf(rule.methods)).toEqual(['password', 'totp', 'email-code', 'backup-code']);
    expect(rule.session).toEqual({ absolute: 12 * 3_600_000 });
  });

  it('X16 leaves every way in to an emergency account, and every demand', () => {
    const emergency = account({}, { roles: ['owner'], methods: ['sso'], emergency: true });
    expect(requirementsOf(policy, emergency).rule.methods).toBe(ALL_METHODS);
    expect(names(emergency)).toEqual(names({ ...emergency, emergency: false }));
  });

  it('X8 is the demand of a route instead, in the ways in that stay', () => {
    const who = account({}, { roles: ['owner'] });
    expect(names(who, { strengths: ['baseline', 'enhanced'] })).toEqual(['baseline', 'enhanced']);
    expect(methodsOf(requirementsOf(policy, who, { strengths: ['baseline'] }).rule.methods)).not.toContain('password');
    expect(sources(who, { strengths: ['baseline'] })).toEqual(['tenant', { role: 'owner' }, 'route']);
    expect(names(who, { strengths: [] })).toEqual(names(who));
  });

  it('is impossible, and not nothing, where a strength is unknown', () => {
    for (const name of ['gone', '__proto__', 'constructor']) {
      expect(requirementsOf(policy, account({}, { requiredStrength: name })).required).toContainEqual({
        name,
        combinations: [],
        satisfiedBy: [],
      });
      expect(requirementsOf(policy, account({}), { strengths: [name, name] }).required).toEqual([
        { name, combinations: [], satisfiedBy: [] },
      ]);
    }
  });
});

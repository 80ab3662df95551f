import { OrganisationError } from '@sallyport/core';
import { describe, expect, it } from 'vitest';
import { account, asksFor, granted, opensSignIn, proves, ScenarioMisused, scenario, stepsUp } from '../index.ts';

const POLICY = {
  requiredStrength: 'single',
  contexts: { outside: { requiredStrength: 'enhanced' } },
  organisations: { roles: { owner: { requiredStrength: 'enhanced' }, member: {} } },
} as const;
const ada = account({ factors: ['password', 'totp'] });

describe('N8 X41 a scenario in an organisation', () => {
  it('asks an owner for more inside, a member for nothing, and nobody after they left', () => {
    const signedIn = scenario(POLICY).given(ada).when(proves('password')).then(granted());
    signedIn.inOrganisation().when(opensSignIn(), proves('password')).then(granted());
    signedIn
      .inOrganisation({ roles: ['member'] })
      .when(stepsUp('single'))
      .then(granted());
    signedIn
      .inOrganisation({ roles: ['owner'] })
      .when(stepsUp('single'))
      .then(asksFor('totp'))
      .inOrganisation()
      .when(stepsUp('single'))
      .then(granted());
  });

  it('has the rule of the organisation beside the policy’s, also in a context and after a date', () => {
    const strict = { requiredStrength: 'phishing-resistant' } as const;
    const owner = account({ factors: ['password', 'totp', 'passkey'] });
    const inAcme = scenario(POLICY)
      .at('2031-01-01T00:00:00Z')
      .given(owner)
      .when(proves('password'))
      .inOrganisation({ rule: { later: [{ from: '2031-02-01T00:00:00Z', ...strict }] } });
    inAcme.when(stepsUp('single')).then(granted());
    inAcme.in('outside').when(stepsUp('single')).then(asksFor('passkey', 'totp'));
    inAcme.in('outside').in().when(stepsUp('single')).then(granted());
    inAcme.at('2031-02-01T00:00:00Z').when(opensSignIn(), proves('password')).then(asksFor('passkey'));
  });

  it('refuses a role that nobody knows there, and a rule with a mistake', () => {
    expect(() => scenario(POLICY).inOrganisation({ roles: ['onwer'] })).toThrow(ScenarioMisused);
    expect(() =>
      scenario(POLICY)
        .given(ada)
        .inOrganisation({ roles: ['onwer'] }),
    ).toThrow("did you mean 'owner'?");
    const rule = { requiredStrength: 'enhancd' };
    expect(() => scenario(POLICY).inOrganisation({ rule })).toThrow(OrganisationError);
    scenario(POLICY).inOrganisation({ roles: ['guest'], rule: { roles: { guest: {} } } });
  });
});

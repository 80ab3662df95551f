import { oidc } from '@sallyport/oidc';
import { describe, expect, it } from 'vitest';
import { corpOf, providerRoles } from './from-environment.ts';

const environment = {
  OIDC_ISSUER: 'http://localhost:4000',
  OIDC_CLIENT_ID: 'app',
  OIDC_CLIENT_SECRET: 'secret',
  PROVIDER_ROLES: 'employee, contractor,,',
};

describe('the provider of the environment', () => {
  it('is there where its issuer is', () => {
    expect(corpOf({})).toBeUndefined();
    expect(corpOf({ ...environment, OIDC_ISSUER: '' })).toBeUndefined();
    expect(corpOf(environment)).toMatchObject({ id: 'corp', clientId: 'app', clientSecret: 'secret' });
  });

  it('may give the roles that are named', () => {
    expect(providerRoles(environment)).toEqual(['employee', 'contractor']);
    expect(providerRoles({})).toEqual([]);
  });

  it('may be without a secret, and never without an id', () => {
    const { OIDC_CLIENT_SECRET: _, ...open } = environment;
    expect(corpOf(open)).not.toHaveProperty('clientSecret');
    const unnamed = corpOf({ OIDC_ISSUER: 'http://localhost:4000' });
    expect(() => unnamed && oidc(unnamed)).toThrow(/clientId/);
  });
});

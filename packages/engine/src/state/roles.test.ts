import { instant } from '@sallyport/core';
import { expect, it } from 'vitest';
import { rolesOf } from './roles.ts';

const LINK = { id: 'x1', method: 'sso', provider: 'corp', subject: 's1', linkedAt: instant(0) } as const;
const ACCOUNT = { roles: ['clerk'], providerRoles: { corp: ['chief'] } };

it('P12 a role of a provider counts only beside an identity of the provider', () => {
  expect(rolesOf({ ...ACCOUNT, externalIds: [LINK] })).toEqual(['clerk', 'chief']);
  expect(rolesOf({ ...ACCOUNT, externalIds: [{ ...LINK, provider: 'club' }] })).toEqual(['clerk']);
  expect(rolesOf(ACCOUNT)).toEqual(['clerk']);
});

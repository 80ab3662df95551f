import { instant } from '@sallyport/core';
import type { AccountRecord, ExternalIdRecord } from '@sallyport/store';
import { expect, it } from 'vitest';
import { blockIsStale, identitiesAreStale, methodsAreStale, rolesAreStale } from './stale.ts';

const LINK: ExternalIdRecord = { id: 'x1', method: 'sso', provider: 'corp', subject: 's1', linkedAt: instant(0) };
const account = (facts: Partial<AccountRecord>) => ({ roles: [], ...facts }) as AccountRecord;

it('W4 roles are stale unless the author read the own roles, in any order', () => {
  const clerk = account({ roles: ['clerk', 'reader'], providerRoles: { corp: ['chief'] }, externalIds: [LINK] });
  for (const from of [undefined, ['reader', 'clerk', 'clerk']])
    expect(rolesAreStale(clerk, from), String(from)).toBe(false);
  for (const from of [[], ['clerk'], ['clerk', 'reader', 'chief']])
    expect(rolesAreStale(clerk, from), String(from)).toBe(true);
});

it('W4 methods are stale unless the author read this restriction, or none', () => {
  const restricted = account({ methods: ['passkey', 'password'] });
  for (const from of [undefined, ['password', 'passkey']]) expect(methodsAreStale(restricted, from)).toBe(false);
  for (const from of [null, [], ['passkey']]) expect(methodsAreStale(restricted, from)).toBe(true);
  for (const from of [undefined, null]) expect(methodsAreStale(account({}), from)).toBe(false);
  for (const from of [[], ['passkey']]) expect(methodsAreStale(account({}), from)).toBe(true);
});

it('P12 identities are stale unless the author read each provider and subject', () => {
  const linked = account({ externalIds: [LINK] });
  for (const from of [undefined, [{ provider: 'corp', subject: 's1' }]])
    expect(identitiesAreStale(linked, from)).toBe(false);
  for (const from of [[], [{ provider: 'corp', subject: 's2' }], [{ provider: 'club', subject: 's1' }]])
    expect(identitiesAreStale(linked, from)).toBe(true);
  expect(identitiesAreStale(account({}), [])).toBe(false);
});

it('P18 a block is stale if it began after the last block that the author knows, or for another reason', () => {
  const blocked = account({ block: { at: instant(5), by: 'host', reason: 'x' } as AccountRecord['block'] });
  for (const known of [{}, { asOf: 5 }, { asOf: 6, reason: 'x' }]) expect(blockIsStale(blocked, known)).toBe(false);
  for (const known of [{ asOf: 4 }, { asOf: 4, reason: 'x' }, { asOf: 5, reason: 'y' }])
    expect(blockIsStale(blocked, known)).toBe(true);
  expect(blockIsStale(account({}), { asOf: 4, reason: 'y' })).toBe(false);
});

import { tenantId } from '@sallyport/engine';
import { accountId, sampleAccount, sampleExternalId, samplePasskey } from '@sallyport/testing/store';
import { describe, expect, it } from 'vitest';
import { keepsKeys, lookUpKeysOf, searchedWords } from './look-up-keys.ts';

const TENANT = tenantId('default');

const before = sampleAccount(TENANT, 'cleo', {
  identifiers: ['cleo', 'cleo@example.org'],
  passkeys: [samplePasskey('p1')],
  externalIds: [sampleExternalId('subject')],
  externalId: 'user-1',
});

describe('what an account is found by', () => {
  it('is its identifiers, its passkeys, its identities at providers and the key of the host', () => {
    expect(lookUpKeysOf(before)).toEqual([
      { kind: 'identifier', value: 'cleo' },
      { kind: 'identifier', value: 'cleo@example.org' },
      { kind: 'passkey', value: 'p1' },
      { kind: 'external-id', value: 'corp subject' },
      { kind: 'host-key', value: 'user-1' },
    ]);
    expect(lookUpKeysOf({ identifiers: [], passkeys: [] })).toEqual([]);
  });

  it('stays with a change of anything else', () => {
    const by = { at: before.createdAt, by: accountId('dora'), reason: 'left' };
    const [passkey] = before.passkeys;
    const used = passkey === undefined ? [] : [{ ...passkey, counter: 1, name: 'another' }];
    expect(keepsKeys(before, { ...before, version: 2, roles: ['editor'], block: by, passkeys: used })).toBe(true);
  });

  it.each([
    ['an identifier more', { identifiers: [...before.identifiers, 'c'] }],
    ['another identifier', { identifiers: ['cleo', 'dora@example.org'] }],
    ['a passkey less', { passkeys: [] }],
    ['another passkey', { passkeys: [samplePasskey('p2')] }],
    ['no identity at a provider', { externalIds: [] }],
    ['an identity of another provider', { externalIds: [{ ...sampleExternalId('subject'), provider: 'other' }] }],
    ['another key of the host', { externalId: 'user-2' }],
    ['no key of the host', { externalId: undefined }],
  ])('moves with %s', (_, over) => {
    expect(keepsKeys(before, { ...before, ...over })).toBe(false);
  });
});

it('W4 the words of a query are in lower case, each once, without the white space between them', () => {
  expect(searchedWords(' Anna\u00a0BECKER\n anna ')).toEqual(['anna', 'becker']);
  expect(searchedWords(' \t')).toEqual([]);
  expect(searchedWords('')).toEqual([]);
});

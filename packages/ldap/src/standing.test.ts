import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { direct, entryOf, PEOPLE, searched } from './ldap.test-support.ts';
import { isActive } from './standing.ts';

describe.skipIf(!realPart('slapd', findSlapd))('whether a person may still sign in', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());

  it('X43 is told by the search account: not if the entry is locked by an administrator, is gone, or the filter finds it no more', async () => {
    const directory = searched(slapd);
    const admits = async (uid: string, of = directory): Promise<boolean | undefined> =>
      of.admits?.((await entryOf(directory, uid)).subject ?? '');
    expect(await admits('alice')).toBe(true);
    expect(await admits('reset')).toBe(true);
    expect(await admits('locked')).toBe(false);
    expect(await directory.admits?.('00000000-0000-4000-8000-000000000000')).toBe(false);
    const staff = searched(slapd, { filter: '(&(mail=bob*)(uid={identifier}))' });
    expect(await admits('bob', staff)).toBe(true);
    expect(await admits('alice', staff)).toBe(false);
    expect(direct(slapd).admits).toBeUndefined();
  });
});

describe('an entry that is switched off', () => {
  const NOW = Date.UTC(2031, 0, 1);
  /** The clock of Windows at a time. */
  const fileTime = (time: number): string => String(BigInt(time + 11_644_473_600_000) * 10_000n);

  it.each<[string, Record<string, string>, boolean]>([
    [
      'Active Directory: an ordinary account',
      { userAccountControl: '512', accountExpires: '9223372036854775807' },
      true,
    ],
    ['Active Directory: without an end', { userAccountControl: '512', accountExpires: '0' }, true],
    ['Active Directory: switched off', { userAccountControl: '514' }, false],
    ['Active Directory: switched off, and its password never ends', { userAccountControl: '66050' }, false],
    ['Active Directory: ended', { accountExpires: fileTime(NOW - 1000) }, false],
    ['Active Directory: ends later', { accountExpires: fileTime(NOW + 1000) }, true],
    ['389 Directory Server: inactivated', { nsAccountLock: 'TRUE' }, false],
    ['389 Directory Server: activated again', { nsAccountLock: 'false' }, true],
    ['OpenLDAP: locked by an administrator', { pwdAccountLockedTime: '000001010000Z' }, false],
    ['OpenLDAP: locked after wrong passwords', { pwdAccountLockedTime: '20310101000000Z' }, true],
    ['nothing that the search account can read', {}, true],
  ])('X43 %s', (_, attributes, active) => {
    expect(isActive({ dn: 'cn=x', ...attributes }, NOW)).toBe(active);
  });
});

import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, dnOf } from '@sallyport/test-support/slapd-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { direct, entryOf, MAPPED_TO_NOTHING, ODD, PEOPLE, signsIn } from './ldap.test-support.ts';

describe.skipIf(!realPart('slapd', findSlapd))('a directory whose entries are known by their names', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());

  it('P12 asks the password of the entry of that name, and reads who it is after that', async () => {
    const directory = direct(slapd, { roles: ['staff'] });
    const alice = await entryOf(directory, 'alice');
    expect(alice).toEqual({ key: 'uid=alice,ou=people,dc=example,dc=test', dn: dnOf('alice') });
    expect(await directory.verify(alice, 'alice-secret')).toEqual({
      subject: expect.stringMatching(/^[0-9a-f-]{36}$/),
      email: 'alice@example.test',
      roles: ['staff'],
    });
    expect(await signsIn(directory, 'alice', 'bob-secret')).toBe(false);
    expect(await signsIn(directory, 'nobody', 'bob-secret')).toBe(false);
    expect(await signsIn(directory, 'reset', 'reset-secret')).toBe(false);
    expect(await signsIn(directory, ODD, 'odd-secret')).toBe(true);
    expect(await signsIn(directory, 'åsa', 'Åsas Geheimnis ✓')).toBe(true);
  });

  it('X5 counts one entry once, however its name was typed', async () => {
    const directory = direct(slapd);
    const { key } = await entryOf(directory, 'alice');
    for (const identifier of ['ALICE', ' alice', 'alice  ', 'ａｌｉｃｅ', 'al\u200bice'])
      expect((await entryOf(directory, identifier)).key).toBe(key);
    expect((await entryOf(directory, 'alice2')).key).not.toBe(key);
  });

  it('X5 counts one entry once, whatever stands in its name that a directory maps to nothing', async () => {
    const directory = direct(slapd);
    const alice = await entryOf(directory, 'alice');
    for (const point of MAPPED_TO_NOTHING) {
      const unseen = String.fromCodePoint(Number.parseInt(point, 16));
      for (const typed of [`alice${unseen}`, `${unseen} alice`, `al${unseen.repeat(3)}ice`])
        expect([point, await entryOf(directory, typed)]).toEqual([point, alice]);
      expect(await directory.find(unseen)).toEqual({ outcome: 'none' });
    }
    expect((await entryOf(directory, 'o\u00a0 dd')).dn).toContain('uid=o dd,');
    // Some servers cut a text at the first NUL.
    for (const typed of ['alice\0', 'alice\0one', 'alice\0two'])
      expect((await entryOf(directory, typed)).key).toBe(alice.key);
  });

  it('X7 a name that was typed is one value, and reaches no other entry', async () => {
    const directory = direct(slapd);
    for (const identifier of [
      'bob,ou=people,dc=example,dc=test',
      'bob+uid=alice',
      `alice,ou=people,${BASE}\\`,
      'cn=svc,dc=example,dc=test',
      'alice\0',
      '#04056162',
      '"alice"',
      ';',
    ])
      for (const password of ['bob-secret', 'alice-secret', 'svc-secret'])
        expect(await signsIn(directory, identifier, password)).toBe(false);
    expect(await directory.find(' ')).toEqual({ outcome: 'none' });
  });
});

import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, dnOf } from '@sallyport/test-support/slapd-data';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Connection } from './connection.ts';
import { direct, entryOf, ODD, PEOPLE, searched, signsIn } from './ldap.test-support.ts';
import { settingsOf } from './settings.ts';

/** Runs against a server that answers a bind without a password as a successful anonymous bind. */
describe.skipIf(!realPart('slapd', findSlapd))('what a stranger types', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE, allowUnauthenticatedBind: true });
  });
  afterAll(() => slapd.stop());

  it.each([
    '*',
    'a*',
    '*)(objectClass=*',
    'alice)(|(uid=*',
    'alice)(userPassword=*',
    'alice*',
    '\\2a',
    '\\61lice',
    'alice\0',
    '(uid=alice)',
    ')',
    '(',
    '\\',
    'nobody)(!(uid=nobody',
  ])('X7 is a value and no part of the filter: %j', async (identifier) => {
    expect(await searched(slapd).find(identifier)).toEqual({ outcome: 'none' });
  });

  it('X7 finds the entry whose name has all of these', async () => {
    expect((await entryOf(searched(slapd), ODD)).dn).toContain('uid=');
    expect(await signsIn(searched(slapd), ODD, 'odd-secret')).toBe(true);
  });

  it.each(['', '\0', '\0alice-secret', 'alice-secret\0', '\ud800'])(
    'X7 is not sent if it is no password: %j',
    async (password) => {
      for (const directory of [searched(slapd), direct(slapd)]) {
        await slapd.binds();
        expect(await signsIn(directory, 'alice', password)).toBe(false);
        expect(await slapd.binds()).not.toContain(dnOf('alice'));
      }
    },
  );

  it('X7 spaces are a password, and a wrong one', async () => {
    expect(await signsIn(searched(slapd), 'alice', ' ')).toBe(false);
    expect(await slapd.binds()).toContain(dnOf('alice'));
  });

  it.each(['EXTERNAL', 'PLAIN', 'DIGEST-MD5', 'SCRAM-SHA-1'])('X7 is no mechanism of SASL: %s', async (typed) => {
    expect(await searched(slapd).find(typed)).toEqual({ outcome: 'none' });
    expect(await signsIn(direct(slapd), typed, 'alice-secret')).toBe(false);
    const verdict = searched(slapd).verify({ key: typed, dn: typed }, 'alice-secret');
    await expect(verdict).rejects.toMatchObject({ code: 'provider-unavailable', cause: { name: 'TypeError' } });
  });

  it('X7 no connection binds without a name or without a password', async () => {
    const signal = AbortSignal.timeout(5000);
    const connection = await Connection.open(settingsOf({ name: 'x', url: slapd.url, base: BASE }), signal);
    expect(() => connection.bind('', 'secret', signal)).toThrow(TypeError);
    expect(() => connection.bind(dnOf('alice'), '', signal)).toThrow(TypeError);
    connection.close();
  });
});

import type { Directory } from '@sallyport/store/providers';
import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, dnOf, SEARCHER } from '@sallyport/test-support/slapd-data';
import { Attribute, Change, Client } from 'ldapts';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { direct, entryOf, ODD, PEOPLE, searched, signsIn } from './ldap.test-support.ts';
import { filterOfSubject } from './search-then-bind.ts';

describe.skipIf(!realPart('slapd', findSlapd))('a directory that is searched', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());

  it('P12 finds one entry by whatever means it, and tells it by its immutable id', async () => {
    const directory = searched(slapd);
    const byUid = await entryOf(directory, 'alice');
    expect(byUid).toEqual({ key: byUid.subject, dn: dnOf('alice'), subject: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    for (const identifier of [
      'ALICE',
      ' alice ',
      'alice@example.test',
      'Alice@Example.TEST',
      'al\u00ad\ufffcice',
      'ａｌｉｃｅ',
    ])
      expect(await entryOf(directory, identifier)).toEqual(byUid);
    expect(await entryOf(directory, 'bob')).not.toEqual(byUid);
  });

  it('P12 takes the password of the entry, and no other', async () => {
    const directory = searched(slapd);
    expect(await signsIn(directory, 'alice', 'alice-secret')).toBe(true);
    expect(await signsIn(directory, 'alice@example.test', 'alice-secret')).toBe(true);
    for (const password of ['bob-secret', 'alice-secret ', 'ALICE-SECRET', '*', 'svc-secret'])
      expect(await signsIn(directory, 'alice', password)).toBe(false);
    expect(await signsIn(directory, 'åsa', 'Åsas Geheimnis ✓')).toBe(true);
    expect(await signsIn(directory, ODD, 'odd-secret')).toBe(true);
  });

  it('X43 takes a password in the form in which it was typed or set, and tries no further form', async () => {
    const directory = searched(slapd);
    const [composed, decomposed] = ['Z\u00fcrich-geheim', 'Zu\u0308rich-geheim'];
    expect(await signsIn(directory, 'composed', composed)).toBe(true);
    expect(await signsIn(directory, 'composed', decomposed)).toBe(true);
    expect(await signsIn(directory, 'decomposed', decomposed)).toBe(true);
    expect(await signsIn(directory, 'composed', 'Zürich-Geheim')).toBe(false);
    const bindsOf = async (password: string): Promise<number> => {
      await slapd.binds();
      expect(await signsIn(directory, 'alice', password)).toBe(false);
      return (await slapd.binds()).filter((dn) => dn === dnOf('alice')).length;
    };
    expect(await bindsOf('wrong')).toBe(1);
    expect(await bindsOf(composed)).toBe(1);
    expect(await bindsOf(decomposed)).toBe(2);
  });

  it('P12 tells who it is: the id, the address, and the roles that are its to give', async () => {
    const directory = searched(slapd, { roles: ['admins', 'Sales, EU', 'owners'] });
    const alice = await entryOf(directory, 'alice');
    expect(await directory.verify(alice, 'alice-secret')).toEqual({
      subject: alice.subject,
      email: 'alice@example.test',
      roles: ['admins', 'Sales, EU'],
    });
    const bob = await directory.verify(await entryOf(directory, 'bob'), 'bob-secret');
    expect(bob).toMatchObject({ email: 'bob@example.test', roles: [] });
    const odd = await directory.verify(await entryOf(directory, ODD), 'odd-secret');
    expect(odd).toEqual({ subject: expect.any(String), roles: [] });
  });

  const posix = { base: `ou=groups,${BASE}`, filter: '(&(objectClass=posixGroup)(memberUid={uid}))' };

  it.each([
    ['none without the option', undefined, 'dora', []],
    ['those of RFC 2307, by the name that a group lists', posix, 'dora', ['Wheel']],
    ['those that list the entry', { ...posix, filter: '(roleOccupant={dn})' }, 'dora', ['captain']],
    ['those of a name with signs of a filter', posix, ODD, ['odd']],
    ['those of nobody else', posix, 'alice', []],
  ])('P12 gives the roles of groups that slapd 2.5 has beside the entry: %s', async (_, groups, uid, roles) => {
    const directory = searched(slapd, { roles: ['Wheel', 'captain', 'odd'], filter: '(uid={identifier})', groups });
    const password = PEOPLE.find((one) => one.uid === uid)?.password ?? '';
    expect(await directory.verify(await entryOf(directory, uid), password)).toMatchObject({ roles });
  });

  it('P12 gives nobody the roles of the person whose name they wrote into the own entry', async () => {
    const editable = await startSlapd({ people: PEOPLE, ownersMay: 'write' });
    onTestFinished(() => editable.stop());
    const directory = searched(editable, { roles: ['Wheel'], filter: '(uid={identifier})', groups: posix });
    const rolesOf = async () => {
      const told = await directory.verify(await entryOf(directory, 'bob'), 'bob-secret');
      return told !== undefined && 'roles' in told ? told.roles : undefined;
    };
    expect(await rolesOf()).toEqual([]);
    const bob = new Client({ url: editable.url });
    await bob.bind(dnOf('bob'), 'bob-secret');
    const adds = (type: string, value: string) =>
      bob.modify(dnOf('bob'), new Change({ operation: 'add', modification: new Attribute({ type, values: [value] }) }));
    await adds('uid', 'dora');
    expect(await rolesOf()).toEqual([]);
    // What else the roles and the id are read from, no owner writes.
    await expect(adds('memberOf', dnOf('dora'))).rejects.toThrow('no user modification');
    await expect(adds('entryUUID', '31077d3a-796e-1041-94b8-b9b4c964a858')).rejects.toThrow('no user modification');
    await expect(bob.modifyDN(dnOf('bob'), 'uid=zoe')).rejects.toThrow('no write access');
    await bob.unbind();
  });

  it('P12 searches no groups where no role is asked for', async () => {
    const directory = searched(slapd, { groups: { ...posix, base: `ou=nowhere,${BASE}` } });
    expect(await directory.verify(await entryOf(directory, 'dora'), 'dora-secret')).toMatchObject({ roles: [] });
  });

  it('P12 finds an entry by its immutable id, if it is one that the filter lets in', async () => {
    const directory = searched(slapd);
    const alice = await entryOf(directory, 'alice');
    expect(await directory.findBySubject?.(alice.subject ?? '')).toEqual({ outcome: 'found', entry: alice });
    // The filter finds the entry with this `objectGUID`. OpenLDAP has an `entryUUID` too, which is the entry's id: an `objectGUID` that
    // somebody wrote there names nobody.
    const guid = '03020100-0504-0706-0809-0a0b0c0d0e0f';
    const client = new Client({ url: slapd.url });
    await client.bind(SEARCHER.dn, SEARCHER.password);
    const byGuid = await client.search(BASE, {
      filter: (await filterOfSubject('(uid={identifier})', guid)) ?? '(!(uid=*))',
    });
    await client.unbind();
    expect(byGuid.searchEntries.map(({ dn }) => dn)).toEqual([dnOf('carol')]);
    expect(await directory.findBySubject?.(guid)).toEqual({ outcome: 'none' });
    const staff = searched(slapd, { filter: '(&(mail=bob*)(uid={identifier}))' });
    for (const subject of [alice.subject ?? '', '00000000-0000-4000-8000-000000000000', 'alice', '*', ''])
      expect(await staff.findBySubject?.(subject)).toEqual({ outcome: 'none' });
  });

  it('P12 nobody is none, and two entries are nobody', async () => {
    const directory = searched(slapd);
    for (const identifier of ['nobody', '', '   ', 'x'.repeat(5000)])
      expect(await directory.find(identifier)).toEqual({ outcome: 'none' });
    expect(await directory.find('twins@example.test')).toEqual({ outcome: 'ambiguous' });
    expect(await signsIn(directory, 'twin-1', 'twin-secret')).toBe(true);
  });

  it('P12 a search as nobody that may not read the id gets it after the bind', async () => {
    const directory = searched(slapd, { bindDn: undefined, bindPassword: undefined });
    // This server shows no entry to anonymous clients. A missing base is a fault of the directory, not a missing person.
    await expect(directory.find('alice')).rejects.toMatchObject({ code: 'provider-unavailable' });
    const entry = { key: 'alice', dn: dnOf('alice') };
    expect(await directory.verify(entry, 'alice-secret')).toMatchObject({ email: 'alice@example.test' });
  });

  it('P12 an entry that took the name of another since it was found is not the one that was found', async () => {
    const directory = searched(slapd);
    const alice = await entryOf(directory, 'alice');
    const replaced = { ...alice, subject: '00000000-0000-4000-8000-000000000000' };
    expect(await directory.verify(replaced, 'alice-secret')).toBeUndefined();
  });

  it('P12 a password that has to be changed first, and an entry without one, sign nobody in', async () => {
    const directory = searched(slapd);
    expect(await signsIn(directory, 'reset', 'reset-secret')).toBe(false);
    expect(await signsIn(directory, 'nopass', 'anything')).toBe(false);
    expect(await directory.verify({ key: 'x', dn: dnOf('nobody') }, 'anything')).toBeUndefined();
  });

  it('P12 a search account that is refused is a directory that does not answer, and nobody is told wrong', async () => {
    const directory = searched(slapd, { bindPassword: 'not the password' });
    await expect(directory.find('alice')).rejects.toMatchObject({
      code: 'provider-unavailable',
      provider: 'ldap',
      cause: { code: 49 },
    });
  });
});

describe.skipIf(!realPart('slapd', findSlapd))('a search account whose password is outdated', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
  });
  afterAll(() => slapd.stop());
  afterEach(() => vi.useRealTimers());

  const outdated = (): Directory => searched(slapd, { bindPassword: 'the former password' });
  const REFUSED = { code: 'provider-unavailable', cause: { code: 49 } };
  const bindsOfSearcher = async (): Promise<number> => (await slapd.binds()).filter((dn) => dn === SEARCHER.dn).length;

  it('X45 is bound once, however many sign in, and each is told that the directory is unavailable', async () => {
    const directory = outdated();
    await slapd.binds();
    const faults = await Promise.all(Array.from({ length: 12 }, () => directory.find('alice').catch((fault) => fault)));
    for (const fault of faults) expect(fault).toMatchObject(REFUSED);
    await expect(directory.findBySubject?.('00000000-0000-4000-8000-000000000000')).rejects.toMatchObject(REFUSED);
    await expect(directory.find('bob')).rejects.toMatchObject(REFUSED);
    expect(await bindsOfSearcher()).toBe(1);
  });

  it('X45 is tried again after a minute', async () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    const directory = outdated();
    await slapd.binds();
    await expect(directory.find('alice')).rejects.toMatchObject(REFUSED);
    vi.setSystemTime(Date.now() + 60_000);
    await expect(directory.find('alice')).rejects.toMatchObject(REFUSED);
    expect(await bindsOfSearcher()).toBe(2);
  });
});

describe.skipIf(!realPart('slapd', findSlapd))('a directory whose owners may not read their entries', () => {
  it.each(['auth', 'compare', 'disclose'] as const)(
    'X43 is read by the search account, and takes the right password: an access list that ends in `by * %s`',
    async (everybodyMay) => {
      const slapd = await startSlapd({ people: PEOPLE, everybodyMay });
      onTestFinished(() => slapd.stop());
      const directory = searched(slapd, { roles: ['staff'] });
      const alice = await entryOf(directory, 'alice');
      const identity = { subject: alice.subject, email: 'alice@example.test', roles: ['staff'] };
      expect(await directory.verify(alice, 'alice-secret')).toEqual(identity);
      expect(await directory.verify(alice, 'wrong')).toBeUndefined();
      const reset = await entryOf(directory, 'reset');
      expect(await directory.verify(reset, 'reset-secret')).toMatchObject({ because: 'must-change' });
      // Without a search account nobody can read who it is: no wrong password.
      await expect(direct(slapd).verify(alice, 'alice-secret')).rejects.toMatchObject({
        code: 'provider-unavailable',
        cause: { message: expect.stringContaining('can be read') },
      });
    },
  );
});

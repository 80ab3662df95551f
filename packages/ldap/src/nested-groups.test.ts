import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, type Slapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, dnOf, ROOT } from '@sallyport/test-support/slapd-data';
import { Client } from 'ldapts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { entryOf, PEOPLE, searched } from './ldap.test-support.ts';

const group = (name: string): string => `cn=${name},ou=groups,${BASE}`;

describe.skipIf(!realPart('slapd', findSlapd))('groups of groups, of OpenLDAP 2.5', () => {
  let slapd: Slapd;
  beforeAll(async () => {
    slapd = await startSlapd({ people: PEOPLE });
    const client = new Client({ url: slapd.url });
    await client.bind(ROOT.dn, ROOT.password);
    const add = (name: string, objectClass: string, members: object): Promise<void> =>
      client.add(group(name), { objectClass, cn: name, ...members });
    await add('crew', 'groupOfNames', { member: group('staff') });
    await add('everybody', 'groupOfUniqueNames', { uniqueMember: group('crew') });
    // Each is a group of the other.
    await add('left', 'groupOfNames', { member: [group('everybody'), group('right')] });
    await add('right', 'groupOfNames', { member: group('left') });
    await client.unbind();
  });
  afterAll(() => slapd.stop());

  const ALL = ['staff', 'crew', 'everybody', 'left', 'right', 'Admins'];
  const rolesOf = async (uid: string, nestedGroups: boolean, roles: readonly string[] = ALL) => {
    const directory = searched(slapd, { roles, nestedGroups });
    const identity = await directory.verify(await entryOf(directory, uid), `${uid}-secret`);
    return identity !== undefined && 'roles' in identity ? identity.roles : undefined;
  };

  it('P12 give roles by the option alone, however deep, and end where two contain each other', async () => {
    expect(await rolesOf('bob', false)).toEqual(['staff']);
    expect(await rolesOf('bob', true)).toEqual(['staff', 'crew', 'everybody', 'left', 'right']);
    expect(await rolesOf('bob', true, ['right'])).toEqual(['right']);
    expect(await rolesOf('bob', true, [])).toEqual([]);
    expect(await rolesOf('carol', true)).toEqual([]);
  });

  it('P12 are found without memberOf, which an overlay that came later does not write', async () => {
    const client = new Client({ url: slapd.url });
    await client.bind(ROOT.dn, ROOT.password);
    await client.add(group('quiet'), { objectClass: 'groupOfNames', cn: 'quiet', member: group('silent') });
    await client.add(group('silent'), { objectClass: 'groupOfNames', cn: 'silent', member: dnOf('composed') });
    await client.unbind();
    expect(await rolesOf('bob', true, ['quiet'])).toEqual([]);
    const directory = searched(slapd, { roles: ['quiet'], nestedGroups: true });
    const who = await entryOf(directory, 'composed');
    expect(await directory.verify(who, 'Z\u00fcrich-geheim')).toMatchObject({ roles: ['quiet'] });
  });
});

import { realPart } from '@sallyport/test-support/real-parts';
import { findSlapd, startSlapd } from '@sallyport/test-support/slapd';
import { BASE, ROOT } from '@sallyport/test-support/slapd-data';
import { Attribute, Change, Client, InsufficientAccessError } from 'ldapts';
import { describe, expect, it, onTestFinished } from 'vitest';
import { entryOf, PEOPLE, searched } from './ldap.test-support.ts';

const ZOE = { dn: `cn=Zoe Doe,ou=people,${BASE}`, password: 'zoe-secret' };

const change = (operation: 'add' | 'replace', type: string, value: string) =>
  new Change({ operation, modification: new Attribute({ type, values: [value] }) });

describe.skipIf(!realPart('slapd', findSlapd))('groups of RFC 2307, and an entry that is named by its cn', () => {
  it('P12 give roles by a uid that the access rules of slapd 2.5 protect, where the host says so', async () => {
    const slapd = await startSlapd({ people: PEOPLE, ownersMay: 'write', protectsUid: true });
    onTestFinished(() => slapd.stop());
    const [root, zoe] = [new Client({ url: slapd.url }), new Client({ url: slapd.url })];
    await root.bind(ROOT.dn, ROOT.password);
    await root.add(ZOE.dn, {
      ...{ objectClass: 'inetOrgPerson', cn: 'Zoe Doe', sn: 'Doe', uid: 'zoe', userPassword: ZOE.password },
    });
    await root.modify(`cn=printers,ou=groups,${BASE}`, change('add', 'memberUid', 'zoe'));

    const rolesOf = async (uidFrom?: 'name' | 'protected-attribute') => {
      const groups = { base: `ou=groups,${BASE}`, filter: '(&(objectClass=posixGroup)(memberUid={uid}))', uidFrom };
      const directory = searched(slapd, { roles: ['wheel', 'printers'], groups, filter: '(cn={identifier})' });
      const told = await directory.verify(await entryOf(directory, 'Zoe Doe'), ZOE.password);
      return told !== undefined && 'roles' in told ? told.roles : undefined;
    };
    expect(await rolesOf()).toEqual([]);
    expect(await rolesOf('name')).toEqual([]);
    expect(await rolesOf('protected-attribute')).toEqual(['printers']);

    await zoe.bind(ZOE.dn, ZOE.password);
    await zoe.modify(ZOE.dn, change('replace', 'mail', 'zoe@example.test'));
    for (const operation of ['add', 'replace'] as const)
      await expect(zoe.modify(ZOE.dn, change(operation, 'uid', 'dora'))).rejects.toThrow(InsufficientAccessError);
    expect(await rolesOf('protected-attribute')).toEqual(['printers']);

    await root.modify(ZOE.dn, change('add', 'uid', 'dora'));
    expect(await rolesOf('protected-attribute')).toEqual([]);
    await Promise.all([root.unbind(), zoe.unbind()]);
  });
});

import { describe, expect, it } from 'vitest';
import { commonNameOf, userIdOf } from './common-name.ts';
import { filterOfListedGroups } from './groups.ts';
import { identityOf, subjectOf } from './identity.ts';
import { GUID_BYTES } from './ldap.test-support.ts';

describe('who an entry is', () => {
  it("P12 Active Directory's id is shown in its own order of bytes", () => {
    const objectGUID = Buffer.from(GUID_BYTES);
    expect(subjectOf({ dn: 'cn=x', objectGUID })).toBe('03020100-0504-0706-0809-0a0b0c0d0e0f');
    expect(subjectOf({ dn: 'cn=x', objectguid: [objectGUID] })).toBe('03020100-0504-0706-0809-0a0b0c0d0e0f');
  });

  it('P12 nsUniqueId of 389 Directory Server is the id of an entry without another', () => {
    const nsUniqueId = '66446001-1DD211B2-8F2B9C01-A1B2C3D4';
    expect(subjectOf({ dn: 'cn=x', nsUniqueId })).toBe(nsUniqueId.toLowerCase());
    const entryUUID = '31077d3a-796e-1041-94b8-b9b4c964a858';
    expect(subjectOf({ dn: 'cn=x', nsuniqueid: nsUniqueId, entryUUID })).toBe(entryUUID);
    expect(subjectOf({ dn: 'cn=x', nsUniqueId: 'alice' })).toBeUndefined();
  });

  it('P12 an id that is not whole is none', () => {
    expect(subjectOf({ dn: 'cn=x' })).toBeUndefined();
    expect(subjectOf({ dn: 'cn=x', entryUUID: [], objectGUID: [] })).toBeUndefined();
    expect(subjectOf({ dn: 'cn=x', objectGUID: Buffer.alloc(15) })).toBeUndefined();
    expect(subjectOf({ dn: 'cn=x', objectGUID: 'a text of 16 lett' })).toBeUndefined();
    expect(subjectOf({ dn: 'cn=x', entryUUID: 'alice' })).toBeUndefined();
  });

  it('P12 roles are the common names of groups, in whatever case, and of no other part of their names', () => {
    const entryUUID = '31077d3a-796e-1041-94b8-b9b4c964a858';
    const memberOf = ['CN=ADMINS,OU=groups,DC=x', 'ou=owners,dc=x', 'cn=staff\\,cn=owners,dc=x', 'cn=x,cn=owners,dc=x'];
    expect(identityOf({ dn: 'cn=x', entryUUID, memberOf }, ['admins', 'owners'])?.roles).toEqual(['admins']);
    expect(identityOf({ dn: 'cn=x', entryUUID, memberOf: 'cn=owners,dc=x' }, ['owners'])?.roles).toEqual(['owners']);
  });

  it('P12 the address is the only one that the entry has: of several none is believed', () => {
    const entryUUID = '31077D3A-796E-1041-94B8-B9B4C964A858';
    const emailOf = (mail: string | string[]) => identityOf({ dn: 'cn=x', entryUUID, mail }, [])?.email;
    expect(identityOf({ dn: 'cn=x', entryUUID, mail: 'a@b' }, [])).toEqual({
      subject: entryUUID.toLowerCase(),
      email: 'a@b',
      roles: [],
    });
    expect(emailOf(['a@b'])).toBe('a@b');
    for (const mail of [['a@b', 'c@b'], ['none', 'a@b'], ['a@b', 'A@b'], [], 'none', 'a@b c@b'])
      expect([mail, emailOf(mail)]).toEqual([mail, undefined]);
  });

  it.each([
    ['cn=admins,ou=groups,dc=x', 'admins'],
    ['CN = Admins , ou=groups', 'Admins'],
    ['cn=\u00a0admins,dc=x', '\u00a0admins'],
    ['cn=\ufeffadmins,dc=x', '\ufeffadmins'],
    ['2.5.4.3=admins,dc=x', 'admins'],
    ['cn=admins', 'admins'],
    ['cn=a\\,b\\+c\\\\d,dc=x', 'a,b+c\\d'],
    ['cn=\\C3\\85sa,dc=x', 'Åsa'],
    ['cn=\\\\61dmins,dc=x', '\\61dmins'],
    ['cn=a\\  ,dc=x', 'a '],
    ['cn=a\\\\ ,dc=x', 'a\\'],
    ['cn=  a  b  ,dc=x', 'a  b'],
    ['cn=\\ a,dc=x', ' a'],
    ['cn= ,dc=x', ''],
    ['cn=a\\', undefined],
    ['cn=ad\\5Cmins,dc=x', 'ad\\mins'],
    ['cn=ad\\5C\\6Dins,dc=x', 'ad\\mins'],
    ['cn=a+ou=b,dc=x', 'a'],
    ['ou=a+cn=b,dc=x', undefined],
    ['ou=admins,dc=x', undefined],
    ['xcn=admins,dc=x', undefined],
    ['', undefined],
  ])('P12 the common name of %j is %j', (dn, name) => {
    expect(commonNameOf(dn)).toBe(name);
  });

  it.each([
    ['uid=bob,ou=people,dc=x', 'bob'],
    ['UID = bob , ou=people', 'bob'],
    ['0.9.2342.19200300.100.1.1=bob,dc=x', 'bob'],
    ['uid=o\\2Cdd (x)*\\5Cy,dc=x', 'o,dd (x)*\\y'],
    ['uid=bob+cn=Bob,dc=x', 'bob'],
    ['cn=bob,uid=dora,dc=x', undefined],
    ['cn=bob\\,uid=dora,dc=x', undefined],
    ['cn=bob\\+uid=dora,dc=x', undefined],
    ['xuid=dora,dc=x', undefined],
    ['uid=,dc=x', undefined],
  ])('P12 the uid by which an entry is named %j is %j', (dn, uid) => {
    expect(userIdOf(dn)).toBe(uid);
  });

  it('P12 groups are searched by the uid that names the entry, and by no value that its owner may add', () => {
    const asked = (dn: string, filter: string) =>
      filterOfListedGroups({ filter }, { dn, uid: ['bob', 'dora'] }, ['wheel']);
    expect(asked('uid=bob,dc=x', '(memberUid={uid})')).toBe('(&(|(cn=wheel))(memberUid=bob))');
    expect(asked('cn=Bob,dc=x', '(memberUid={uid})')).toBeUndefined();
    expect(asked('cn=Bob,dc=x', '(member={dn})')).toBe('(&(|(cn=wheel))(member=cn=Bob,dc=x))');
  });

  it.each<[string, Record<string, string | string[]>, string | undefined]>([
    ['the one value', { uid: 'bob' }, 'bob'],
    ['the one value, with signs of a filter', { uid: ['b*(b)'] }, 'b\\2a\\28b\\29'],
    ['no value', {}, undefined],
    ['an empty value', { uid: '' }, undefined],
    ['several values, of which somebody may have written one', { uid: ['bob', 'dora'] }, undefined],
  ])('P12 groups are searched by a protected uid: %s', (_, attributes, uid) => {
    const groups = { filter: '(memberUid={uid})', uidFrom: 'protected-attribute' } as const;
    const asked = filterOfListedGroups(groups, { dn: 'uid=dora,dc=x', ...attributes }, ['wheel']);
    expect(asked).toBe(uid && `(&(|(cn=wheel))(memberUid=${uid}))`);
  });
});

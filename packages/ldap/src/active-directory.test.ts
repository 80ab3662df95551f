import { FilterParser } from 'ldapts';
import { describe, expect, it } from 'vitest';
import { domainOf, filterOfGroups, filterOfName } from './active-directory.ts';
import type { NameForm } from './options.ts';
import { settingsOf } from './settings.ts';

const ALL: readonly NameForm[] = ['sam', 'upn', 'down-level'];
const EXAMPLE = { dn: 'DC=example,DC=test', dns: 'example.test' };

describe('a name of Active Directory', () => {
  it.each([
    ['alice', '(sAMAccountName=alice)'],
    ['alice@elsewhere.test', '(userPrincipalName=alice@elsewhere.test)'],
    ['alice@example.test', '(|(userPrincipalName=alice@example.test)(sAMAccountName=alice))'],
    ['alice@EXAMPLE.TEST', '(|(userPrincipalName=alice@EXAMPLE.TEST)(sAMAccountName=alice))'],
    ['@example.test', '(userPrincipalName=@example.test)'],
    ['CORP\\alice', '(sAMAccountName=alice)'],
    ['corp\\alice', '(sAMAccountName=alice)'],
    ['CORP\\', undefined],
    ['OTHER\\alice', undefined],
    ['CORP\\a)(x=*', '(sAMAccountName=a\\29\\28x=\\2a)'],
  ])('P12 is found by its form: %s', (typed, filter) => {
    expect(filterOfName(typed, ALL, EXAMPLE, 'CORP')).toBe(filter);
  });

  it.each<[string, NameForm]>([
    ['alice', 'sam'],
    ['alice@example.test', 'upn'],
    ['CORP\\alice', 'down-level'],
  ])('P12 finds nobody in a form that is not allowed: %s', (typed, form) => {
    const others = ALL.filter((one) => one !== form);
    expect(filterOfName(typed, others, EXAMPLE, 'CORP')).toBeUndefined();
    expect(filterOfName(typed, [form], EXAMPLE, 'CORP')).toBeDefined();
  });

  it('P12 of a domain that nobody knows finds nobody', () => {
    expect(filterOfName('CORP\\alice', ALL, EXAMPLE, undefined)).toBeUndefined();
    expect(filterOfName('alice@example.test', ALL, undefined, undefined)).toBe(
      '(userPrincipalName=alice@example.test)',
    );
  });
});

describe('the domain of a base', () => {
  it.each([
    ['DC=example,DC=test', EXAMPLE],
    ['OU=Staff,OU=dc=x,DC=example,DC=test', EXAMPLE],
    ['ou=people, dc = Example , dc=test', { dn: 'dc = Example , dc=test', dns: 'example.test' }],
    ['ou=people,o=Example', undefined],
  ])('P12 is its last components: %s', (base, domain) => {
    expect(domainOf(base)).toEqual(domain);
  });
});

describe('the groups of groups', () => {
  it('P12 are asked for by the names of the roles alone, and the name of an entry is a value', () => {
    const filter = filterOfGroups('CN=a (b)*,DC=example', ['staff', 'x)(y']);
    expect(filter).toBe(
      '(&(objectClass=group)(|(cn=staff)(cn=x\\29\\28y))(member:1.2.840.113556.1.4.1941:=CN=a \\28b\\29\\2a,DC=example))',
    );
    expect(() => FilterParser.parseString(filter)).not.toThrow();
  });
});

describe('the options for Active Directory', () => {
  const option = (more: object) => settingsOf({ name: 'x', url: 'ldaps://x', base: 'DC=example,DC=test', ...more });

  it('P12 find ordinary user accounts, and of those the ones that the filter lets in', () => {
    expect(option({ names: ALL }).way).toMatchObject({ filter: '(&(sAMAccountType=805306368))', names: ALL });
    expect(option({ names: ['sam'], filter: '(department=sales)' }).way).toMatchObject({
      filter: '(&(sAMAccountType=805306368)(department=sales))',
    });
  });

  it.each([
    [{ names: [] }, 'bad-filter'],
    [{ names: ['mail'] }, 'bad-filter'],
    [{ names: ALL, filter: '(uid={identifier})' }, 'bad-filter'],
    [{ names: ALL, filter: 'department=sales' }, 'bad-filter'],
    [{ nestedGroups: true }, 'bad-roles'],
    [{ base: undefined, directDn: 'uid={identifier},dc=x', names: ALL }, 'bad-direct-dn'],
    [{ base: undefined, directDn: 'uid={identifier},dc=x', nestedGroups: true }, 'bad-direct-dn'],
    [{ bindDn: 'EXTERNAL', bindPassword: 'x' }, 'bad-search-account'],
    [{ bindDn: '@example.test', bindPassword: 'x' }, 'bad-search-account'],
  ])('P12 are refused if they cannot work: %j', (more, code) => {
    expect(() => option(more)).toThrow(expect.objectContaining({ code }));
  });

  it.each(['svc@example.test', 'EXAMPLE\\svc', 'cn=svc,dc=example,dc=test'])(
    'P12 take a search account as the directory binds it: %s',
    (bindDn) => {
      expect(option({ bindDn, bindPassword: 'x', nestedGroups: true }).way).toMatchObject({
        account: { dn: bindDn },
        nestedGroups: true,
      });
    },
  );
});

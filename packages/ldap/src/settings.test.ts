import { createAuthority } from '@sallyport/test-support/certificates';
import { describe, expect, it } from 'vitest';
import { ldap } from './ldap.ts';
import type { LdapOptions } from './options.ts';

const GOOD = { name: 'Example', url: 'ldaps://directory.example', base: 'dc=example,dc=org' };
const DIRECT = { name: 'Example', url: 'ldaps://directory.example', directDn: 'uid={identifier},dc=example,dc=org' };

function codeOf(options: LdapOptions): string {
  try {
    ldap(options);
    return 'taken';
  } catch (fault) {
    return fault instanceof Error && 'code' in fault && 'wayOut' in fault ? String(fault.code) : `threw ${fault}`;
  }
}

describe('the options of a directory', () => {
  it('X7 are looked through before anybody signs in, each with its code', () => {
    const cases: [string, Partial<LdapOptions>][] = [
      ['taken', {}],
      ['taken', { id: 'corp-2' }],
      ['bad-id', { id: '' }],
      ['bad-id', { id: 'Corp' }],
      ['bad-id', { id: 'a'.repeat(101) }],
      ['bad-name', { name: ' ' }],
      ['bad-url', { url: '' }],
      ['bad-url', { url: 'https://directory.example' }],
      ['bad-url', { url: 'ldaps://' }],
      ['bad-url', { url: 'ldaps://directory.example/dc=example' }],
      ['bad-url', { url: 'ldaps://user:secret@directory.example' }],
      ['bad-url', { url: 'ldaps://directory.example?uid' }],
      ['taken', { url: 'ldaps://[::1]:1636' }],
      ['taken', { url: ['ldaps://one.example', 'ldaps://two.example'] }],
      ['bad-url', { url: [] }],
      ['bad-url', { url: ['ldaps://one.example', 'two.example'] }],
      ['insecure-url', { url: ['ldaps://one.example', 'ldap://two.example'] }],
      ['bad-base', { base: undefined }],
      ['bad-base', { base: '' }],
      ['bad-base', { base: 'example.org' }],
      ['taken', { groups: { base: 'ou=groups,dc=example', filter: '(memberUid={uid})' } }],
      [
        'taken',
        { groups: { base: 'ou=groups,dc=example', filter: '(memberUid={uid})', uidFrom: 'protected-attribute' } },
      ],
      ['taken', { groups: { base: 'ou=groups,dc=example', filter: '(memberUid={uid})', uidFrom: 'name' } }],
      [
        'bad-filter',
        { groups: { base: 'ou=groups,dc=example', filter: '(memberUid={uid})', uidFrom: 'attribute' as 'name' } },
      ],
      ['bad-base', { groups: { base: 'groups', filter: '(memberUid={uid})' } }],
      ['bad-filter', { groups: { base: 'ou=groups,dc=example', filter: '(memberUid=ada)' } }],
      ['bad-filter', { groups: { base: 'ou=groups,dc=example', filter: '(memberUid={uid}' } }],
      ['bad-filter', { filter: '' }],
      ['bad-filter', { filter: '(uid=alice)' }],
      ['bad-filter', { filter: '({identifier}=alice)' }],
      ['bad-filter', { filter: '{identifier}' }],
      ['bad-filter', { filter: '(uid={identifier}' }],
      ['bad-filter', { filter: '(uid={identifier}))' }],
      ['bad-filter', { filter: '(uid={identifier})(mail={identifier})' }],
      ['taken', { filter: '(&(objectClass=person)(sAMAccountName={identifier}))' }],
      ['taken', { filter: '(mail={identifier}@example.org)' }],
      ['bad-search-account', { bindDn: 'cn=svc' }],
      ['bad-search-account', { bindPassword: 'secret' }],
      ['bad-search-account', { bindDn: 'cn=svc', bindPassword: '' }],
      ['bad-search-account', { bindDn: 'EXTERNAL', bindPassword: 'secret' }],
      ['bad-roles', { roles: [''] }],
      ['taken', { timeouts: { connect: '2s', total: '5s' } }],
      ['bad-duration', { timeouts: { total: '6s' } }],
      ['bad-duration', { timeouts: { total: '5000' } }],
      ['bad-duration', { timeouts: { connect: '0s' } }],
      ['bad-duration', { timeouts: { connect: '500ms' } }],
      ['bad-limit', { connections: { bind: 1.5 } }],
      ['bad-limit', { connections: { search: Number.NaN } }],
    ];
    for (const [code, options] of cases)
      expect([code, options, codeOf({ ...GOOD, ...options })]).toEqual([code, options, code]);
  });

  it('X7 a misspelt option is refused, which JavaScript takes in silence', () => {
    expect(() => ldap(Object({ ...GOOD, startTLS: true }))).toThrow(
      new TypeError("ldap: there is no member 'startTLS'; did you mean 'startTls'?"),
    );
    for (const part of [{ timeouts: { conect: '1s' } }, { connections: { serach: 1 } }])
      expect(() => ldap(Object({ ...GOOD, ...part }))).toThrow(/^ldap: (timeouts|connections): there is no member/);
  });

  it('X7 a name to bind has one place for what was typed, as a whole value', () => {
    const cases: [string, Partial<LdapOptions>][] = [
      ['taken', {}],
      ['bad-direct-dn', { directDn: 'uid=alice,dc=example' }],
      ['bad-direct-dn', { directDn: '{identifier}' }],
      ['bad-direct-dn', { directDn: 'uid=x{identifier},dc=example' }],
      ['bad-direct-dn', { directDn: 'uid={identifier},cn={identifier}' }],
      ['bad-direct-dn', { base: 'dc=example' }],
      ['bad-direct-dn', { filter: '(uid={identifier})' }],
      ['bad-direct-dn', { bindDn: 'cn=svc', bindPassword: 'secret' }],
    ];
    for (const [code, options] of cases)
      expect([code, options, codeOf({ ...DIRECT, ...options })]).toEqual([code, options, code]);
  });

  it('X7 passwords go in the clear over loopback only, unless that is said', async () => {
    const { pem } = await createAuthority();
    const cases: [string, Partial<LdapOptions>][] = [
      ['insecure-url', { url: 'ldap://directory.example' }],
      ['insecure-url', { url: 'ldap://127.0.0.1.example' }],
      ['insecure-url', { url: 'ldap://10.0.0.1' }],
      ['taken', { url: 'ldap://directory.example', allowPlain: true }],
      ['taken', { url: 'ldap://directory.example', startTls: true }],
      ['taken', { url: 'ldap://localhost:1389' }],
      ['taken', { url: 'ldap://127.0.0.1' }],
      ['taken', { url: 'ldap://[::1]' }],
      ['bad-tls', { startTls: true }],
      ['bad-tls', { url: 'ldap://127.0.0.1', ca: pem }],
      ['bad-tls', { ca: '/etc/ssl/ca.pem' }],
      ['bad-tls', { ca: [] }],
      ['bad-tls', { ca: '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n' }],
      ['taken', { ca: pem }],
      ['taken', { ca: [Buffer.from(pem), pem] }],
    ];
    for (const [code, options] of cases)
      expect([code, options, codeOf({ ...GOOD, ...options })]).toEqual([code, options, code]);
  });

  it('X19 no secret is in what the host is handed', () => {
    const directory = ldap({ ...GOOD, bindDn: 'cn=svc', bindPassword: 'the secret of the searcher' });
    expect(JSON.stringify(directory)).not.toContain('the secret');
    expect(String(Object.values(directory))).not.toContain('the secret');
  });
});

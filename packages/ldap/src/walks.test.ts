import { readFileSync } from 'node:fs';
import type { Directory } from '@sallyport/store/providers';
import { describe, expect, it, onTestFinished } from 'vitest';
import { entryOf } from './ldap.test-support.ts';
import { ldap } from './ldap.ts';
import type { LdapOptions } from './options.ts';

const SECRET = 'Right-Pass-1';
const { SALLYPORT_AD_URL: ad = '', SALLYPORT_AD_CA: ca = '', SALLYPORT_389_URL: ds = '' } = process.env;

async function told(directory: Directory, typed: string, password: string = SECRET): Promise<unknown> {
  return directory.verify(await entryOf(directory, typed), password);
}

function closing(options: LdapOptions): Directory {
  const directory = ldap(options);
  onTestFinished(() => directory.close());
  return directory;
}

/** `packages/ldap/walk/active-directory.sh` sets the domain up, and runs these. */
describe.skipIf(ad === '')('Active Directory', () => {
  const directory = (more: Partial<LdapOptions> = {}): Directory =>
    closing({
      ...{ name: 'Corp', url: ad, ca: readFileSync(ca), base: 'DC=example,DC=test' },
      ...{ bindDn: 'svc@example.test', bindPassword: 'svc-secret', names: ['sam', 'upn', 'down-level'] },
      ...more,
    });

  it('P12 signs a person in by each form of the name, and by no other', async () => {
    const corp = directory();
    const { subject } = await entryOf(corp, 'alice');
    for (const typed of ['alice.smith@corp.example', 'alice@example.test', 'CORP\\alice', 'corp\\ALICE'])
      expect(await told(corp, typed)).toMatchObject({ subject, email: 'alice@mail.example' });
    for (const typed of ['OTHER\\alice', 'alice@mail.example', 'alice@other.example', '\\alice'])
      expect(await corp.find(typed)).toEqual({ outcome: 'none' });
    expect(await told(corp, 'alice', 'wrong')).toBeUndefined();
    expect(await corp.findBySubject?.(subject ?? '')).toMatchObject({ outcome: 'found' });
  });

  it('P12 finds no computer, which the filter of objectClass finds', async () => {
    expect(await directory().find('pc1$')).toEqual({ outcome: 'none' });
    const former = directory({ names: undefined, filter: '(&(objectClass=user)(sAMAccountName={identifier}))' });
    expect(await told(former, 'pc1$')).toMatchObject({ roles: [] });
  });

  it('P12 gives the roles of groups, and of groups of groups only by the option', async () => {
    for (const nestedGroups of [false, true]) {
      const corp = directory({ roles: ['staff', 'Domain Users'], nestedGroups });
      expect(await told(corp, 'alice')).toMatchObject({ roles: ['staff'] });
      expect(await told(corp, 'nested')).toMatchObject({ roles: nestedGroups ? ['staff'] : [] });
    }
  });

  it.each([
    ['must', 'must-change'],
    ['expired', 'expired'],
    ['disabled', 'disabled'],
    ['ended', 'account-expired'],
    ['hours', 'hours'],
    ['workstation', 'workstation'],
  ])('X43 says why a right password may not be used, and nothing of a wrong one: %s', async (name, because) => {
    const corp = directory();
    expect(await told(corp, name)).toEqual({ because, passwordIsRight: true });
    expect(await told(corp, name, 'wrong')).toBeUndefined();
  });

  it('X43 tells without a password who may still sign in', async () => {
    const corp = directory();
    const admits = async (name: string) => corp.admits?.((await entryOf(corp, name)).subject ?? '');
    for (const name of ['alice', 'must', 'expired', 'locked']) expect(await admits(name)).toBe(true);
    for (const name of ['disabled', 'ended']) expect(await admits(name)).toBe(false);
  });

  it('X5 says that an account is locked, whatever the password', async () => {
    const corp = directory();
    for (let round = 0; round < 3; round += 1) await told(corp, 'locked', 'wrong');
    expect(await told(corp, 'locked', 'wrong')).toEqual({ because: 'locked', passwordIsRight: false });
    expect(await told(corp, 'locked')).toEqual({ because: 'locked', passwordIsRight: false });
  });
});

/** `packages/ldap/walk/389-directory-server.sh` makes the server, and runs these. */
describe.skipIf(ds === '')('389 Directory Server', () => {
  const directory = (more: Partial<LdapOptions> = {}): Directory =>
    closing({
      ...{ name: 'Corp', url: ds, base: 'dc=example,dc=test' },
      ...{ bindDn: 'uid=svc,dc=example,dc=test', bindPassword: SECRET },
      ...more,
    });

  it('P12 signs a person in whose entry the search account reads', async () => {
    expect(await told(directory(), 'alice')).toMatchObject({ email: 'alice@mail.example' });
    expect(await told(directory(), 'alice', 'wrong')).toBeUndefined();
  });

  it('P12 gives the roles of groups, and of groups of groups, without the MemberOf plugin', async () => {
    const roles = ['staff', 'crew'];
    expect(await told(directory({ roles }), 'alice')).toMatchObject({ roles: [] });
    expect(await told(directory({ roles, nestedGroups: true }), 'alice')).toMatchObject({ roles });
  });

  it('P12 knows a person by nsUniqueId where no entryUUID can be read', async () => {
    const corp = directory({ bindDn: 'uid=svc2,dc=example,dc=test' });
    const { subject = '' } = await entryOf(corp, 'alice');
    expect(subject).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{8}){3}$/);
    expect(await told(corp, 'alice')).toMatchObject({ subject });
    expect(await corp.findBySubject?.(subject)).toMatchObject({ outcome: 'found' });
    expect((await entryOf(directory(), 'alice')).subject).not.toBe(subject);
  });

  it.each([
    ['must', 'must-change', 'first-secret'],
    ['expired', 'expired', SECRET],
  ])('X43 says why a right password may not be used, and nothing of a wrong one: %s', async (name, because, secret) => {
    expect(await told(directory(), name, secret)).toEqual({ because, passwordIsRight: true });
    expect(await told(directory(), name, 'wrong')).toBeUndefined();
  });

  it('X43 tells without a password who may still sign in', async () => {
    const corp = directory();
    const admits = async (name: string) => corp.admits?.((await entryOf(corp, name)).subject ?? '');
    for (const name of ['alice', 'must', 'expired']) expect(await admits(name)).toBe(true);
    expect(await admits('disabled')).toBe(false);
  });

  it('X5 says that an account is inactivated or locked, whatever the password', async () => {
    const corp = directory();
    for (let round = 0; round < 3; round += 1) await told(corp, 'locked', 'wrong');
    for (const secret of [SECRET, 'wrong']) {
      expect(await told(corp, 'locked', secret)).toEqual({ because: 'locked', passwordIsRight: false });
      expect(await told(corp, 'disabled', secret)).toEqual({ because: 'disabled', passwordIsRight: false });
    }
  });
});

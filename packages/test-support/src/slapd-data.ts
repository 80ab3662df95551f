import { createHash, randomBytes } from 'node:crypto';

export const BASE = 'dc=example,dc=test';
/** The account for searches. May read all attributes except for passwords. */
export const SEARCHER = { dn: `cn=svc,${BASE}`, password: 'svc-secret' } as const;
/** The directory's root account, which no access rule restricts. */
export const ROOT = { dn: `cn=root,${BASE}`, password: 'root-secret' } as const;

/** A person in the directory. */
export interface DirectoryPerson {
  readonly uid: string;
  /** Without a password, this person cannot sign in. */
  readonly password?: string;
  readonly mail?: string | readonly string[];
  /** Common names of groups. */
  readonly groups?: readonly string[];
  /** Common names of groups of RFC 2307 (`posixGroup`), which list people by `memberUid`, and of which no entry has `memberOf`. */
  readonly posixGroups?: readonly string[];
  /** Common names of entries that list people by `roleOccupant`, and of which no entry has `memberOf`. */
  readonly offices?: readonly string[];
  /** The directory demands a new password before any other operation (`pwdReset`). */
  readonly hasToChange?: boolean;
  /** The password is older than the directory allows. */
  readonly isExpired?: boolean;
  /** The directory locked the entry. */
  readonly isLocked?: boolean;
  /** The bytes of `objectGUID`, the id of Active Directory. */
  readonly guid?: Uint8Array;
}

export function dnOf(uid: string): string {
  return `uid=${escaped(uid)},ou=people,${BASE}`;
}

/** A directory with these people and their groups, as LDIF (RFC 2849). */
export function directoryOf(people: readonly DirectoryPerson[]): string {
  const groups = [...new Set(people.flatMap(({ groups = [] }) => groups))];
  const offices = [...new Set(people.flatMap(({ offices = [] }) => offices))];
  const posixGroups = [...new Set(people.flatMap(({ posixGroups = [] }) => posixGroups))];
  const entries = [
    entry(BASE, [
      ['objectClass', 'dcObject', 'organization'],
      ['dc', 'example'],
      ['o', 'Example'],
    ]),
    entry(`ou=people,${BASE}`, [
      ['objectClass', 'organizationalUnit'],
      ['ou', 'people'],
    ]),
    entry(`ou=groups,${BASE}`, [
      ['objectClass', 'organizationalUnit'],
      ['ou', 'groups'],
    ]),
    entry(SEARCHER.dn, [
      ['objectClass', 'organizationalRole', 'simpleSecurityObject'],
      ['cn', 'svc'],
      ['userPassword', hashed(SEARCHER.password)],
    ]),
    entry(POLICY, [
      ['objectClass', 'person', 'pwdPolicy'],
      ['cn', 'policy'],
      ['sn', 'policy'],
      ['pwdAttribute', 'userPassword'],
      ['pwdMustChange', 'TRUE'],
      ['pwdLockout', 'TRUE'],
    ]),
    entry(AGEING, [
      ['objectClass', 'person', 'pwdPolicy'],
      ['cn', 'ageing'],
      ['sn', 'ageing'],
      ['pwdAttribute', 'userPassword'],
      ['pwdMaxAge', '86400'],
    ]),
    ...people.map(personEntry),
    ...groups.map((name) =>
      entry(`cn=${escaped(name)},ou=groups,${BASE}`, [
        ['objectClass', 'groupOfNames'],
        ['cn', name],
        ['member', ...people.filter(({ groups = [] }) => groups.includes(name)).map(({ uid }) => dnOf(uid))],
      ]),
    ),
    ...offices.map((name) =>
      entry(`cn=${escaped(name)},ou=groups,${BASE}`, [
        ['objectClass', 'organizationalRole'],
        ['cn', name],
        ['roleOccupant', ...people.filter(({ offices = [] }) => offices.includes(name)).map(({ uid }) => dnOf(uid))],
      ]),
    ),
    ...posixGroups.map((name, place) =>
      entry(`cn=${escaped(name)},ou=groups,${BASE}`, [
        ['objectClass', 'posixGroup'],
        ['cn', name],
        ['gidNumber', String(5_000 + place)],
        ['memberUid', ...people.filter(({ posixGroups = [] }) => posixGroups.includes(name)).map(({ uid }) => uid)],
      ]),
    ),
  ];
  return entries.join('\n');
}

export const POLICY = `cn=policy,${BASE}`;
const AGEING = `cn=ageing,${BASE}`;

/** Writes `memberOf` too, because the overlay for `memberOf` does not run while `slapadd` fills the directory. */
function personEntry(person: DirectoryPerson): string {
  const { uid, password, mail = [], groups = [], hasToChange, isExpired, isLocked, guid } = person;
  return entry(dnOf(uid), [
    ['objectClass', 'inetOrgPerson', ...(guid === undefined ? [] : ['hasGuid'])],
    ['uid', uid],
    ['cn', uid],
    ['sn', uid],
    ['mail', ...(typeof mail === 'string' ? [mail] : mail)],
    ['userPassword', ...(password === undefined ? [] : [hashed(password)])],
    ['memberOf', ...groups.map((name) => `cn=${escaped(name)},ou=groups,${BASE}`)],
    ['pwdReset', ...(hasToChange === true ? ['TRUE'] : [])],
    ['pwdPolicySubentry', ...(isExpired === true ? [AGEING] : [])],
    ['pwdChangedTime', ...(isExpired === true ? ['20200101000000Z'] : [])],
    ['pwdAccountLockedTime', ...(isLocked === true ? ['000001010000Z'] : [])],
    ['objectGUID', ...(guid === undefined ? [] : [guid])],
  ]);
}

type Attribute = readonly [name: string, ...values: (string | Uint8Array)[]];

function entry(dn: string, attributes: readonly Attribute[]): string {
  const lines = attributes.flatMap(([name, ...values]) => values.map((value) => line(name, value)));
  return `${[line('dn', dn), ...lines].join('\n')}\n`;
}

const line = (name: string, value: string | Uint8Array): string => `${name}:: ${Buffer.from(value).toString('base64')}`;

const escaped = (value: string): string => value.replace(/[,+"\\<>;=]/g, '\\$&');

function hashed(password: string): string {
  const salt = randomBytes(8);
  const digest = createHash('sha1').update(password).update(salt).digest();
  return `{SSHA}${Buffer.concat([digest, salt]).toString('base64')}`;
}

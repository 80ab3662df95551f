import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { checkMembers, parseDuration } from '@sallyport/core';
import { ORDINARY_USER } from './active-directory.ts';
import { LdapConfigError, type LdapConfigProblem } from './config-error.ts';
import type { LdapGroups, LdapOptions, NameForm } from './options.ts';
import { isPassword } from './password.ts';
import { type Address, Servers } from './servers.ts';

/** Times are in milliseconds. */
export interface Settings {
  readonly id: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly servers: Servers;
  readonly startTls: boolean;
  readonly tls: { readonly ca: readonly (string | Buffer)[] | undefined };
  readonly way: SearchWay | DirectWay;
  readonly connectWithin: number;
  readonly within: number;
  readonly atOnce: { readonly search: number; readonly bind: number; readonly waiting: number };
}

export interface SearchWay {
  readonly kind: 'search';
  readonly base: string;
  readonly filter: string;
  readonly names: readonly NameForm[] | undefined;
  readonly nestedGroups: boolean;
  readonly groups: LdapGroups | undefined;
  readonly account: { readonly dn: string; readonly password: string } | undefined;
}

export interface DirectWay {
  readonly kind: 'direct';
  readonly dn: string;
}

export const PLACE = '{identifier}';

const DEFAULT_FILTER = `(|(uid=${PLACE})(mail=${PLACE}))`;

/** Milliseconds, for each of the two parts of a sign-in. */
const LONGEST = 5000;

const OPTIONS = Object.keys({
  ...{ id: true, name: true, url: true, base: true, filter: true, bindDn: true, bindPassword: true, directDn: true },
  ...{ names: true, nestedGroups: true, groups: true },
  ...{ roles: true, startTls: true, ca: true, allowPlain: true, timeouts: true, connections: true },
} satisfies Record<keyof LdapOptions, true>);

export function settingsOf(options: LdapOptions): Settings {
  checkMembers('ldap', options, OPTIONS);
  checkMembers('ldap: timeouts', options.timeouts ?? {}, ['connect', 'total']);
  checkMembers('ldap: connections', options.connections ?? {}, ['search', 'bind', 'waiting']);
  const { id = 'ldap', name, roles = [], startTls = false, timeouts = {}, connections = {} } = options;
  if (!/^[a-z0-9-]{1,100}$/.test(id))
    throw problem('bad-id', `The directory's id is '${id}'.`, 'Use 1 to 100 of a-z, 0-9 and -.');
  if (typeof name !== 'string' || name.trim() === '')
    throw problem('bad-name', `The directory '${id}' has no name.`, 'Give the name that is shown to people.');
  if (!Array.isArray(roles) || roles.some((role) => typeof role !== 'string' || role === ''))
    throw problem('bad-roles', 'roles is not a list of names.', 'List the common names of groups that are roles here.');
  const addresses = typeof options.url === 'string' ? [addressOf(options.url)] : options.url.map(addressOf);
  if (addresses.length === 0) throw problem('bad-url', 'url is an empty list.', 'Name a server.');
  for (const address of addresses) refuseUnsafe(address, options);
  const within = lengthOf('timeouts.total', timeouts.total ?? '5s');
  const connectWithin = lengthOf('timeouts.connect', timeouts.connect ?? '3s');
  return {
    id,
    name,
    roles: [...roles],
    servers: new Servers(addresses),
    startTls,
    tls: { ca: authoritiesOf(options.ca) },
    way: wayOf(options),
    connectWithin: Math.min(connectWithin, within),
    within,
    atOnce: {
      search: limit('connections.search', connections.search ?? 4, 1000),
      bind: limit('connections.bind', connections.bind ?? 16, 1000),
      waiting: limit('connections.waiting', connections.waiting ?? 500, 100_000),
    },
  };
}

function addressOf(url: string): Address {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  const bare = parsed !== undefined && ['', '/'].includes(parsed.pathname) && `${parsed.search}${parsed.hash}` === '';
  if (!bare || !['ldap:', 'ldaps:'].includes(parsed.protocol) || parsed.hostname === '' || parsed.username !== '')
    throw problem('bad-url', `url is '${url}'.`, "Write 'ldaps://host', 'ldap://host', with a port or without.");
  const secure = parsed.protocol === 'ldaps:';
  return {
    host: parsed.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: parsed.port === '' ? (secure ? 636 : 389) : Number(parsed.port),
    secure,
  };
}

function refuseUnsafe(address: Address, { startTls = false, allowPlain = false, ca }: LdapOptions): void {
  if (address.secure && startTls)
    throw problem('bad-tls', 'startTls is for ldap://, and url is ldaps://.', 'Take one of the two.');
  if (address.secure || startTls) return;
  if (ca !== undefined)
    throw problem('bad-tls', 'ca is given, and the connection has no TLS.', 'Use ldaps:// or startTls: true.');
  if (!allowPlain && !isLoopback(address.host))
    throw problem(
      'insecure-url',
      `Passwords would go to ${address.host} in the clear.`,
      'Use ldaps:// or startTls: true; if the network is safe by other means, allowPlain: true.',
    );
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || (isIP(host) === 4 && host.startsWith('127.'));
}

function authoritiesOf(ca: LdapOptions['ca']): Settings['tls']['ca'] {
  if (ca === undefined) return undefined;
  const list = typeof ca === 'string' || ca instanceof Uint8Array ? [ca] : ca;
  const authorities = list.map((pem) => (typeof pem === 'string' ? pem : Buffer.from(pem)));
  if (authorities.length === 0 || !authorities.every(isCertificate))
    throw problem('bad-tls', 'ca contains no certificate.', 'Give the text of a PEM file, not its path.');
  return authorities;
}

function isCertificate(pem: string | Buffer): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}

function wayOf(options: LdapOptions): Settings['way'] {
  const { base, filter, bindDn, bindPassword, directDn, names, nestedGroups = false, groups } = options;
  if (directDn !== undefined) {
    if ([base, filter, bindDn, bindPassword, names, groups].some((option) => option !== undefined) || nestedGroups)
      throw problem(
        'bad-direct-dn',
        'directDn is given beside options of a search.',
        'Leave out base, filter, names, nestedGroups, groups, bindDn and bindPassword, or directDn.',
      );
    if (!isDn(directDn) || directDn.split(PLACE).length !== 2 || !new RegExp(`=${PLACE}(?:[,+]|$)`).test(directDn))
      throw problem(
        'bad-direct-dn',
        `directDn is '${directDn}'.`,
        `Write it with one ${PLACE} as a whole value: 'uid=${PLACE},ou=people,dc=example,dc=org'.`,
      );
    return { kind: 'direct', dn: directDn };
  }
  if (base === undefined || !isDn(base))
    throw problem(
      'bad-base',
      `base is ${base === undefined ? 'not given' : `'${base}'`}.`,
      "Write 'dc=example,dc=org'.",
    );
  const account = accountOf(bindDn, bindPassword);
  if (nestedGroups && account === undefined)
    throw problem('bad-roles', 'nestedGroups needs a search account.', 'Give bindDn and bindPassword.');
  return {
    ...{
      kind: 'search',
      base,
      nestedGroups,
      groups: groups && groupsOf(groups),
      account,
      names: names && formsOf(names),
    },
    filter: names === undefined ? filterOf(filter ?? DEFAULT_FILTER) : letInOf(filter),
  };
}

function groupsOf(groups: LdapGroups): LdapGroups {
  checkMembers('ldap: groups', groups, ['base', 'filter', 'uidFrom']);
  const { base, filter, uidFrom } = groups;
  if (typeof base !== 'string' || !isDn(base))
    throw problem('bad-base', 'groups has no base.', "Write 'ou=groups,dc=example,dc=org'.");
  if (typeof filter !== 'string' || !isBalanced(filter) || !/=\{(?:uid|dn)\}\)/.test(filter))
    throw problem(
      'bad-filter',
      `The filter of groups is '${filter}'.`,
      "Write it with {uid} or {dn} as a value: '(memberUid={uid})', '(member={dn})'.",
    );
  if (uidFrom !== undefined && !['name', 'protected-attribute'].includes(uidFrom))
    throw problem('bad-filter', `uidFrom of groups is '${uidFrom}'.`, "Write 'name' or 'protected-attribute'.");
  return { base, filter, uidFrom };
}

function accountOf(dn: string | undefined, password: string | undefined): SearchWay['account'] {
  if (dn === undefined && password === undefined) return undefined;
  if (dn === undefined || password === undefined || !isAccount(dn) || !isPassword(password))
    throw problem(
      'bad-search-account',
      'The search account is incomplete.',
      'Give bindDn, a distinguished name (or jo@example.org for Active Directory), and bindPassword, or neither.',
    );
  return { dn, password };
}

const FORMS: readonly NameForm[] = ['sam', 'upn', 'down-level'];

function formsOf(names: readonly NameForm[]): readonly NameForm[] {
  if (Array.isArray(names) && names.length > 0 && names.every((name) => FORMS.includes(name))) return [...names];
  throw problem('bad-filter', 'names is no list of forms of names.', `Write one or more of ${FORMS.join(', ')}.`);
}

function letInOf(filter = ''): string {
  if (filter !== '' && (filter.includes(PLACE) || !isBalanced(filter)))
    throw problem(
      'bad-filter',
      `filter is '${filter}'.`,
      `Beside names, write which people may sign in, without ${PLACE}: '(department=sales)'.`,
    );
  return `(&${ORDINARY_USER}${filter})`;
}

function filterOf(filter: string): string {
  const parts = filter.split(PLACE);
  const inValue = parts.slice(0, -1).every((_, index) => /=[^()]*$/.test(parts.slice(0, index + 1).join(PLACE)));
  if (parts.length < 2 || !inValue || !isBalanced(filter))
    throw problem('bad-filter', `filter is '${filter}'.`, `Write it with ${PLACE} as a value: '${DEFAULT_FILTER}'.`);
  return filter;
}

function isBalanced(filter: string): boolean {
  if (!/^\(.*\)$/s.test(filter)) return false;
  let depth = 0;
  for (const [index, character] of [...filter].entries()) {
    if (character === '(') depth += 1;
    if (character === ')') depth -= 1;
    if (depth < 0 || (depth === 0 && index < [...filter].length - 1)) return false;
  }
  return depth === 0;
}

function isDn(text: string): boolean {
  return /^\s*[a-z0-9.-]+\s*=/i.test(text) && !text.includes('\0');
}

/** No SASL mechanism has a name like these. */
function isAccount(text: string): boolean {
  return isDn(text) || (/^[^\s@\\]+[@\\][^@\\]+$/.test(text) && !text.includes('\0'));
}

function lengthOf(option: string, text: string): number {
  const length = parseDuration(text);
  if (length !== undefined && length <= LONGEST) return length;
  throw problem('bad-duration', `${option} is '${text}'.`, `Write a length of time from '1s' to '${LONGEST / 1000}s'.`);
}

function limit(option: string, value: number, most: number): number {
  if (Number.isInteger(value) && value >= 1 && value <= most) return value;
  throw problem('bad-limit', `${option} is ${value}.`, `Give a whole number from 1 to ${most}.`);
}

const problem = (code: LdapConfigProblem, message: string, wayOut: string): LdapConfigError =>
  new LdapConfigError(code, message, wayOut);

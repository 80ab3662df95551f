import type { DirectoryIdentity } from '@sallyport/store/providers';
import type { Entry, SearchOptions } from 'ldapts';
import { commonNameOf } from './common-name.ts';

/** The client library compares the server's spelling, with case. */
const GUID = ['objectGUID', 'objectGuid', 'objectguid'];

const OF_A_PERSON = ['entryUUID', 'objectGUID', 'nsUniqueId', 'uid', 'mail', 'memberOf'] as const;
const OF_A_DOMAIN = ['configurationNamingContext', 'nETBIOSName', 'supportedCapabilities'] as const;
export const OF_A_STANDING = ['userAccountControl', 'accountExpires', 'nsAccountLock', 'pwdAccountLockedTime'] as const;

type Attribute = (typeof OF_A_PERSON | typeof OF_A_DOMAIN | typeof OF_A_STANDING)[number];

export const ATTRIBUTES: readonly Attribute[] = [...OF_A_PERSON, ...OF_A_DOMAIN, ...OF_A_STANDING];

export function asking(
  ...attributes: readonly Attribute[]
): Pick<SearchOptions, 'attributes' | 'explicitBufferAttributes'> {
  return { attributes: [...attributes], explicitBufferAttributes: GUID };
}

export function oneEntry(): SearchOptions {
  return { scope: 'base', ...asking(...OF_A_PERSON) };
}

/** `entryUUID` (RFC 4530), or else `objectGUID` of Active Directory, or `nsUniqueId` of 389 Directory Server. */
export function subjectOf(entry: Entry): string | undefined {
  const [uuid] = texts(entry, 'entryUUID');
  if (uuid !== undefined && UUID.test(uuid)) return uuid.toLowerCase();
  const guid = values(entry, 'objectGUID')[0];
  if (Buffer.isBuffer(guid) && guid.length === 16) return guidOf(guid);
  const [unique] = texts(entry, 'nsUniqueId');
  return unique !== undefined && isUniqueId(unique) ? unique.toLowerCase() : undefined;
}

export function isUniqueId(subject: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{8}){3}$/i.test(subject);
}

export function identityOf(
  entry: Entry,
  roles: readonly string[],
  searched: readonly string[] = [],
): DirectoryIdentity | undefined {
  const subject = subjectOf(entry);
  if (subject === undefined) return undefined;
  const groups = [...texts(entry, 'memberOf'), ...searched].map((dn) => commonNameOf(dn)?.toLowerCase());
  return {
    subject,
    email: emailOf(entry),
    roles: roles.filter((role) => groups.includes(role.toLowerCase())),
  };
}

function emailOf(entry: Entry): string | undefined {
  const [address, ...others] = values(entry, 'mail');
  const isAddress = typeof address === 'string' && /^[^\s@]+@[^\s@]+$/.test(address);
  return isAddress && others.length === 0 ? address : undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export function guidBytesOf(subject: string): Buffer | undefined {
  return UUID.test(subject) ? reordered(Buffer.from(subject.replaceAll('-', ''), 'hex')) : undefined;
}

function guidOf(bytes: Buffer): string {
  const hex = reordered(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** [MS-DTYP] §2.3.4.2: the first three fields are little-endian. */
function reordered(bytes: Buffer): Buffer {
  const places = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(places.map((place) => bytes[place] ?? 0));
}

export function texts(entry: Entry, attribute: string): string[] {
  return values(entry, attribute).filter((value) => typeof value === 'string');
}

function values(entry: Entry, attribute: string): (string | Buffer)[] {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  return value === undefined ? [] : Array.isArray(value) ? [...value] : [value];
}

import type { DirectoryIdentity } from '@sallyport/store/providers';
import type { Entry, SearchOptions } from 'ldapts';
import { commonNameOf } from './common-name.ts';

/** `objectGUID` is bytes; the client library goes by the very spelling in which a server names it. */
const GUID = ['objectGUID', 'objectGuid', 'objectguid'];

/** What is asked of an entry; operational attributes have to be asked for by name. */
export function asking(
  ...attributes: readonly string[]
): Pick<SearchOptions, 'attributes' | 'explicitBufferAttributes'> {
  return { attributes: [...attributes], explicitBufferAttributes: GUID };
}

/** The entry of a name, and no other. */
export function oneEntry(): SearchOptions {
  return { scope: 'base', ...asking('entryUUID', 'objectGUID', 'mail', 'memberOf') };
}

/** The id of an entry that never changes and is never given to another: `entryUUID` (RFC 4530), or Active Directory's `objectGUID`. */
export function subjectOf(entry: Entry): string | undefined {
  const [uuid] = texts(entry, 'entryUUID');
  if (uuid !== undefined && UUID.test(uuid)) return uuid.toLowerCase();
  const guid = values(entry, 'objectGUID')[0];
  return Buffer.isBuffer(guid) && guid.length === 16 ? guidOf(guid) : undefined;
}

/** Whom an entry is of; `undefined` if its id cannot be read. */
export function identityOf(entry: Entry, roles: readonly string[]): DirectoryIdentity | undefined {
  const subject = subjectOf(entry);
  if (subject === undefined) return undefined;
  const groups = texts(entry, 'memberOf').map((dn) => commonNameOf(dn)?.toLowerCase());
  return {
    subject,
    email: emailOf(entry),
    roles: roles.filter((role) => groups.includes(role.toLowerCase())),
  };
}

/** The address of an entry with exactly one `mail`. Several values do not tell the person's address. */
function emailOf(entry: Entry): string | undefined {
  const [address, ...others] = values(entry, 'mail');
  const isAddress = typeof address === 'string' && /^[^\s@]+@[^\s@]+$/.test(address);
  return isAddress && others.length === 0 ? address : undefined;
}

const UUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** The bytes of an `objectGUID`; `undefined` for what is no id of an entry. */
export function guidBytesOf(subject: string): Buffer | undefined {
  return UUID.test(subject) ? reordered(Buffer.from(subject.replaceAll('-', ''), 'hex')) : undefined;
}

function guidOf(bytes: Buffer): string {
  const hex = reordered(bytes).toString('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
}

/** From Active Directory's order of bytes to the written one, and back ([MS-DTYP] §2.3.4.2): three fields begin with their lowest byte. */
function reordered(bytes: Buffer): Buffer {
  const places = [3, 2, 1, 0, 5, 4, 7, 6, 8, 9, 10, 11, 12, 13, 14, 15];
  return Buffer.from(places.map((place) => bytes[place] ?? 0));
}

function texts(entry: Entry, attribute: string): string[] {
  return values(entry, attribute).filter((value) => typeof value === 'string');
}

/** Of an attribute, in whatever case the server names it: one value comes as such, several as a list, none as an empty one. */
function values(entry: Entry, attribute: string): (string | Buffer)[] {
  const name = Object.keys(entry).find((key) => key.toLowerCase() === attribute.toLowerCase());
  const value = name === undefined ? undefined : entry[name];
  return value === undefined ? [] : Array.isArray(value) ? [...value] : [value];
}

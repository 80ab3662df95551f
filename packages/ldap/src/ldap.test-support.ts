import { type AddressInfo, createServer, type Socket } from 'node:net';
import type { Directory, DirectoryEntry } from '@sallyport/store/providers';
import { BASE, type DirectoryPerson, SEARCHER } from '@sallyport/test-support/slapd-data';
import { onTestFinished } from 'vitest';
import { ldap } from './ldap.ts';
import type { LdapOptions } from './options.ts';

/** The bytes 00 to 0f. Active Directory writes them as 03020100-0504-0706-0809-0a0b0c0d0e0f. */
export const GUID_BYTES: Uint8Array = Uint8Array.from({ length: 16 }, (_, index) => index);

/** The first and the last code point of each range that directories map to nothing (RFC 4518 §2.2), without control characters. */
export const MAPPED_TO_NOTHING: readonly string[] = [
  ...['00AD', '034F', '06DD', '070F', '1806', '180B', '180D', '180E', '200B', '200C', '200F', '202A', '202E', '2060'],
  ...[
    '2063',
    '206A',
    '206F',
    'FE00',
    'FE0F',
    'FEFF',
    'FFF9',
    'FFFB',
    'FFFC',
    '1D173',
    '1D17A',
    'E0001',
    'E0020',
    'E007F',
  ],
];

export const ODD = 'o,dd (x)*\\y';

export const PEOPLE: readonly DirectoryPerson[] = [
  { uid: 'alice', password: 'alice-secret', mail: 'alice@example.test', groups: ['Admins', 'staff', 'Sales, EU'] },
  { uid: 'bob', password: 'bob-secret', mail: 'bob@example.test', groups: ['staff'] },
  { uid: 'åsa', password: 'Åsas Geheimnis ✓', mail: 'asa@example.test' },
  { uid: 'decomposed', password: 'Zu\u0308rich-geheim' },
  { uid: 'composed', password: 'Z\u00fcrich-geheim' },
  { uid: ODD, password: 'odd-secret', posixGroups: ['odd'] },
  { uid: 'twin-1', password: 'twin-secret', mail: 'twins@example.test' },
  { uid: 'twin-2', password: 'twin-secret', mail: 'twins@example.test' },
  { uid: 'carol', password: 'carol-secret', guid: GUID_BYTES },
  { uid: 'dora', password: 'dora-secret', offices: ['captain'], posixGroups: ['wheel', 'printers'] },
  { uid: 'reset', password: 'reset-secret', hasToChange: true },
  { uid: 'expired', password: 'expired-secret', isExpired: true },
  { uid: 'locked', password: 'locked-secret', isLocked: true },
  { uid: 'nopass', mail: 'nopass@example.test' },
];

type Address = Pick<LdapOptions, 'url'>;

/** A directory with a search account. The test closes the connections at its end. */
export function searched({ url }: Address, more: Partial<LdapOptions> = {}): Directory {
  const { dn: bindDn, password: bindPassword } = SEARCHER;
  return closing(ldap({ name: 'Example', url, base: BASE, bindDn, bindPassword, ...more }));
}

/** A directory with `directDn`. The test closes the connections at its end. */
export function direct({ url }: Address, more: Partial<LdapOptions> = {}): Directory {
  return closing(ldap({ name: 'Example', url, directDn: `uid={identifier},ou=people,${BASE}`, ...more }));
}

function closing(directory: Directory): Directory {
  onTestFinished(() => directory.close());
  return directory;
}

/** Finds the entry of an identifier. Throws for every other outcome. */
export async function entryOf(directory: Directory, identifier: string): Promise<DirectoryEntry> {
  const found = await directory.find(identifier);
  if (found.outcome !== 'found') throw new Error(`'${identifier}' is ${found.outcome}`);
  return found.entry;
}

/** Whether the directory accepts the password of the identifier's entry. */
export async function signsIn(directory: Directory, identifier: string, password: string): Promise<boolean> {
  const answer = await directory.verify(await entryOf(directory, identifier), password);
  return answer !== undefined && 'subject' in answer;
}

/** A server that passes each connection to `treat`. The test closes the server at its end. */
export async function anyServer(
  treat: (socket: Socket) => void,
): Promise<{ readonly url: string; readonly connections: () => number }> {
  const open = new Set<Socket>();
  let connections = 0;
  const server = createServer((socket) => {
    connections += 1;
    open.add(socket);
    socket.on('error', () => undefined).once('close', () => open.delete(socket));
    treat(socket);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { url: `ldap://127.0.0.1:${port}`, connections: () => connections };
}

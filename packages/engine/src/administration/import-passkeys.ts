import { MOST_PASSKEYS } from '@sallyport/core';
import { credentialKeyOf, postQuantumProblem } from '@sallyport/webauthn';
import type { ImportedPasskey } from '../accounts/imported-factors.ts';
import type { ImportPasskey } from '../contract/index.ts';
import { knownTransports } from '../factors/passkey-assertion.ts';
import { suggestedName } from '../factors/passkey-names.ts';
import { isKeepable } from '../kernel/keepable.ts';
import { below, type RowReader } from './import-reader.ts';

const MEMBERS = Object.keys({
  id: true,
  publicKey: true,
  counter: true,
  transports: true,
  userHandle: true,
  userHandleEncoding: true,
  backedUp: true,
  backupEligible: true,
  userVerified: true,
  aaguid: true,
  name: true,
} satisfies Record<keyof ImportPasskey, true>);

const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const LONGEST_PASSKEY_NAME = 64;

export async function readPasskeys(reader: RowReader, given: unknown): Promise<readonly ImportedPasskey[]> {
  const list = reader.list(given, 'passkeys', Number.POSITIVE_INFINITY);
  if (list.length > MOST_PASSKEYS)
    reader.fault('passkeys', `are more than ${MOST_PASSKEYS}`, { code: 'too-many-passkeys', limit: MOST_PASSKEYS });
  const read: ImportedPasskey[] = [];
  for (const [place, one] of list.slice(0, MOST_PASSKEYS).entries()) {
    const path = below('passkeys', place);
    const passkey = await readPasskey(reader, one, path, read);
    if (passkey === undefined) continue;
    if (read.some(({ id }) => id === passkey.id)) reader.fault(below(path, 'id'), 'is in the row twice');
    read.push(passkey);
  }
  return read;
}

async function readPasskey(
  reader: RowReader,
  given: unknown,
  path: string,
  before: readonly ImportedPasskey[],
): Promise<ImportedPasskey | undefined> {
  const members = reader.members(given, path, MEMBERS);
  if (members === undefined) return undefined;
  const at = (name: keyof ImportPasskey): string => below(path, name);
  const id = reader.bytes(credentialId(members['id']), at('id'), [1, 1_023]);
  const publicKey = await readKey(reader, members['publicKey'], at('publicKey'));
  const userHandle = readHandle(reader, members, at);
  const named = reader
    .list(members['transports'], at('transports'), 16)
    .map((one, place) => reader.text(one, below(at('transports'), place)) ?? '');
  const transports = knownTransports(named);
  const backedUp = reader.flag(members['backedUp'], at('backedUp'), false);
  const backupEligible = reader.flag(members['backupEligible'], at('backupEligible'), true);
  if (backedUp && !backupEligible) reader.fault(at('backupEligible'), 'is false, and the passkey is backed up');
  const aaguid = readModel(reader, members['aaguid'], at('aaguid'));
  const taken = before.map(({ name }) => name);
  const name = readName(reader, members['name'], at('name')) ?? suggestedName(aaguid, transports, taken);
  const counter = reader.whole(members['counter'], at('counter'), [0, 0xffff_ffff], 0);
  // Such a passkey cannot get another PIN from its finder (WebAuthn L3 §7.2 step 24).
  const isBound = backedUp || transports.includes('internal');
  const userVerified = reader.flag(members['userVerified'], at('userVerified'), isBound);
  if (id === undefined || publicKey === undefined) return undefined;
  return {
    ...{ id, publicKey, counter, transports, name, userVerified, backupEligible, backedUp, aaguid, userHandle },
    ...(backedUp || members['backupEligible'] !== undefined ? {} : { backupEligibleAssumed: true }),
  };
}

/** A credential id in hexadecimal, of at least 16 bytes, is no base64url by chance. */
export function credentialId(given: unknown): unknown {
  const isHex = typeof given === 'string' && /^(?:(?:[\da-f]{2}){16,}|(?:[\dA-F]{2}){16,})$/.test(given);
  return isHex ? Buffer.from(given, 'hex').toString('base64url') : given;
}

async function readKey(reader: RowReader, given: unknown, path: string): Promise<string | undefined> {
  if (given === undefined) return reader.fault(path, 'is missing');
  const read = await credentialKeyOf(given);
  if ('key' in read) return read.key;
  return reader.fault(
    path,
    read.fault === 'post-quantum'
      ? `is a key of ML-DSA-44, which is not verified here: ${postQuantumProblem()}`
      : 'is no public key (COSE, SPKI or JWK) of a known algorithm',
  );
}

const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
const ENCODINGS = ['base64url', 'text'] as const;

/** WebAuthn L3 §5.4.3: a user handle has 1 to 64 bytes. */
function readHandle(
  reader: RowReader,
  { userHandle: given, userHandleEncoding }: Readonly<Record<string, unknown>>,
  at: (name: keyof ImportPasskey) => string,
): string | undefined {
  const isUuid = typeof given === 'string' && UUID.test(given);
  const encoding = ENCODINGS.find((one) => one === (userHandleEncoding ?? (isUuid ? 'text' : 'base64url')));
  if (encoding === undefined) return reader.fault(at('userHandleEncoding'), `is not ${ENCODINGS.join(' or ')}`);
  if (given === undefined) return undefined;
  if (encoding === 'base64url') return reader.bytes(given, at('userHandle'), [1, 64]);
  const handle = Buffer.from(reader.text(given, at('userHandle')) ?? '');
  if (handle.length > 0 && handle.length <= 64) return handle.toString('base64url');
  return typeof given === 'string' ? reader.fault(at('userHandle'), 'is no text of 1 to 64 bytes') : undefined;
}

function readModel(reader: RowReader, given: unknown, path: string): string {
  if (given === undefined) return NO_MODEL;
  const text = reader.text(given, path)?.toLowerCase() ?? NO_MODEL;
  if (!/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text)) reader.fault(path, 'is no UUID');
  return text;
}

function readName(reader: RowReader, given: unknown, path: string): string | undefined {
  if (given === undefined) return undefined;
  const text = reader.text(given, path);
  if (text === undefined) return undefined;
  if (text !== '' && [...text].length <= LONGEST_PASSKEY_NAME && isKeepable(text)) return text;
  return reader.fault(path, `has 1 to ${LONGEST_PASSKEY_NAME} characters, and no control characters`);
}

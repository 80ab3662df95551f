import { MOST_PASSKEYS } from '@sallyport/core';
import { isCredentialKey } from '@sallyport/webauthn';
import type { ImportedPasskey } from '../accounts/imported-factors.ts';
import type { ImportPasskey } from '../contract/index.ts';
import { knownTransports } from '../factors/passkey-assertion.ts';
import { suggestedName } from '../factors/passkey-names.ts';
import { isKeepable } from '../records/keepable.ts';
import { below, type RowReader } from './import-reader.ts';

const MEMBERS = Object.keys({
  id: true,
  publicKey: true,
  counter: true,
  transports: true,
  userHandle: true,
  backedUp: true,
  backupEligible: true,
  userVerified: true,
  aaguid: true,
  name: true,
} satisfies Record<keyof ImportPasskey, true>);

/** The model of an authenticator that does not name its model. */
const NO_MODEL = '00000000-0000-0000-0000-000000000000';
const LONGEST_PASSKEY_NAME = 64;

/** Reads the passkeys of a row. */
export function readPasskeys(reader: RowReader, given: unknown): readonly ImportedPasskey[] {
  const list = reader.list(given, 'passkeys', Number.POSITIVE_INFINITY);
  if (list.length > MOST_PASSKEYS)
    reader.fault('passkeys', `are more than ${MOST_PASSKEYS}`, { code: 'too-many-passkeys', limit: MOST_PASSKEYS });
  const read: ImportedPasskey[] = [];
  for (const [place, one] of list.slice(0, MOST_PASSKEYS).entries()) {
    const path = below('passkeys', place);
    const passkey = readPasskey(reader, one, path, read);
    if (passkey === undefined) continue;
    if (read.some(({ id }) => id === passkey.id)) reader.fault(below(path, 'id'), 'is in the row twice');
    read.push(passkey);
  }
  return read;
}

function readPasskey(
  reader: RowReader,
  given: unknown,
  path: string,
  before: readonly ImportedPasskey[],
): ImportedPasskey | undefined {
  const members = reader.members(given, path, MEMBERS);
  if (members === undefined) return undefined;
  const at = (name: keyof ImportPasskey): string => below(path, name);
  const id = reader.bytes(members['id'], at('id'), [1, 1_023]);
  const publicKey = reader.bytes(members['publicKey'], at('publicKey'), [1, 2_048]);
  if (publicKey !== undefined && !isCredentialKey(publicKey))
    reader.fault(at('publicKey'), 'is no COSE key of a known algorithm');
  // WebAuthn L3 §5.4.3: a user handle has at most 64 bytes.
  const handle = members['userHandle'];
  const userHandle = handle === undefined ? undefined : reader.bytes(handle, at('userHandle'), [1, 64]);
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
  // A synchronised passkey and a platform's own passkey cannot get another PIN from their finder (WebAuthn L3 §7.2 step 24).
  const isBound = backedUp || transports.includes('internal');
  const userVerified = reader.flag(members['userVerified'], at('userVerified'), isBound);
  if (id === undefined || publicKey === undefined) return undefined;
  return {
    ...{ id, publicKey, counter, transports, name, userVerified, backupEligible, backedUp, aaguid, userHandle },
    ...(backedUp || members['backupEligible'] !== undefined ? {} : { backupEligibleAssumed: true }),
  };
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

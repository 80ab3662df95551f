import { fromBase64url, toBase64url } from '../encoding/base64url.ts';
import { type Bytes, joined, utf8 } from '../encoding/bytes.ts';
import { checkFormat, FORMAT } from '../encoding/format.ts';
import { VaultError } from '../vault-error.ts';
import { type EnvelopeHeader, headerOf, malformed } from './header.ts';

/** The server refuses longer envelopes. */
const MOST_CHARACTERS = 4_096;

const LONGEST_HEADER = 2_900;

export interface Parts {
  readonly header: EnvelopeHeader;
  /** All bytes before the sealed part: the associated data. */
  readonly head: Bytes;
  readonly body: Bytes;
}

/** The format version, the header's length in two bytes, and JSON. */
export function headFor(header: EnvelopeHeader): Bytes {
  const json = utf8(JSON.stringify(header));
  if (json.length > LONGEST_HEADER) {
    throw new VaultError('envelope-too-large', `A header of ${json.length} bytes, over ${LONGEST_HEADER}`);
  }
  return joined(new Uint8Array([FORMAT, json.length >> 8, json.length & 0xff]), json);
}

export function envelopeOf(head: Uint8Array, body: Uint8Array): string {
  return toBase64url(joined(head, body));
}

export function partsOf(sealed: string): Parts {
  const bytes = sealed.length > MOST_CHARACTERS ? undefined : fromBase64url(sealed);
  if (bytes === undefined) throw malformed('not base64url');
  const [format = 0, high = 0, low = 0] = bytes;
  checkFormat(format);
  const end = 3 + high * 256 + low;
  if (format !== FORMAT || end > bytes.length) throw malformed('cut off');
  return { header: headerOf(jsonIn(bytes.subarray(3, end))), head: bytes.slice(0, end), body: bytes.slice(end) };
}

function jsonIn(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (cause) {
    throw malformed('no JSON', cause);
  }
}

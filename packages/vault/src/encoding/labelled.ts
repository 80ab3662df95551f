import { type Bytes, joined, utf8 } from './bytes.ts';
import { FORMAT } from './format.ts';

/**
 * What a derived key or sealed data is bound to: each part as UTF-8 behind its length in two bytes, so that no two lists of parts
 * give the same bytes. The first two are always the name of this format and its version.
 */
export function labelled(...parts: readonly string[]): Bytes {
  return joined(...['sallyport vault', String(FORMAT), ...parts].flatMap(lengthAndText));
}

/** The hash of a label, as `info` of a key derivation: credential ids are long, and not every WebCrypto takes more than 1,024 bytes. */
export async function infoOf(...parts: readonly string[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', labelled(...parts)));
}

function lengthAndText(part: string): readonly Bytes[] {
  const text = utf8(part);
  if (text.length > 0xffff) throw new RangeError('A part of a label has at most 65,535 bytes');
  return [new Uint8Array([text.length >> 8, text.length & 0xff]), text];
}

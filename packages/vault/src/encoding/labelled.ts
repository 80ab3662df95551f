import { type Bytes, joined, utf8 } from './bytes.ts';
import { FORMAT } from './format.ts';

/** Each part as UTF-8 after its length in two bytes: without ambiguity. */
export function labelled(...parts: readonly string[]): Bytes {
  return joined(...['sallyport vault', String(FORMAT), ...parts].flatMap(lengthAndText));
}

/** Hashed, because some WebCrypto versions allow only 1,024 bytes of `info`. */
export async function infoOf(...parts: readonly string[]): Promise<Bytes> {
  return new Uint8Array(await crypto.subtle.digest('SHA-256', labelled(...parts)));
}

function lengthAndText(part: string): readonly Bytes[] {
  const text = utf8(part);
  if (text.length > 0xffff) throw new RangeError('A part of a label has at most 65,535 bytes');
  return [new Uint8Array([text.length >> 8, text.length & 0xff]), text];
}

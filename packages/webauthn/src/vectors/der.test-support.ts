/** One DER element. */
export function der(tag: number | readonly number[], ...content: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const body = Buffer.concat(content);
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255];
  return Uint8Array.from([...(typeof tag === 'number' ? [tag] : tag), ...length, ...body]);
}

/** An OBJECT IDENTIFIER, from its encoded bytes. */
export const oid = (hex: string): Uint8Array => der(6, Buffer.from(hex, 'hex'));

/** passlib writes `.` for `+`. */
export function fromBase64(text: string): Buffer | undefined {
  const plain = text
    .replaceAll(/[.-]/g, '+')
    .replaceAll('_', '/')
    .replace(/={1,2}$/, '');
  const bytes = Buffer.from(plain, 'base64');
  return toBase64(bytes) === plain ? bytes : undefined;
}

export function toBase64(bytes: Uint8Array | string): string {
  return Buffer.from(bytes).toString('base64').replace(/=+$/, '');
}

export function fromHex(text: string): Buffer | undefined {
  return /^(?:[\da-f]{2})+$/i.test(text) ? Buffer.from(text, 'hex') : undefined;
}

const CRYPT_LETTERS = './ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Drops the bits that complete no byte. */
export function fromBcryptBase64(text: string): Buffer {
  return Buffer.from(
    text.replaceAll(/./g, (letter) => LETTERS[CRYPT_LETTERS.indexOf(letter)] ?? ''),
    'base64',
  );
}

export function toBcryptBase64(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll(/./g, (letter) => CRYPT_LETTERS[LETTERS.indexOf(letter)] ?? '');
}

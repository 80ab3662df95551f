import { createHmac } from 'node:crypto';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';

/** Several devices of a person share the knowledge. */
export interface Knowledge {
  account: string;
  identifier: string;
  password?: string;
  totp?: TotpSecret;
  backupCodes: string[];
  readonly mailboxes: string[];
  /** The last number is the newest. */
  readonly phones?: string[];
  readonly key?: string;
  /** The person knows the entry's password, and may edit the entry's address. */
  readonly entry?: string;
  enrollmentCode?: string;
  /** An administrator set up every proof that the person knows. */
  readonly isPlanted?: true;
  asked?: AskedAddress;
}

export interface AskedAddress {
  readonly address: string;
  readonly token: string;
  readonly since: number;
}

export interface TotpSecret {
  readonly secret: string;
  lastStep: number;
  lastCode?: string;
}

export interface Client {
  readonly name: string;
  readonly knows: string;
  /** A browser keeps tokens in cookies. Only a browser can go to a provider. */
  readonly isBrowser?: true;
  readonly spareKey?: string;
  flow?: string;
  flowSince?: number;
  session?: string;
  /** The contexts of the client's requests. */
  contexts?: readonly string[];
  device?: string;
  code?: string;
  deliveredTo?: Record<string, string>;
  /** A mailed link began the open flow: the first sign-in of the account. */
  isFirstSignIn?: true;
  mailedTo?: string;
  raises?: string;
  proved: string[];
}

export type Keys = ReadonlyMap<string, SoftwareAuthenticator>;

const STEP = 30_000;

/** RFC 6238. Returns `undefined` if the codes of the present and the next time step are used. */
export function totpCode(totp: TotpSecret, now: number): string | undefined {
  const current = Math.floor(now / STEP);
  const step = Math.max(current, totp.lastStep + 1);
  if (step > current + 1) return undefined;
  totp.lastStep = step;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', base32(totp.secret)).update(counter).digest();
  const offset = digest.readUInt8(digest.length - 1) & 0x0f;
  totp.lastCode = String((digest.readUInt32BE(offset) & 0x7fff_ffff) % 1_000_000).padStart(6, '0');
  return totp.lastCode;
}

function base32(text: string): Buffer {
  const bits = [...text].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  return Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}

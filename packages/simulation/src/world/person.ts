import { createHmac } from 'node:crypto';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';

/** The knowledge and the keys of a person or thief. Several devices of a person share the knowledge. */
export interface Knowledge {
  /** The account that the person signs in to. */
  account: string;
  identifier: string;
  password?: string;
  totp?: TotpSecret;
  backupCodes: string[];
  /** Mailboxes that the person reads. */
  readonly mailboxes: string[];
  /** Telephone numbers whose messages the person reads. The last number is the newest. */
  readonly phones?: string[];
  /** The name of the person's security key. */
  readonly key?: string;
  /** The name of a directory entry. The person knows the entry's password, and may edit the entry's address. */
  readonly entry?: string;
  enrollmentCode?: string;
  /** An administrator set up every proof that the person knows. */
  readonly isPlanted?: true;
  /** A requested address before its confirmation. */
  asked?: AskedAddress;
}

export interface AskedAddress {
  readonly address: string;
  readonly token: string;
  /** When the address was requested, as a moment of the ledger. */
  readonly since: number;
}

export interface TotpSecret {
  readonly secret: string;
  /** The time step of the last shown code. */
  lastStep: number;
  /** The last shown code. */
  lastCode?: string;
}

/** A device with its tokens, and its user. */
export interface Client {
  readonly name: string;
  /** The name of the user's knowledge. */
  readonly knows: string;
  /** The client is a browser, which keeps tokens in cookies. Only a browser can go to a provider. */
  readonly isBrowser?: true;
  /** The name of a security key beside the device that can be registered. */
  readonly spareKey?: string;
  flow?: string;
  /** When the open flow received its first answer, as a moment of the ledger. */
  flowSince?: number;
  session?: string;
  device?: string;
  /** The last shown enrollment code. */
  code?: string;
  /** The addresses of the codes that the client showed in the open flow, by method. */
  deliveredTo?: Record<string, string>;
  /** A mailed link began the open flow: the first sign-in of the account. */
  isFirstSignIn?: true;
  /** The address that the link of the open flow went to. */
  mailedTo?: string;
  /** The token of the session that the open flow raises. */
  raises?: string;
  /** The methods that were proved in the open flow. */
  proved: string[];
}

/** Security keys by name. */
export type Keys = ReadonlyMap<string, SoftwareAuthenticator>;

const STEP = 30_000;

/** The next unused code of an authenticator app (RFC 6238). Returns `undefined` if the codes of the present and the next time step are used. */
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

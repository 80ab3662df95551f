import { createHmac } from 'node:crypto';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';

/** What somebody knows, and holds. Several devices of one person share it. */
export interface Knowledge {
  /** Whose account they are at. */
  account: string;
  identifier: string;
  password?: string;
  totp?: TotpSecret;
  backupCodes: string[];
  /** Mailboxes they read. */
  readonly mailboxes: string[];
  /** Telephone numbers whose messages they read. The last one is the newest. */
  readonly phones?: string[];
  /** A security key in their pocket: by name. */
  readonly key?: string;
  /** An entry of the directory, by name. They know its password, and may edit its address. */
  readonly entry?: string;
  enrollmentCode?: string;
  /** An administrator set up all that this person knows of the account. */
  readonly isPlanted?: true;
  /** An address that was asked for and not confirmed yet. */
  asked?: AskedAddress;
}

export interface AskedAddress {
  readonly address: string;
  readonly token: string;
  /** When it was asked for, in the ledger's own count. */
  readonly since: number;
}

export interface TotpSecret {
  readonly secret: string;
  /** The last step a code was shown of. */
  lastStep: number;
  /** The code that was shown last. */
  lastCode?: string;
}

/** A device with its cookies, and whoever sits in front of it. */
export interface Client {
  readonly name: string;
  /** Name of what its user knows. */
  readonly knows: string;
  /** A browser, which keeps tokens in cookies: a person goes to a provider in a browser only. */
  readonly isBrowser?: true;
  /** A security key beside the device, by name, that can be registered. */
  readonly spareKey?: string;
  flow?: string;
  /** When the flow that is open was answered for the first time, in the ledger's own count. */
  flowSince?: number;
  session?: string;
  device?: string;
  /** The enrollment code that was shown last. */
  code?: string;
  /** Where the codes were delivered that were shown in the flow which is open, by method. */
  deliveredTo?: Record<string, string>;
  /** The session that the flow which is open raises. */
  raises?: string;
  /** What was proved in the flow that is open, by method. */
  proved: string[];
}

/** Security keys by name. */
export type Keys = ReadonlyMap<string, SoftwareAuthenticator>;

const STEP = 30_000;

/** A code of an authenticator app that was not shown before, if there is one at this time (RFC 6238). */
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

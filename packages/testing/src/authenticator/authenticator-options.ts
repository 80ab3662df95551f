import { randomBytes } from 'node:crypto';
import { checkMembers } from '@sallyport/core';
import type { AuthenticatorAttachment, AuthenticatorTransport } from '@simplewebauthn/server';
import { encodeAaguid, ZERO_AAGUID } from './aaguid.ts';
import type { Attestation } from './attestation.ts';
import { AuthenticatorError } from './authenticator-error.ts';
import { COSE_ALGORITHM, type CoseAlgorithm } from './cose-algorithm.ts';
import type { RandomBytes } from './credential-key.ts';

/** The kind of authenticator. Default: a platform authenticator with every feature. */
export interface AuthenticatorOptions {
  /** The model, as a lower-case UUID. Default: an invented model; all zeros for `fido-u2f`. */
  readonly aaguid?: string;
  /** The transports. Default: `['internal']`. Without `internal`, the authenticator is roaming (cross-platform). */
  readonly transports?: readonly AuthenticatorTransport[];
  /** The supported algorithms. The Relying Party's order decides. Default: all; ES256 for `fido-u2f`. */
  readonly algorithms?: readonly CoseAlgorithm[];
  /** The attestation of new credentials. Default: `'none'`. */
  readonly attestation?: Attestation;
  /** The authenticator can verify its user. Default: true; false for `fido-u2f`, which cannot. */
  readonly userVerification?: boolean;
  /** The authenticator can store discoverable credentials. Default: true. */
  readonly residentKeys?: boolean;
  /** Credentials are backup eligible: synced passkeys. Default: false, device-bound. */
  readonly backupEligible?: boolean;
  /** New credentials are backed up immediately. Default: false. */
  readonly backupState?: boolean;
  /** `'increment'` counts signatures. `'zero'` always shows 0, like synced passkeys. Default: `'increment'`. */
  readonly counter?: 'increment' | 'zero';
  /** The authenticator offers the `prf` extension to verified users. Default: the value of `userVerification`. */
  readonly prf?: boolean;
  /** The source of credential ids, PRF secrets, ES256 and EdDSA keys. Default: Node's generator. */
  readonly random?: RandomBytes;
}

const MEMBERS = Object.keys({
  ...{
    aaguid: true,
    transports: true,
    algorithms: true,
    attestation: true,
    userVerification: true,
    residentKeys: true,
  },
  ...{ backupEligible: true, backupState: true, counter: true, prf: true, random: true },
} satisfies Record<keyof AuthenticatorOptions, true>);

export interface Device extends Required<AuthenticatorOptions> {
  readonly attachment: AuthenticatorAttachment;
}

const DEFAULT_AAGUID = '5a11f0a7-7e57-4a11-8a17-50f7a0a7e571';

/** @throws AuthenticatorError `authenticator-misused` for an impossible combination of options. */
export function resolveDevice(options: AuthenticatorOptions): Device {
  checkMembers('createAuthenticator', options, MEMBERS);
  const { attestation = 'none', backupEligible = false, backupState = false } = options;
  const u2f = typeof attestation === 'object' && attestation.format === 'fido-u2f';
  const userVerification = options.userVerification ?? !u2f;
  const transports = [...new Set<AuthenticatorTransport>(options.transports ?? ['internal'])].sort();
  const device: Device = {
    aaguid: options.aaguid ?? (u2f ? ZERO_AAGUID : DEFAULT_AAGUID),
    transports,
    attachment: transports.includes('internal') ? 'platform' : 'cross-platform',
    algorithms: options.algorithms ?? (u2f ? [COSE_ALGORITHM.ES256] : Object.values(COSE_ALGORITHM)),
    attestation,
    userVerification,
    residentKeys: options.residentKeys ?? true,
    backupEligible,
    backupState,
    counter: options.counter ?? 'increment',
    prf: options.prf ?? userVerification,
    random: options.random ?? randomBytes,
  };
  encodeAaguid(device.aaguid);
  if (backupState && !backupEligible) {
    throw misused('backupState needs backupEligible (WebAuthn L3 §6.1.3); for malformed flags use tamper.flags');
  }
  if (device.prf && !userVerification) {
    throw misused('prf needs userVerification (WebAuthn L3 §10.1.4)');
  }
  if (
    u2f &&
    (device.aaguid !== ZERO_AAGUID ||
      userVerification ||
      backupEligible ||
      device.algorithms.some((algorithm) => algorithm !== COSE_ALGORITHM.ES256))
  ) {
    throw misused('fido-u2f knows only presence, ES256 and the AAGUID of zeros (WebAuthn L3 §8.6)');
  }
  return device;
}

function misused(message: string): AuthenticatorError {
  return new AuthenticatorError('authenticator-misused', message);
}

import { recordOf } from '../encoding/record.ts';
import type { EnvelopeKind } from '../envelope/header.ts';
import { VaultError } from '../vault-error.ts';
import type { EmergencyPublicKey } from '../ways/emergency-key.ts';
import type { StoredEnvelope, StoredVault } from './transport.ts';

const KINDS: readonly EnvelopeKind[] = ['passkey', 'secret', 'emergency'];

/** Reads the server's answer. Opening checks the content of the envelopes later. @throws VaultError `unexpected-answer` */
export function storedVaultOf(json: unknown): StoredVault {
  const { version, keyId, envelopes, emergencyKey } = recordOf(json) ?? {};
  const isVersion = typeof version === 'number' && Number.isSafeInteger(version) && version >= 0;
  if (!isVersion || !isOptionalText(keyId) || !Array.isArray(envelopes)) throw unexpected();
  return { version, keyId, envelopes: envelopes.map(envelopeOf), emergencyKey: publicKeyOf(emergencyKey) };
}

function envelopeOf(json: unknown): StoredEnvelope {
  const { id, kind: named, passkeyId, createdAt, sealed } = recordOf(json) ?? {};
  const kind = KINDS.find((each) => each === named);
  if (kind === undefined || !isOptionalText(passkeyId)) throw unexpected();
  if (typeof id !== 'string' || typeof createdAt !== 'string' || typeof sealed !== 'string') throw unexpected();
  return { id, kind, passkeyId, createdAt, sealed };
}

function publicKeyOf(json: unknown): EmergencyPublicKey | undefined {
  if (json === undefined) return undefined;
  const { kid, publicKey } = recordOf(json) ?? {};
  if (typeof kid === 'string' && typeof publicKey === 'string') return { kid, publicKey };
  throw unexpected();
}

function isOptionalText(value: unknown): value is string | undefined {
  return value === undefined || typeof value === 'string';
}

function unexpected(): VaultError {
  return new VaultError('unexpected-answer', 'The answer is not a vault of the contract');
}

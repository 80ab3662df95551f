import type { Evidence, PasskeyEvidence } from '@sallyport/core';
import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  verifyAuthenticationResponse,
} from '@simplewebauthn/server';
import { hasBinding, passkeyBinding } from '../account/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../secrets/challenge.ts';
import type { Act, Disproof, Proof, Verifying } from '../step/proof.ts';
import { provedHere, recent } from '../step/proved-here.ts';
import type { AccountRecord, PasskeyRecord, TenantId } from '../store/records.ts';
import { clientDataOf } from './client-data.ts';
import { prfExtension, type RequestOptions } from './prf.ts';

/** Request options: discoverable before a proof, so that they tell nothing of the account; the account's passkeys after one. */
export async function assertionOptions(
  kernel: Kernel,
  tenant: TenantId,
  flow: { readonly id: string; readonly proved: boolean } | undefined,
  account: AccountRecord | undefined,
): Promise<RequestOptions> {
  const challenge = newChallenge(kernel, { tenant, ceremony: 'get', boundTo: flow?.id ?? ANYONE });
  const passkeys = flow?.proved === true ? (account?.passkeys ?? []) : [];
  const options = await generateAuthenticationOptions({
    rpID: kernel.relyingParty.id,
    challenge: new Uint8Array(Buffer.from(challenge, 'base64url')),
    userVerification: 'preferred',
    allowCredentials: passkeys.map(({ id, transports }) => ({ id, transports: knownTransports(transports) })),
  });
  return { ...options, extensions: prfExtension(tenant) };
}

/** A passkey that is shown, in a flow or to open one: it signs in on its own (P4) or beside a password (P5). */
export function passkeyAct(kernel: Kernel, tenant: TenantId, response: AuthenticationResponseJSON): Act {
  return {
    method: 'passkey',
    account: { kind: 'passkey', value: response.id },
    opens: {},
    // One of the account's own that fails is for the log; anything else anybody can make up.
    verify: async (against) =>
      (await verifyAssertion(kernel, tenant, response, against)) ??
      (against.account?.passkeys.some(({ id }) => id === response.id) === true ? { disproved: [] } : undefined),
  };
}

/** WebAuthn L3 §7.2, with what the library leaves to the relying party. */
async function verifyAssertion(
  kernel: Kernel,
  tenant: TenantId,
  response: AuthenticationResponseJSON,
  { flow, account, policy, now }: Omit<Verifying, 'turn'>,
): Promise<Proof | Disproof | undefined> {
  const passkey = account?.passkeys.find(({ id }) => id === response.id);
  const client = clientDataOf(response.response.clientDataJSON);
  if (account === undefined || passkey === undefined || client === undefined) return undefined;
  // A flow that was begun for an identifier takes its account's passkeys alone, whether or not anybody has that identifier.
  if (flow !== undefined && flow.accountId !== account.id) return undefined;
  // §7.2 step 6: the user is the credential's owner; without a proof before it the authenticator has to say who that is.
  const { userHandle } = response.response;
  const proved = flow !== undefined && flow.evidence.length > 0;
  if (userHandle === undefined ? !proved : userHandle !== account.userHandle) return undefined;
  const scopes = flow === undefined ? [ANYONE] : proved ? [flow.id] : [flow.id, ANYONE];
  const spend = scopes
    .map((boundTo) => readChallenge(kernel, { tenant, ceremony: 'get', boundTo }, client.challenge, now))
    .find((mark) => mark !== undefined);
  if (spend === undefined || client.crossOrigin) return undefined;
  const shown = await verified(kernel, response, passkey);
  if (shown === undefined || shown.backupEligible !== passkey.backupEligible) return undefined;
  const regressed = (passkey.counter > 0 || shown.counter > 0) && shown.counter <= passkey.counter;
  const suspicious: Disproof['disproved'] = regressed
    ? [
        {
          type: 'passkey.suspicious',
          detail: { passkey: passkey.id, stored: passkey.counter, shown: shown.counter },
          evenIfDenied: true,
        },
      ]
    : [];
  if (regressed && policy.counterRegression === 'refuse') return { disproved: suspicious };
  // §7.2 step 17: a key that never verified its user may have been given its PIN by whoever found it. That it verifies now is believed
  // beside another factor that was proved in this very flow, and from then on.
  const vouching = passkey.userVerified ? [] : vouchingFor(passkey.id, { flow, account, policy, now });
  const userVerified = shown.userVerified && (passkey.userVerified || vouching.length > 0);
  return {
    command: { type: 'prove', evidence: evidenceOf(passkey, userVerified, now) },
    spend,
    settle(latest) {
      // What vouched for it is gone meanwhile: then the key says no more than that it is there, and is to be shown again.
      if (userVerified && vouching.length > 0 && !vouching.some((proof) => isBound(latest, proof))) return undefined;
      return withUsedPasskey(latest, passkey.id, (record) => ({
        ...record,
        counter: Math.max(record.counter, shown.counter),
        backedUp: shown.backedUp,
        userVerified: record.userVerified || userVerified,
        lastUsedAt: now,
      }));
    },
    events: suspicious,
  };
}

/**
 * What vouches for a key that verifies its user for the first time: another factor of the account that whoever found the key does not
 * have, proved in this flow and not long ago. A mailbox vouches for nothing, nor does a password that was set through it.
 */
function vouchingFor(passkeyId: string, { flow, account, policy, now }: Omit<Verifying, 'turn'>): readonly Evidence[] {
  if (flow === undefined || account === undefined) return [];
  return recent(provedHere(flow, flow.evidence), now, policy.recentProof).filter(
    (proof) => isBound(account, proof) && isAnotherFactor(proof, passkeyId),
  );
}

function isAnotherFactor(proof: Evidence, passkeyId: string): boolean {
  switch (proof.method) {
    case 'password':
      return proof.provenance !== 'mailbox';
    case 'passkey':
      return proof.userVerified && proof.credentialId !== passkeyId;
    case 'ldap':
    case 'sso':
    case 'totp':
    case 'backup-code':
      return true;
    case 'email-code':
    case 'enrollment-code':
    case 'reset-token':
      return false;
  }
}

function isBound(account: AccountRecord, { rests }: Evidence): boolean {
  return rests === undefined || hasBinding(account, rests);
}

interface Shown {
  readonly userVerified: boolean;
  readonly counter: number;
  readonly backupEligible: boolean;
  readonly backedUp: boolean;
}

/** The library answers `verified: false` for a bad signature and throws for the rest; both mean no. */
async function verified(
  kernel: Kernel,
  response: AuthenticationResponseJSON,
  passkey: PasskeyRecord,
): Promise<Shown | undefined> {
  try {
    const { verified: right, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      // Ours by its keyed hash already (`readChallenge`).
      expectedChallenge: () => true,
      expectedOrigin: kernel.origin,
      expectedRPID: kernel.relyingParty.id,
      requireUserVerification: false,
      // The library would throw on a counter that went back, before it looks at the signature: compared afterwards.
      credential: {
        id: passkey.id,
        publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
        counter: 0,
      },
    });
    if (!right) return undefined;
    const { userVerified, newCounter, credentialDeviceType, credentialBackedUp } = authenticationInfo;
    return {
      userVerified,
      counter: newCounter,
      backupEligible: credentialDeviceType === 'multiDevice',
      backedUp: credentialBackedUp,
    };
  } catch {
    return undefined;
  }
}

export function evidenceOf(passkey: PasskeyRecord, userVerified: boolean, at: PasskeyEvidence['at']): PasskeyEvidence {
  return {
    method: 'passkey',
    at,
    credentialId: passkey.id,
    userVerified,
    deviceBound: !passkey.backupEligible,
    aaguid: passkey.aaguid,
    attested: passkey.attested,
    rests: passkeyBinding(passkey.id),
  };
}

function withUsedPasskey(
  account: AccountRecord,
  id: string,
  use: (passkey: PasskeyRecord) => PasskeyRecord,
): AccountRecord | undefined {
  if (!account.passkeys.some((passkey) => passkey.id === id)) return undefined;
  return { ...account, passkeys: account.passkeys.map((passkey) => (passkey.id === id ? use(passkey) : passkey)) };
}

export const ANYONE = 'anyone';

type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const TRANSPORTS: readonly Transport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** The transports a browser named at registration and will understand again. */
export function knownTransports(named: readonly string[]): Transport[] {
  return TRANSPORTS.filter((transport) => named.includes(transport));
}

import type { PasskeyEvidence } from '@sallyport/core';
import type { AuthenticationResponseJSON, PublicKeyCredentialDescriptorJSON } from '@simplewebauthn/server';
import { passkeyBinding } from '../account/facts.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../secrets/challenge.ts';
import type { Act, Disproof, Proof, Verifying } from '../step/proof.ts';
import type { AccountRecord, PasskeyRecord, TenantId } from '../store/records.ts';
import { clientDataOf } from './client-data.ts';
import { prfExtension, type RequestOptions } from './prf.ts';
import { judgeAssertion, type Shown } from './webauthn/assertion.ts';
import { Refused } from './webauthn/refused.ts';

/** Request options: discoverable before a proof, so that they tell nothing of the account; the account's passkeys after one. */
export async function assertionOptions(
  kernel: Kernel,
  tenant: TenantId,
  flow: { readonly id: string; readonly proved: boolean } | undefined,
  account: AccountRecord | undefined,
): Promise<RequestOptions> {
  const challenge = newChallenge(kernel, { tenant, ceremony: 'get', boundTo: flow?.id ?? ANYONE });
  const passkeys = flow?.proved === true ? (account?.passkeys ?? []) : [];
  return {
    rpId: kernel.relyingParty.id,
    challenge,
    allowCredentials: passkeys.map(descriptorOf),
    timeout: CEREMONY_TIMEOUT,
    userVerification: 'preferred',
    extensions: prfExtension(tenant),
  };
}

/** A passkey that is shown, in a flow or to open one: it signs in on its own (P4) or beside a password (P5). */
export function passkeyAct(kernel: Kernel, tenant: TenantId, response: AuthenticationResponseJSON): Act {
  return {
    method: 'passkey',
    account: { kind: 'passkey', value: response.id },
    opens: {},
    verify: (against) => verifyAssertion(kernel, tenant, response, against),
  };
}

/** WebAuthn L3 §7.2, with what the standard leaves to the relying party. */
async function verifyAssertion(
  kernel: Kernel,
  tenant: TenantId,
  response: AuthenticationResponseJSON,
  { flow, account, policy, now }: Verifying,
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
  if (spend === undefined) return undefined;
  const shown = verified(kernel, response, passkey);
  if (shown === undefined) return undefined;
  const regressed = (passkey.counter > 0 || shown.counter > 0) && shown.counter <= passkey.counter;
  const suspicious: Disproof['disproved'] = regressed
    ? [{ type: 'passkey.suspicious', detail: { passkey: passkey.id, stored: passkey.counter, shown: shown.counter } }]
    : [];
  if (regressed && policy.counterRegression === 'refuse') return { disproved: suspicious };
  // §7.2 step 25: a key that never verified its user may have been given its PIN by whoever found it. That it verifies now is believed
  // beside another factor, and from then on.
  const userVerified = shown.userVerified && (passkey.userVerified || hasOtherProof(flow, passkey.id));
  return {
    command: { type: 'prove', evidence: evidenceOf(passkey, userVerified, now) },
    spend,
    settle: (latest) =>
      withUsedPasskey(latest, passkey.id, (record) => ({
        ...record,
        counter: Math.max(record.counter, shown.counter),
        backedUp: shown.backedUp,
        userVerified: record.userVerified || userVerified,
        lastUsedAt: now,
      })),
    events: suspicious,
  };
}

function hasOtherProof(flow: Verifying['flow'], passkeyId: string): boolean {
  return (flow?.evidence ?? []).some((proof) => proof.method !== 'passkey' || proof.credentialId !== passkeyId);
}

function verified(kernel: Kernel, response: AuthenticationResponseJSON, passkey: PasskeyRecord): Shown | undefined {
  try {
    return judgeAssertion(response, {
      // Ours by its keyed hash already (`readChallenge`).
      challenge: () => true,
      origin: kernel.origin,
      rpId: kernel.relyingParty.id,
      passkey,
    });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
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

/** Milliseconds that a client should wait for the person. */
export const CEREMONY_TIMEOUT = 60_000;

export function descriptorOf({ id, transports }: PasskeyRecord): PublicKeyCredentialDescriptorJSON {
  return { id, type: 'public-key', transports: knownTransports(transports) };
}

type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const TRANSPORTS: readonly Transport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** The transports a browser named at registration and will understand again. */
export function knownTransports(named: readonly string[]): Transport[] {
  return TRANSPORTS.filter((transport) => named.includes(transport));
}

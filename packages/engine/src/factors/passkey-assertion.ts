import type { Evidence, PasskeyEvidence, Policy } from '@sallyport/core';
import { recentEvidence } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord, TenantId } from '@sallyport/store';
import { clientDataOf, judgeAssertion, Refused, type Shown } from '@sallyport/webauthn';
import type { AuthenticationResponseJSON, PublicKeyCredentialDescriptorJSON } from '@simplewebauthn/server';
import type { RequestOptions } from '../contract/ceremony-options.ts';
import { CEREMONY_TIMEOUT } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../kernel/secrets/challenge.ts';
import { hasBinding } from './facts.ts';
import { factorOf } from './index.ts';
import { passkeyBinding } from './passkey.ts';
import { prfExtension } from './prf.ts';
import type { Disproof, FactorAttempt, Proof, ProofEvent, Signals, Verifying } from './proof.ts';
import { provedHere } from './proved-here.ts';

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
export function passkeyAttempt(kernel: Kernel, tenant: TenantId, response: AuthenticationResponseJSON): FactorAttempt {
  return {
    method: 'passkey',
    account: { kind: 'passkey', value: response.id },
    beginsSignIn: {},
    // Anybody who saw the id of a credential can make up failures without end: before a proof they are a number, as with ids that are
    // nobody's.
    verify: (against) => verifyAssertion(kernel, tenant, response, against),
  };
}

/** WebAuthn L3 §7.2, with what the standard leaves to the relying party. */
async function verifyAssertion(
  kernel: Kernel,
  tenant: TenantId,
  response: AuthenticationResponseJSON,
  { flow, account, policy, now }: Omit<Verifying, 'turn' | 'facts'>,
): Promise<Proof | Disproof | undefined> {
  const passkey = account?.passkeys.find(({ id }) => id === response.id);
  const client = clientDataOf(response.response.clientDataJSON);
  if (account === undefined || passkey === undefined || client === undefined) return undefined;
  // A flow that was begun for an identifier takes its account's passkeys alone, whether or not anybody has that identifier.
  // One that was opened for anyone takes whoever comes first.
  const isTheirs = flow?.accountId === undefined ? flow?.forAnyone === true : flow.accountId === account.id;
  if (flow !== undefined && !isTheirs) return undefined;
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
  const signals = counterSignals(passkey, shown, policy);
  if ('disproved' in signals) return signals;
  // §7.2 step 24: a key that never verified its user may have been given its PIN by somebody who found it. That it verifies now is believed
  // beside another factor that was proved in this very flow, and from then on.
  const vouching = passkey.userVerified ? [] : vouchingFor(passkey.id, { flow, account, policy, now });
  const userVerified = shown.userVerified && (passkey.userVerified || vouching.length > 0);
  return {
    command: { type: 'prove', evidence: evidenceOf(passkey, userVerified, now) },
    spend,
    judgeAgain(latest) {
      const record = latest.passkeys.find(({ id }) => id === passkey.id);
      return record === undefined ? signals : counterSignals(record, shown, policy);
    },
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
  };
}

/**
 * WebAuthn L3 §7.2 step 22: a counter that does not rise is a sign of a clone, and the policy says whether it refuses. The counter is
 * judged when the assertion is verified, and again on the record that the commit finds: the key and its clone can be shown at once.
 */
function counterSignals(
  { id, counter: stored }: PasskeyRecord,
  { counter: shown }: Shown,
  { counterRegression }: Policy,
): Signals | Disproof {
  if (stored === 0 || shown > stored) return { events: [] };
  const suspicious: ProofEvent = {
    type: 'passkey.suspicious',
    detail: { passkey: id, stored, shown },
    evenIfDenied: true,
  };
  return counterRegression === 'refuse' ? { disproved: [suspicious] } : { events: [suspicious] };
}

/**
 * What vouches for a key that verifies its user for the first time: another factor of the account, which a finder of the key does not
 * have, proved in this flow and not long ago. A mailbox vouches for nothing, nor does a password that was set through it.
 */
function vouchingFor(
  passkeyId: string,
  { flow, account, policy, now }: Omit<Verifying, 'turn' | 'facts'>,
): readonly Evidence[] {
  if (flow === undefined || account === undefined) return [];
  return recentEvidence(provedHere(flow, flow.evidence), now, policy.recentProof).filter(
    (proof) => isBound(account, proof) && isAnotherFactor(proof, passkeyId),
  );
}

function isAnotherFactor(proof: Evidence, passkeyId: string): boolean {
  if (proof.method === 'passkey' && proof.credentialId === passkeyId) return false;
  return factorOf(proof.method)?.vouches(proof) ?? false;
}

function isBound(account: AccountRecord, { binding }: Evidence): boolean {
  return binding === undefined || hasBinding(account, binding);
}

function verified(kernel: Kernel, response: AuthenticationResponseJSON, passkey: PasskeyRecord): Shown | undefined {
  try {
    return judgeAssertion(response, {
      // Ours by its keyed hash already (`readChallenge`).
      challenge: () => true,
      origin: [kernel.origin, ...kernel.trustedOrigins],
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
    binding: passkeyBinding(passkey.id),
    setUpBy: passkey.setUpBy,
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

const ANYONE = 'anyone';

export function descriptorOf({ id, transports }: PasskeyRecord): PublicKeyCredentialDescriptorJSON {
  return { id, type: 'public-key', transports: knownTransports(transports) };
}

type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const TRANSPORTS: readonly Transport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** The transports a browser named at registration and will understand again. */
export function knownTransports(named: readonly string[]): Transport[] {
  return TRANSPORTS.filter((transport) => named.includes(transport));
}

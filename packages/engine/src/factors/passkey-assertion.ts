import type { Evidence, PasskeyEvidence, Policy } from '@sallyport/core';
import { instant, recentEvidence, speaksFor } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord, TenantId } from '@sallyport/store';
import {
  type AuthenticationResponseJSON,
  type CredentialDescriptorJSON,
  type CredentialTransport,
  clientDataOf,
  judgeAssertion,
  Refused,
  type Shown,
} from '@sallyport/webauthn';
import type { RequestOptions } from '../contract/ceremony-options.ts';
import { CEREMONY_TIMEOUT, LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../kernel/secrets/challenge.ts';
import type { Site } from '../kernel/site.ts';
import { isHeldBack } from '../state/written-account.ts';
import { hasLiveProof, liveEvidence } from './facts.ts';
import { factorOf } from './index.ts';
import { passkeyBinding, prfExtension } from './passkey.ts';
import type { Disproof, FactorAttempt, Proof, ProofEvent, Signals, SingleUse, Verifying } from './proof.ts';
import { provedHere } from './proved-here.ts';

/** Before a proof, the options reveal nothing about the account. */
export async function assertionOptions(
  kernel: Kernel,
  tenant: TenantId,
  flow: { readonly id: string; readonly proved: boolean } | undefined,
  account: AccountRecord | undefined,
): Promise<RequestOptions> {
  const challenge = newChallenge(kernel, { tenant, ceremony: 'get', boundTo: flow?.id ?? ANYONE });
  const passkeys = flow?.proved === true ? (account?.passkeys ?? []) : [];
  return {
    rpId: kernel.siteOf(tenant).relyingParty.id,
    challenge,
    allowCredentials: passkeys.map(descriptorOf),
    timeout: CEREMONY_TIMEOUT,
    userVerification: 'preferred',
    extensions: prfExtension(tenant),
  };
}

export function passkeyAttempt(kernel: Kernel, tenant: TenantId, response: AuthenticationResponseJSON): FactorAttempt {
  return {
    method: 'passkey',
    account: { kind: 'passkey', value: response.id },
    beginsSignIn: {},
    // Anybody who saw a credential id can cause failures without end.
    verify: (against) => verifyAssertion(kernel, tenant, response, against),
  };
}

/** WebAuthn L3 §7.2. */
async function verifyAssertion(
  kernel: Kernel,
  tenant: TenantId,
  response: AuthenticationResponseJSON,
  { flow, account, policy, now }: Omit<Verifying, 'turn' | 'facts'>,
): Promise<Proof | Disproof | undefined> {
  if (account === undefined) return undefined;
  const passkey = account.passkeys.find(({ id }) => id === response.id);
  const client = clientDataOf(response.response.clientDataJSON);
  if (passkey === undefined || client === undefined) return undefined;
  const isTheirs = flow?.accountId === undefined ? flow?.forAnyone === true : flow.accountId === account.id;
  if (flow !== undefined && !isTheirs) return undefined;
  // §7.2 step 6: without a proof before, the response must have a user handle.
  const { userHandle } = response.response;
  const proved = hasLiveProof(flow, account);
  if (userHandle === undefined ? !proved : !isHandleOf(account, passkey, userHandle)) return undefined;
  const scopes = flow === undefined ? [ANYONE] : proved ? [flow.id] : [flow.id, ANYONE];
  const uses = scopes
    .map((boundTo) => readChallenge(kernel, { tenant, ceremony: 'get', boundTo }, client.challenge, now))
    .find((singleUse) => singleUse !== undefined);
  if (uses === undefined) return undefined;
  const shown = verified(kernel.siteOf(tenant), response, passkey);
  if (shown === undefined) return undefined;
  const signals = counterSignals(passkey, shown, policy, uses);
  if ('disproved' in signals) return signals;
  // §7.2 step 24: a finder of the key may have set the PIN of a key that never verified its user.
  const vouching = passkey.userVerified ? [] : vouchingFor(passkey, account, { flow, policy, now });
  const userVerified = shown.userVerified && (passkey.userVerified || vouching.length > 0);
  return {
    command: { type: 'prove', evidence: evidenceOf({ ...passkey, ...flagsOf(shown) }, userVerified, now) },
    uses,
    verifyAgain(latest) {
      if (isHeldBack(latest, instant(uses.expiresAt - LIFETIMES.challenge))) return { disproved: [] };
      const record = latest.passkeys.find(({ id }) => id === passkey.id);
      if (record === undefined) return signals;
      if (userHandle !== undefined && !isHandleOf(latest, record, userHandle)) return { disproved: [] };
      return counterSignals(record, shown, policy, uses);
    },
    applyTo(latest) {
      const isVouched = flow !== undefined && liveEvidence({ ...flow, evidence: vouching }, latest).length > 0;
      if (userVerified && vouching.length > 0 && !isVouched) return undefined;
      return withUsedPasskey(latest, passkey.id, ({ backupEligibleAssumed: _, ...record }) => ({
        ...withHandle(latest, record, userHandle),
        counter: Math.max(record.counter, shown.counter),
        ...flagsOf(shown),
        userVerified: record.userVerified || userVerified,
        lastUsedAt: now,
      }));
    },
  };
}

/** WebAuthn L3 §5.4.3: 1 to 64 bytes, in base64url. */
const USER_HANDLE = /^[\w-]{2,86}$/;

function isHandleOf(account: AccountRecord, passkey: PasskeyRecord, handle: string): boolean {
  if (passkey.userHandleUnknown) return USER_HANDLE.test(handle);
  return handle === (passkey.userHandle ?? account.userHandle);
}

function withHandle(account: AccountRecord, passkey: PasskeyRecord, handle: string | undefined): PasskeyRecord {
  if (!passkey.userHandleUnknown || handle === undefined) return passkey;
  const { userHandleUnknown: _, ...record } = passkey;
  return { ...record, userHandle: handle === account.userHandle ? undefined : handle };
}

/** §7.2 step 22, judged again on the committed record: key and clone can be used at once. A refusal uses the challenge up. */
function counterSignals(
  { id, counter: stored }: PasskeyRecord,
  { counter: shown }: Shown,
  { counterRegression }: Policy,
  uses: SingleUse,
): Signals | Disproof {
  if (stored === 0 || shown > stored) return { events: [] };
  const suspicious: ProofEvent = {
    type: 'passkey.suspicious',
    detail: { passkey: id, stored, shown },
    evenIfDenied: true,
  };
  return counterRegression === 'refuse' ? { disproved: [suspicious], uses } : { events: [suspicious] };
}

/** A mailbox vouches for nothing, and an administrator's factor for no key of the owner. */
function vouchingFor(
  passkey: PasskeyRecord,
  account: AccountRecord,
  { flow, policy, now }: Pick<Verifying, 'flow' | 'policy' | 'now'>,
): readonly Evidence[] {
  if (flow === undefined) return [];
  return recentEvidence(provedHere(flow, liveEvidence(flow, account)), now, policy.recentProof).filter(
    (proof) => isAnotherFactor(proof, passkey.id) && speaksFor(proof, passkey),
  );
}

function isAnotherFactor(proof: Evidence, passkeyId: string): boolean {
  if (proof.credentialId === passkeyId) return false;
  return factorOf(proof.method)?.vouches(proof) ?? false;
}

function verified(site: Site, response: AuthenticationResponseJSON, passkey: PasskeyRecord): Shown | undefined {
  try {
    return judgeAssertion(response, {
      // `readChallenge` verified it.
      challenge: () => true,
      origin: [site.origin, ...site.trustedOrigins],
      rpId: site.relyingParty.id,
      passkey: { ...passkey, backupEligible: passkey.backupEligibleAssumed ? undefined : passkey.backupEligible },
    });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

function flagsOf({ backupEligible, backedUp }: Shown): Pick<PasskeyRecord, 'backupEligible' | 'backedUp'> {
  return { backupEligible, backedUp };
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

export function descriptorOf({ id, transports }: PasskeyRecord): CredentialDescriptorJSON {
  return { id, type: 'public-key', transports: knownTransports(transports) };
}

const TRANSPORTS: readonly CredentialTransport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

export function knownTransports(named: readonly string[]): CredentialTransport[] {
  return TRANSPORTS.filter((transport) => named.includes(transport));
}

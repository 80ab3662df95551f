import type { Evidence, PasskeyEvidence, Policy } from '@sallyport/core';
import { instant, recentEvidence, speaksFor } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord, TenantId } from '@sallyport/store';
import { clientDataOf, judgeAssertion, Refused, type Shown } from '@sallyport/webauthn';
import type { AuthenticationResponseJSON, PublicKeyCredentialDescriptorJSON } from '@simplewebauthn/server';
import type { RequestOptions } from '../contract/ceremony-options.ts';
import { CEREMONY_TIMEOUT, LIFETIMES } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../kernel/secrets/challenge.ts';
import { isHeldBack } from '../records/written-account.ts';
import { hasLiveProof, liveEvidence } from './facts.ts';
import { factorOf } from './index.ts';
import { passkeyBinding, prfExtension } from './passkey.ts';
import type { Disproof, FactorAttempt, Proof, ProofEvent, Signals, SingleUse, Verifying } from './proof.ts';
import { provedHere } from './proved-here.ts';

/**
 * Request options. Before a proof, they name no passkeys and so reveal nothing about the account. After a proof, they list the account's
 * passkeys.
 */
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

/** An attempt with a passkey, in a flow or to open a flow: the passkey signs in on its own (P4) or beside a password (P5). */
export function passkeyAttempt(kernel: Kernel, tenant: TenantId, response: AuthenticationResponseJSON): FactorAttempt {
  return {
    method: 'passkey',
    account: { kind: 'passkey', value: response.id },
    beginsSignIn: {},
    // Anybody who saw a credential id can cause failures without end. So before a proof, the failures are only counted by the hour, as
    // failures with unknown ids are.
    verify: (against) => verifyAssertion(kernel, tenant, response, against),
  };
}

/** WebAuthn L3 §7.2, with the steps that the standard leaves to the relying party. */
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
  // A flow with an identifier accepts only its account's passkeys, and no passkey if the identifier is unknown. A flow without an identifier
  // accepts any account's passkey, and belongs to that account from then on.
  const isTheirs = flow?.accountId === undefined ? flow?.forAnyone === true : flow.accountId === account.id;
  if (flow !== undefined && !isTheirs) return undefined;
  // §7.2 step 6: the user owns the credential. Without a proof before, the response must have a user handle.
  const { userHandle } = response.response;
  const proved = hasLiveProof(flow, account);
  if (userHandle === undefined ? !proved : !isHandleOf(account, passkey, userHandle)) return undefined;
  const scopes = flow === undefined ? [ANYONE] : proved ? [flow.id] : [flow.id, ANYONE];
  const uses = scopes
    .map((boundTo) => readChallenge(kernel, { tenant, ceremony: 'get', boundTo }, client.challenge, now))
    .find((singleUse) => singleUse !== undefined);
  if (uses === undefined) return undefined;
  const shown = verified(kernel, response, passkey);
  if (shown === undefined) return undefined;
  const signals = counterSignals(passkey, shown, policy, uses);
  if ('disproved' in signals) return signals;
  // §7.2 step 24: a finder of the key may have set the PIN of a key that never verified its user. The first user verification therefore
  // counts only beside a proof of another factor in this flow. Later verifications count on their own.
  const vouching = passkey.userVerified ? [] : vouchingFor(passkey, account, { flow, policy, now });
  const userVerified = shown.userVerified && (passkey.userVerified || vouching.length > 0);
  return {
    command: { type: 'prove', evidence: evidenceOf({ ...passkey, ...flagsOf(shown) }, userVerified, now) },
    uses,
    verifyAgain(latest) {
      if (isHeldBack(latest, instant(uses.expiresAt - LIFETIMES.challenge))) return { disproved: [] };
      const record = latest.passkeys.find(({ id }) => id === passkey.id);
      if (record === undefined) return signals;
      // A concurrent assertion can have stated another user handle.
      if (userHandle !== undefined && !isHandleOf(latest, record, userHandle)) return { disproved: [] };
      return counterSignals(record, shown, policy, uses);
    },
    applyTo(latest) {
      // The vouching proof counts no more: the key then proves presence alone, and must be shown again.
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

/**
 * Returns whether a user handle is the passkey's. An import that did not state the handle accepts the handle of the first assertion: the credential id
 * names the account, and the signature proves the possession of the key.
 */
function isHandleOf(account: AccountRecord, passkey: PasskeyRecord, handle: string): boolean {
  if (passkey.userHandleUnknown) return USER_HANDLE.test(handle);
  return handle === (passkey.userHandle ?? account.userHandle);
}

/** Keeps the user handle of the first assertion, if the import did not state the handle. */
function withHandle(account: AccountRecord, passkey: PasskeyRecord, handle: string | undefined): PasskeyRecord {
  if (!passkey.userHandleUnknown || handle === undefined) return passkey;
  const { userHandleUnknown: _, ...record } = passkey;
  return { ...record, userHandle: handle === account.userHandle ? undefined : handle };
}

/**
 * WebAuthn L3 §7.2 step 22: a counter that does not rise is a sign of a clone. The policy decides whether to refuse. The counter is
 * judged when the assertion is verified, and again on the record that the commit finds, because the key and its clone can be used at
 * once. A refusal uses the challenge up: a response that is sent again shows the same counter, and is no clone.
 */
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

/**
 * The proofs that vouch for a key's first user verification: proofs of another factor, which a finder of the key does not have, given
 * recently in this flow. A mailbox vouches for nothing, and neither does a password that was set through the mailbox.
 * A factor that an administrator set up does not vouch for a key of the owner.
 */
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

function verified(kernel: Kernel, response: AuthenticationResponseJSON, passkey: PasskeyRecord): Shown | undefined {
  try {
    return judgeAssertion(response, {
      // `readChallenge` already verified the challenge by its keyed hash.
      challenge: () => true,
      origin: [kernel.origin, ...kernel.trustedOrigins],
      rpId: kernel.relyingParty.id,
      passkey: { ...passkey, backupEligible: passkey.backupEligibleAssumed ? undefined : passkey.backupEligible },
    });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** The flags of an assertion that the record keeps. BE is the flag of the registration, unless the import did not state the flag. */
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

export function descriptorOf({ id, transports }: PasskeyRecord): PublicKeyCredentialDescriptorJSON {
  return { id, type: 'public-key', transports: knownTransports(transports) };
}

type Transport = 'ble' | 'cable' | 'hybrid' | 'internal' | 'nfc' | 'smart-card' | 'usb';
const TRANSPORTS: readonly Transport[] = ['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb'];

/** The known transports among the names that the browser gave at registration. */
export function knownTransports(named: readonly string[]): Transport[] {
  return TRANSPORTS.filter((transport) => named.includes(transport));
}

import { type Demand, type Instant, type Policy, requirementsOf } from '@sallyport/core';
import type { AccountRecord, PasskeyRecord, TenantId } from '@sallyport/store';
import {
  clientDataOf,
  judgeRegistration,
  ML_DSA_44,
  type NewCredential,
  Refused,
  type RegistrationResponseJSON,
} from '@sallyport/webauthn';
import type { CreationOptions, Mediation } from '../contract/ceremony-options.ts';
import { CEREMONY_TIMEOUT } from '../contract/lifetimes.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { newChallenge, readChallenge } from '../kernel/secrets/challenge.ts';
import { factsOf } from './facts.ts';
import { prfExtension } from './passkey.ts';
import { descriptorOf, knownTransports } from './passkey-assertion.ts';
import { suggestedName } from './passkey-names.ts';

/** ES256, EdDSA, RS256 (WebAuthn L3 §5.8.5). */
const ALGORITHMS = [-7, -8, -257];

function algorithmsOf({ postQuantum }: Pick<Kernel, 'postQuantum'>): readonly number[] {
  return postQuantum ? [ML_DSA_44, ...ALGORITHMS] : ALGORITHMS;
}

export function passkeyNameOf({ identifiers, email, id }: AccountRecord): string {
  return identifiers[0] ?? email?.address ?? id;
}

export async function registrationOptions(
  kernel: Kernel,
  policy: Policy,
  account: AccountRecord,
  {
    boundTo,
    demand,
    mediation,
  }: { readonly boundTo: string; readonly demand?: Demand | undefined; readonly mediation?: Mediation | undefined },
): Promise<CreationOptions> {
  const ceremony = mediation === 'conditional' ? 'create-conditionally' : 'create';
  const challenge = newChallenge(kernel, { tenant: account.tenant, ceremony, boundTo });
  const name = passkeyNameOf(account);
  return {
    challenge,
    rp: kernel.siteOf(account.tenant).relyingParty,
    user: { id: account.userHandle, name, displayName: name },
    pubKeyCredParams: algorithmsOf(kernel).map((alg) => ({ type: 'public-key', alg })),
    timeout: CEREMONY_TIMEOUT,
    attestation:
      kernel.of(account.tenant).attestation.configured && wantsAttestation(policy, account, demand, kernel.now())
        ? 'direct'
        : 'none',
    excludeCredentials: account.passkeys.map(descriptorOf),
    authenticatorSelection: { residentKey: 'preferred', requireResidentKey: false, userVerification: 'preferred' },
    hints: [],
    extensions: { credProps: true, ...prfExtension(account.tenant) },
  };
}

export interface Registered {
  readonly passkey: PasskeyRecord;
  readonly uses: { readonly key: string; readonly expiresAt: Instant };
}

/** WebAuthn L3 §7.1. */
export async function verifyRegistration(
  kernel: Kernel,
  account: AccountRecord,
  boundTo: string,
  input: { readonly response: RegistrationResponseJSON; readonly name?: string },
  now: Instant,
): Promise<Registered | undefined> {
  const client = clientDataOf(input.response.response.clientDataJSON);
  if (client === undefined) return undefined;
  const used = (ceremony: 'create' | 'create-conditionally') =>
    readChallenge(kernel, { tenant: account.tenant, ceremony, boundTo }, client.challenge, now);
  const asked = used('create');
  const uses = asked ?? used('create-conditionally');
  if (uses === undefined) return undefined;
  // A browser creates a passkey without a gesture only where the options allow it.
  const verified = await verifiedRegistration(kernel, account.tenant, input.response, {
    userPresence: asked !== undefined,
  });
  if (verified === undefined) return undefined;
  const { data, credential, statement } = verified;
  const transports = knownTransports(input.response.response.transports ?? []);
  const taken = account.passkeys.map(({ name }) => name);
  const { attestation } = kernel.of(account.tenant);
  return {
    uses,
    passkey: {
      id: Buffer.from(credential.credentialId).toString('base64url'),
      publicKey: Buffer.from(credential.publicKey).toString('base64url'),
      counter: data.signCount,
      transports,
      name: input.name ?? suggestedName(credential.aaguid, transports, taken),
      createdAt: now,
      userVerified: data.userVerified,
      backupEligible: data.backupEligible,
      backedUp: data.backedUp,
      aaguid: credential.aaguid,
      attested: (await attestation.problemWith(statement, credential.aaguid, now)) === undefined,
    },
  };
}

async function verifiedRegistration(
  kernel: Kernel,
  tenant: TenantId,
  response: RegistrationResponseJSON,
  { userPresence }: { readonly userPresence: boolean },
): Promise<NewCredential | undefined> {
  const site = kernel.siteOf(tenant);
  try {
    return await judgeRegistration(response, {
      userPresence,
      // `readChallenge` verified it.
      challenge: () => true,
      origin: [site.origin, ...site.trustedOrigins],
      rpId: site.relyingParty.id,
      algorithms: algorithmsOf(kernel),
    });
  } catch (error) {
    if (error instanceof Refused) return undefined;
    throw error;
  }
}

/** Other accounts are asked for no attestation (WebAuthn L3 §14.4.1). */
function wantsAttestation(policy: Policy, account: AccountRecord, demand: Demand | undefined, now: Instant): boolean {
  const facts = factsOf(account, policy, now);
  return [...requirementsOf(policy, facts).required, ...requirementsOf(policy, facts, demand).required].some(
    ({ combinations }) => combinations.some(({ source }) => source.some(({ attested }) => attested === true)),
  );
}

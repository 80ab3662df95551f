import { definePolicy, type Instant, instant } from '@sallyport/core';
import type { AccountRecord } from '@sallyport/store';
import { createAuthenticator, type RegistrationCeremony } from '@sallyport/testing/authenticator';
import { type AttestationTrust, attestationTrust } from '@sallyport/webauthn';
import type { Kernel, TenantParts } from '../kernel/kernel.ts';
import { keyRing } from '../kernel/secrets/key-ring.ts';
import { pooledRandom } from '../kernel/secrets/token.ts';
import { BARE } from './account-record.test-support.ts';
import { type Registered, registrationOptions, verifyRegistration } from './passkey-registration.ts';

export const NOW: Instant = instant(Date.UTC(2031, 2, 3, 9, 0, 0));
export const ORIGIN = 'https://example.org';
export const OTHER_ORIGIN = 'https://shop.example.org';
export const MODEL = '5a11f0a7-7e57-4a11-8a17-50f7a0a7e571';
export const FLOW = 'the flow';
const ANY_FACTOR = definePolicy({ requiredStrength: 'single' });
const SILENT = { warn: () => undefined, error: () => undefined };

export const DORA: AccountRecord = { ...BARE, createdAt: NOW, userHandle: 'aGFuZGxl' };

/** As much of the engine as WebAuthn needs, at a host that trusts nobody to vouch for models unless it is said. */
export function kernelWith(attestation = attestationTrust([], { now: () => NOW, logger: SILENT })): Kernel {
  const parts: Partial<TenantParts> = { attestation };
  const kernel: Partial<Kernel> = {
    siteOf: () => ({
      origin: ORIGIN,
      trustedOrigins: [OTHER_ORIGIN],
      relyingParty: { id: 'example.org', name: 'The shop' },
    }),
    ring: keyRing(() => ['a secret that is long enough to be one'], pooledRandom()),
    random: pooledRandom(),
    now: () => NOW,
    of: () => parts as TenantParts,
  };
  return kernel as Kernel;
}

/** Trusts what a model says of itself, if it is this one, at this moment. */
export const TRUSTS_ITSELF: AttestationTrust = {
  configured: true,
  ready: async () => undefined,
  problemWith: async ({ type }, aaguid, at) =>
    type === 'self' && aaguid === MODEL && at === NOW ? undefined : 'nobody vouches for it',
};

export interface Registering extends Partial<RegistrationCeremony> {
  readonly kernel?: Kernel;
  readonly authenticator?: ReturnType<typeof createAuthenticator>;
  readonly attestation?: 'direct' | 'none';
}

type Registration = Parameters<typeof verifyRegistration>[3]['response'];

/** What an authenticator answers to the options that were made for this account, in this flow. */
export async function registration({
  kernel = kernelWith(),
  authenticator = createAuthenticator(),
  attestation = 'none',
  ...ceremony
}: Registering = {}): Promise<Registration> {
  const options = await registrationOptions(kernel, ANY_FACTOR, DORA, { boundTo: FLOW });
  return authenticator.create({ ...options, attestation, extensions: {} }, { origin: ORIGIN, ...ceremony });
}

export function registered(response: Registration, kernel = kernelWith()): Promise<Registered | undefined> {
  return verifyRegistration(kernel, DORA, FLOW, { response }, NOW);
}

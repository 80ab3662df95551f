import type { HostMethods, Policy } from '@sallyport/core';
import type { Directory, SignInProvider } from '@sallyport/store/providers';
import type { AttestationTrust } from '@sallyport/webauthn';
import type { SendMail } from '../contract/host.ts';
import type { VaultOptions } from '../contract/vault.ts';
import type { HostCode } from './host-codes.ts';

/** The host's parts for one tenant. A request gets parts only by `Kernel.of`, so it cannot reach the parts of another tenant. */
export interface TenantParts {
  /** The names of these parts, for policies. A policy that names another part is an error. */
  readonly host: HostMethods;
  /** Version 0 of the tenant's policy: the policy in the code, compiled for these parts. */
  readonly firstPolicy: Policy;
  readonly sendMail: SendMail | undefined;
  /** The host's own ways to deliver codes, by their methods. */
  readonly codes: ReadonlyMap<string, HostCode>;
  /** The providers for single sign-on, by id. A provider answers in time or is unavailable. */
  readonly providers: ReadonlyMap<string, SignInProvider>;
  /** The directory that judges passwords, by a bind. */
  readonly directory: Directory | undefined;
  /** Judges attestations by the tenant's roots. */
  readonly attestation: AttestationTrust;
  /** Absent if the tenant keeps no vaults. */
  readonly vault: VaultOptions | undefined;
}

import type { ImpactView, PolicyView } from './administration.ts';
import type { Refusal } from './refusal.ts';

/** The policy of a tenant, for host code: no session stands behind these, the host answers for them. */
export interface HostPolicy {
  /** The one in force; version 0 is the code's, where the store has none. */
  current(tenant: string): Promise<PolicyView>;
  /** Every version there was, newest first. */
  versions(
    tenant: string,
    page?: { readonly cursor?: string },
  ): Promise<{ readonly versions: readonly PolicyView[]; readonly next?: string }>;
  /** What a policy would mean for every account; nothing is changed. `malformed-input` names every problem and where it is. */
  preview(tenant: string, policy: unknown, page?: { readonly cursor?: string }): Promise<ImpactView | Refusal>;
  /**
   * Puts a policy in force as the next version, with the impact it has. Refused with `precondition-failed` if the version in force is not
   * `ifVersion`, and with `policy-strands-administrators` if somebody could change the policy and nobody could any more.
   */
  set(
    tenant: string,
    policy: unknown,
    input: {
      readonly ifVersion: number;
      /** Which of the host's code or operators, for the event. */
      readonly by?: string;
    },
  ): Promise<(ImpactView & { readonly version: number }) | Refusal>;
}

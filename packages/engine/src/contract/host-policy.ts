import type { ImpactView, PolicyView } from './administration.ts';
import type { Refusal } from './refusal.ts';

/** The policy of a tenant, for host code. No session is checked: the host vouches for its calls. */
export interface HostPolicy {
  /** The policy in force. Version 0 is the policy in the code, if the store has no policy. */
  current(tenant: string): Promise<PolicyView>;
  /** Every stored version, newest first. */
  versions(
    tenant: string,
    page?: { readonly cursor?: string },
  ): Promise<{ readonly versions: readonly PolicyView[]; readonly next?: string }>;
  /** Returns the impact of a policy on every account. Changes nothing. `malformed-input` names every problem and its place. */
  preview(tenant: string, policy: unknown, page?: { readonly cursor?: string }): Promise<ImpactView | Refusal>;
  /**
   * Puts a policy in force as the next version, and returns its impact. Answers `precondition-failed` if the version in force is not
   * `ifVersion`. Answers `policy-strands-administrators` if somebody can change the policy now, and nobody could under the new policy.
   */
  set(
    tenant: string,
    policy: unknown,
    input: {
      readonly ifVersion: number;
      /** The job or operator in the host's words, for the event. */
      readonly by?: string;
    },
  ): Promise<(ImpactView & { readonly version: number }) | Refusal>;
}

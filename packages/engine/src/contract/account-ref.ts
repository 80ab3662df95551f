import type { LiveSession } from './session.ts';

/**
 * Names an account: by the host's key, by its id, or by an identifier. Default of `tenant`: the tenant of the acting session, otherwise
 * `default`.
 */
export type AccountRef = { readonly tenant?: string } & AccountName;

/** Names an account of a known tenant: by the host's key, by its id, or by an identifier. */
export type AccountName =
  | { readonly externalId: string }
  | { readonly accountId: string }
  | { readonly identifier: string };

/** The author of an act. */
export interface ActedBy {
  /**
   * An administrator's session: the core judges whether the administrator may make the act on this account. Or the name of host code, the
   * job or operator in the host's words, 1 to 200 characters: host code vouches for its acts, and the event has the actor
   * `{ kind: 'host', id: by }`.
   */
  readonly by: LiveSession | string;
}

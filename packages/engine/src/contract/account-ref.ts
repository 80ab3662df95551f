import type { HostCode } from '@sallyport/core';
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
   * An administrator's session: the core judges whether the administrator may make the act on this account. Or host code, `hostCode('hr')`: host code
   * vouches for its acts. Any other value gives `malformed-input` at the path `by`.
   */
  readonly by: LiveSession | HostCode;
}

import type { Policy } from '@sallyport/core';
import type { ClientMode, TenantId } from '@sallyport/store';
import type { ContextAccount, Told } from './contexts.ts';

/** The most device tokens that a browser keeps: so many people can use one browser in turn. */
export const DEVICES_PER_BROWSER = 5;

/** The sender of a request. Made by the HTTP layer, never by a host. */
export interface Caller {
  /** The tenant that the `tenant` option named for the request. */
  readonly tenant: TenantId;
  /** `cookie` or `token`: how the client sends its tokens. A token of the other mode is refused. */
  readonly mode: ClientMode;
  /** The token of the open flow. */
  readonly flowToken?: string;
  /** The token of the session. */
  readonly sessionToken?: string;
  /**
   * The browser's tokens of earlier sign-ins, at most five, the last used first. The tokens may belong to several accounts: each account knows the
   * browser by a token of its own.
   */
  readonly deviceTokens?: readonly string[];
  /**
   * `true`: the client continues the open flow. A passkey and a provider then begin no sign-in, and a set-up does not go to the session's account: without
   * an open flow, all three are refused as `flow-expired`. `false`: a set-up goes to the session's account, and the status is the ways in, whatever flow is open.
   */
  readonly continues?: boolean;
  /**
   * Asks the host for the contexts of the request: at most once for each account, and once without an account. Absent: the host could not say, and every
   * context of the policy applies.
   */
  readonly contexts?: ((who: ContextAccount | undefined, policies: readonly Policy[]) => Promise<Told>) | undefined;
  /** The address of the client, for the action log and the list of sessions. Never decides anything. */
  readonly ip?: string;
  /** The `User-Agent` header: anybody can send any text. */
  readonly userAgent?: string;
}

import type { DeliveredCode, Method } from '@sallyport/core';
import type { SoftwareAuthenticator } from '../authenticator/index.ts';
import type { TotpApp } from './totp-app.ts';

/** A person who signs in, with all that they can show. Codes and counters are used up as in life: keep one object for one person. */
export interface Person {
  readonly identifier: string;
  readonly password?: string;
  /** Shows its passkeys, and makes one where a flow asks to enroll. */
  readonly authenticator?: SoftwareAuthenticator;
  /** Their authenticator app; set where a flow asks to enroll one. */
  totp?: TotpApp;
  /** Those that are left. */
  backupCodes?: readonly string[];
  /** An administrator's one-time code, shown where nothing else leads on. */
  enrollmentCode?: string;
  /** Reads the code that was mailed last. */
  readonly readEmailCode?: () => string | Promise<string>;
  /** Where they take the codes that the host delivers. Default: `+15550100`. */
  readonly codeAddress?: string;
  /** The methods of the host's by which they take codes; added to where a flow asks to enroll. */
  codes?: readonly DeliveredCode[];
  /** Reads the code that was sent last by a method of the host's. */
  readonly readCode?: (method: DeliveredCode) => string | Promise<string>;
  /** Called where the authenticator app has shown all codes of this minute: let half a minute pass. */
  readonly wait?: () => void | Promise<void>;
}

export interface SignInOptions {
  /** Whether the session is kept in a cookie or in a token. Default: `token`. */
  readonly mode?: 'cookie' | 'token';
  /** Default: the one that the `tenant` option of `createSallyport` makes of a request without headers. */
  readonly tenant?: string;
  /**
   * The ways to sign in, the preferred first; others are not used. Default: a password where the person has one, then the strongest that
   * is asked for. `['password', 'email-code']` makes a weak session for somebody with a passkey.
   */
  readonly using?: readonly Method[];
}

import type { DeliveredCode, Method } from '@sallyport/core';
import type { SoftwareAuthenticator } from '../authenticator/index.ts';
import type { TotpApp } from './totp-app.ts';

/** A person who signs in, with all factors. Codes and counters are used up: keep a single object for each person. */
export interface Person {
  /** The text with which the person begins a sign-in. */
  readonly identifier: string;
  /** Absent: the person begins with a passkey. */
  readonly password?: string;
  /** Proves passkeys, and makes a passkey if a flow asks for an enrollment. */
  readonly authenticator?: SoftwareAuthenticator;
  /** The person's authenticator app. Set when a flow enrolls an app. */
  totp?: TotpApp;
  /** The backup codes that are left. */
  backupCodes?: readonly string[];
  /** An administrator's enrollment code. Shown once, if nothing else can continue the flow. */
  enrollmentCode?: string;
  /** Reads the last mailed code. */
  readonly readEmailCode?: () => string | Promise<string>;
  /** The person's address for delivered codes of the host. Default: `+15550100`. */
  readonly codeAddress?: string;
  /** The host's code methods that the person has enrolled. Extended when a flow enrolls a method. */
  codes?: readonly DeliveredCode[];
  /** Reads the last code that was delivered by a method of the host. */
  readonly readCode?: (method: DeliveredCode) => string | Promise<string>;
  /** Called if the authenticator app has no unused code left. Must let half a minute pass. */
  readonly wait?: () => void | Promise<void>;
}

/** How a person signs in. */
export interface SignInOptions {
  /** Whether the session is kept in a cookie or in a token. Default: `token`. */
  readonly mode?: 'cookie' | 'token';
  /** Default: the tenant that the `tenant` option of `createSallyport` determines for a request without headers. */
  readonly tenant?: string;
  /**
   * The methods to use, in order of preference. Default: the password if the person has one, then the strongest requested method.
   * `signIn` proves no other method: without a way in among the methods, the sign-in fails. `['password', 'email-code']` makes a weak session for
   * a person with a passkey. If `passkey` is among the methods and `password` is not the first, a person with a passkey signs in by the passkey.
   */
  readonly using?: readonly Method[];
  /**
   * Whether the person sets up a factor that the flow asks for. Default: true. With `false` such a sign-in fails: for a test that a person without a
   * second factor does not get in.
   */
  readonly enroll?: boolean;
  /**
   * The contexts of the policy in which the person signs in, by name, as `contextOf` would tell them. Default: none. Requests with the `headers` of the
   * session are in the contexts that the app's own `contextOf` tells.
   */
  readonly contexts?: readonly string[];
}

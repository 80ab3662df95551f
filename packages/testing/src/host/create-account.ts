import type { EnrollableMethod } from '@sallyport/core';
import type { AccountView, CodeToSend, Mail, Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import type { SoftwareAuthenticator } from '../authenticator/index.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Person } from './person.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** The account that a host's test needs. */
export interface AccountWith {
  /** Default: `person-1@app.example`, `person-2@app.example` and so on. */
  readonly identifier?: string;
  /** Default: `a passphrase for tests`. */
  readonly password?: string;
  /** The host's key for the account, which `resolveSubject` gets as its third argument. Default: none. */
  readonly externalId?: string;
  /** Roles that host code gives. Default: none. With a `resolveSubject`, the roles come from the host's table: name the person by `externalId`. */
  readonly roles?: readonly string[];
  /** A break-glass account. Default: false. */
  readonly emergency?: boolean;
  /** Every account has a password. Backup codes are set up with the first strong factor. Default: `['email']`. */
  readonly factors?: readonly ('password' | 'email' | EnrollableMethod)[];
  /** The owner's address for delivered codes of the host. Default: `+15550100`. */
  readonly codeAddress?: string;
  /**
   * The authenticator for the account's passkeys. A sign-in or a step-up of the person that has to set up a factor sets up a passkey on it, also if
   * `factors` has none. Default: a new authenticator, if the account has a passkey.
   */
  readonly authenticator?: SoftwareAuthenticator;
}

/** An account and its owner. */
export interface TestAccount extends Person {
  /** The id in the store of the test. */
  readonly accountId: AccountView['accountId'];
  /** The password that signs the account in. */
  readonly password: string;
}

export interface Workshop {
  readonly auth: Sallyport;
  readonly clock: VirtualClock;
  readonly mails: readonly Mail[];
  readonly codes: readonly CodeToSend[];
  /** Whether the host gives the roles (`resolveSubject`). */
  readonly rolesFromHost: boolean;
}

export async function create(
  { auth, clock, mails, codes }: Workshop,
  wanted: AccountWith & { readonly identifier: string },
): Promise<TestAccount> {
  const { identifier, password = 'a passphrase for tests', factors = [], externalId, roles, emergency } = wanted;
  const email = identifier.includes('@') ? identifier : `${identifier}@app.example`;
  const mailed = factors.includes('email');
  const created = await auth.people.create({
    identifier,
    password,
    email: mailed ? email : undefined,
    externalId,
    roles,
    emergency,
    by: hostCode('host'),
  });
  if ('refused' in created) {
    const why = (created.errors ?? []).map(({ path, message }) => `${path} ${message}`);
    throw new SignInFailed(identifier, ['not created', created.refused, ...why].join(', '), created);
  }
  const authenticator = wanted.authenticator ?? (factors.includes('passkey') ? await newAuthenticator() : undefined);
  return {
    accountId: created.accountId,
    identifier,
    password,
    authenticator,
    codeAddress: wanted.codeAddress,
    readEmailCode: mailed ? () => lastCode(mails, email) : undefined,
    readCode: (method) => codes.findLast((each) => each.method === method)?.code ?? '',
    wait: () => void clock.advance('30s'),
  };
}

/** Loads the authenticator on demand, because X.509 comes with the authenticator. */
export async function newAuthenticator(): Promise<SoftwareAuthenticator> {
  const { createAuthenticator } = await import('../authenticator/index.ts');
  return createAuthenticator();
}

function lastCode(mails: readonly Mail[], to: string): string {
  const mail = mails.findLast((each) => each.kind === 'email-code' && each.to === to.toLowerCase());
  return mail?.code ?? '';
}

import type { EnrollableMethod } from '@sallyport/core';
import type { AccountView, CodeToSend, Mail, Sallyport } from '@sallyport/engine';
import type { SoftwareAuthenticator } from '../authenticator/index.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Person } from './person.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** An account as a host's test wants it. */
export interface AccountWith {
  /** Default: `person-1@app.example`, and so on. */
  readonly identifier?: string;
  readonly password?: string;
  readonly roles?: readonly string[];
  readonly emergency?: boolean;
  /** A password is always there: accounts begin with one. Backup codes come with the first of the strong ones. Default: `['email']`. */
  readonly factors?: readonly ('password' | 'email' | EnrollableMethod)[];
  /** Where its owner takes the codes that the host delivers. Default: `+15550100`. */
  readonly codeAddress?: string;
  /** Where its passkeys are made. Default: one of its own, where it is to have a passkey. */
  readonly authenticator?: SoftwareAuthenticator;
}

/** An account that is there, and whose it is. */
export interface TestAccount extends Person {
  readonly accountId: AccountView['accountId'];
  readonly password: string;
}

/** What accounts are made with. */
export interface Workshop {
  readonly auth: Sallyport;
  readonly clock: VirtualClock;
  readonly mails: readonly Mail[];
  /** Every code that was sent in a way of the host's. */
  readonly codes: readonly CodeToSend[];
}

/** An account with its password, and its mailbox where it is to have one. */
export async function create(
  { auth, clock, mails, codes }: Workshop,
  wanted: AccountWith & { readonly identifier: string },
): Promise<TestAccount> {
  const { identifier, password = 'a passphrase for tests', factors = [], roles, emergency } = wanted;
  const email = identifier.includes('@') ? identifier : `${identifier}@app.example`;
  const mailed = factors.includes('email');
  const created = await auth.accounts.create({
    identifier,
    password,
    email: mailed ? email : undefined,
    roles,
    emergency,
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

/** Loaded where it is needed: it brings X.509 along. */
export async function newAuthenticator(): Promise<SoftwareAuthenticator> {
  const { createAuthenticator } = await import('../authenticator/index.ts');
  return createAuthenticator();
}

function lastCode(mails: readonly Mail[], to: string): string {
  const mail = mails.findLast((each) => each.kind === 'email-code' && each.to === to.toLowerCase());
  return mail?.code ?? '';
}

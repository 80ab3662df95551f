import type { EnrollableMethod, Policy } from '@sallyport/core';
import type { AccountView, Mail, Sallyport } from '@sallyport/engine';
import type { SoftwareAuthenticator } from '../authenticator/index.ts';
import type { VirtualClock } from '../clock/virtual-clock.ts';
import type { Person } from './person.ts';
import { signIn } from './sign-in.ts';
import { SignInFailed } from './sign-in-failed.ts';
import type { SignedIn } from './signed-in.ts';
import { steward } from './steward.ts';

/** An account as a host's test wants it. */
export interface AccountWith {
  /** Default: `person-1@app.example`, and so on. */
  readonly identifier?: string;
  readonly password?: string;
  readonly roles?: readonly string[];
  readonly emergency?: boolean;
  /** A password is always there: accounts begin with one. Backup codes come with the first of the strong ones. Default: `['email']`. */
  readonly factors?: readonly ('password' | 'email' | EnrollableMethod)[];
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
  readonly policy: Policy;
}

/** Makes accounts, one after the other. */
export function accountMaker(workshop: Workshop): (wanted?: AccountWith) => Promise<TestAccount> {
  const { auth } = workshop;
  let made = 0;
  const vouch = steward(workshop);
  return async (wanted = {}) => {
    made += 1;
    const { factors = ['email'] } = wanted;
    const person = await create(workshop, { identifier: `person-${made}@app.example`, ...wanted, factors });
    for (const factor of factors.filter(isEnrollable)) {
      if (has(person, factor)) continue;
      const session = await signInVouched(auth, person, () => vouch(person.accountId));
      if (!has(person, factor)) await session.enroll(factor);
    }
    return person;
  };
}

/** An account with its password, and its mailbox where it is to have one. */
export async function create(
  { auth, clock, mails }: Workshop,
  wanted: AccountWith & { readonly identifier: string },
): Promise<TestAccount> {
  const { identifier, password = 'a passphrase for tests', factors = [], roles, emergency } = wanted;
  const email = identifier.includes('@') ? identifier : `${identifier}@app.example`;
  const mailed = factors.includes('email');
  const created = await auth.accounts.create({
    identifier,
    password,
    ...(mailed ? { email } : {}),
    ...(roles === undefined ? {} : { roles }),
    ...(emergency === undefined ? {} : { emergency }),
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
    ...(mailed ? { readEmailCode: () => lastCode(mails, email) } : {}),
    wait: () => void clock.advance('30s'),
  };
}

async function signInVouched(auth: Sallyport, person: Person, vouch: () => Promise<string>): Promise<SignedIn> {
  try {
    return await signIn(auth, person);
  } catch (failure) {
    if (!(failure instanceof SignInFailed) || failure.refusal?.refused !== 'no-way-in') throw failure;
    person.enrollmentCode = await vouch();
    return signIn(auth, person);
  }
}

function has({ totp, authenticator }: Person, factor: EnrollableMethod): boolean {
  return factor === 'totp' ? totp !== undefined : (authenticator?.credentials.length ?? 0) > 0;
}

function isEnrollable(factor: string): factor is EnrollableMethod {
  return factor === 'totp' || factor === 'passkey';
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

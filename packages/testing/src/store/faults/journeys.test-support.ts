import {
  isStoreUnavailable,
  type Refusal,
  type Sallyport,
  type Store,
  type TenantId,
  tenantId,
} from '@sallyport/engine';
import { expect } from 'vitest';
import { carryOn } from '../../host/carry-on.ts';
import type { Person, TestAccount, TestSallyport, TestSallyportOptions } from '../../index.ts';
import { SignInFailed, signIn, testSallyport, totpApp } from '../../index.ts';

export const TENANT: TenantId = tenantId('default');
export const CALLER = { tenant: TENANT, mode: 'token' } as const;

/** An app on a store with a fault, and the app's users. */
export interface World extends TestSallyport {
  /** The secret of the last scanned QR code, even if the enrollment failed. */
  scanned?: string;
  /** Starts another process on the same store. */
  restarted(): Promise<World>;
}

/** The default administrators in these tests. */
export const ADMINISTRATORS = { policy: ['super-admin'], people: ['admin'] } as const;

export type Policy = NonNullable<TestSallyportOptions<string>['policy']>;

type Kept = Pick<TestSallyportOptions, 'clock' | 'mails'>;

export async function worldOn(store: Store, policy: Policy, { mails = [], ...kept }: Kept = {}): Promise<World> {
  const sallyport = await testSallyport({
    store,
    policy: { administrators: ADMINISTRATORS, ...policy },
    mails,
    vault: {},
    ...kept,
  });
  const world: World = {
    ...sallyport,
    auth: { ...sallyport.auth, enroll: { ...sallyport.auth.enroll, secret } },
    signIn: (person, how) => signIn(world.auth, person, how),
    restarted: async () => {
      const again = await worldOn(store, policy, { clock: sallyport.clock, mails });
      return world.scanned === undefined ? again : { ...again, scanned: world.scanned };
    },
  };
  async function secret(
    ...asked: Parameters<Sallyport['enroll']['secret']>
  ): ReturnType<Sallyport['enroll']['secret']> {
    const begun = await sallyport.auth.enroll.secret(...asked);
    if ('secret' in begun) world.scanned = begun.secret;
    return begun;
  }
  return world;
}

/** The outcome of an act: `done`, the act's own word, the code of a refusal, or `unavailable` for a 503. Other errors are thrown. */
export async function outcomeOf(act: () => Promise<unknown>): Promise<string> {
  try {
    const answer = await act();
    if (typeof answer === 'string') return answer;
    return isRefused(answer) ? answer.refused : 'done';
  } catch (thrown) {
    if (isStoreUnavailable(thrown)) return 'unavailable';
    if (thrown instanceof SignInFailed && thrown.refusal !== undefined) return thrown.refusal.refused;
    throw thrown;
  }
}

function isRefused(answer: unknown): answer is Refusal {
  return typeof answer === 'object' && answer !== null && 'refused' in answer;
}

/** Signs in with the person's factors. If the last code of the authenticator app got no answer, waits for the next code. */
export async function signsIn(world: World, person: Person): Promise<Awaited<ReturnType<World['signIn']>>> {
  try {
    return await world.signIn(person);
  } catch (failure) {
    if (!(failure instanceof SignInFailed) || world.scanned === undefined) throw failure;
    person.totp = totpApp(world.scanned);
    // The app's last code may be used up.
    world.clock.advance('1m');
    return world.signIn(person);
  }
}

/** Signs in with a new password. Returns whether the password is in force. */
export async function knows(world: World, person: Person, password: string): Promise<boolean> {
  const outcome = await outcomeOf(() => world.signIn(withPassword(person, password)));
  expect(['done', 'invalid-credentials']).toContain(outcome);
  return outcome === 'done';
}

/** The same person with another password. Codes and counters are shared with the original. */
export function withPassword(person: Person, password: string): Person {
  return Object.create(person, { password: { value: password } });
}

/** Follows the link in the mail, if a mail came, and continues until there is a session or a new password. */
export async function recovers(world: World, person: Person, next: string): Promise<string> {
  const { auth, mails } = world;
  const before = mails.length;
  await auth.recovery.begin(CALLER, { identifier: person.identifier });
  await auth.runBackgroundWork();
  const token = mails.slice(before).find(({ kind }) => kind === 'recovery')?.token;
  if (token === undefined) return 'no mail';
  const reply = await auth.recovery.confirm(CALLER, { token, next });
  if ('status' in reply) return reply.status;
  await carryOn({ auth, person, caller: CALLER }, reply, { using: ['totp'] });
  return 'complete';
}

/** The number of an account's sessions, as administrators see them. */
export async function sessionsOf(world: World, { accountId }: TestAccount): Promise<number> {
  const administered = await world.auth.people.find({ tenant: TENANT, accountId });
  return administered?.sessions ?? 0;
}

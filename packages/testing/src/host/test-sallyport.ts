import type { BuiltInStrength } from '@sallyport/core';
import type { CodeDelivery, CodeToSend, Mail, Sallyport, SallyportOptions, TenantOptions } from '@sallyport/engine';
import { type VirtualClock, virtualClock } from '../clock/virtual-clock.ts';
import { accountMaker } from './account-with.ts';
import type { AccountWith, TestAccount } from './create-account.ts';
import type { Person, SignInOptions } from './person.ts';
import { signIn } from './sign-in.ts';
import type { SignedIn } from './signed-in.ts';

/**
 * The options of `createSallyport`, without those that {@link testSallyport} sets.
 *
 * @template Own the names of the policy's own strengths, as in `PolicyInput`
 */
export interface TestSallyportOptions<Own extends string = never>
  extends Omit<SallyportOptions<Own>, 'origin' | 'secrets' | 'clock' | 'sendMail'> {
  /** Default: `https://app.example`. */
  readonly origin?: string;
  /** The secrets of the key ring, the newest first. Default: a fixed text, for tests only. */
  readonly secrets?: readonly string[];
  /** Default: a clock that stands still at 1 January 2030, 9:00 UTC. */
  readonly clock?: VirtualClock;
  /** The list that collects mails. Default: a new list. A test that restarts the process passes the earlier list. */
  readonly mails?: Mail[];
}

/**
 * A complete Sallyport for a host's own tests.
 *
 * @template Strength the names of strengths, as in the type of `auth`
 */
export interface TestSallyport<Strength extends string = string> {
  /** The engine, as `createSallyport` returns it. */
  readonly auth: Sallyport<Strength>;
  /** The clock of the engine. Moves when the test moves it, and by 30 s if a person needs a code and the authenticator app has no unused code. */
  readonly clock: VirtualClock;
  /** All mails, in order. */
  readonly mails: readonly Mail[];
  /** All delivered codes of the host (`codes`), in order. */
  readonly codes: readonly CodeToSend[];
  /**
   * Creates an account and sets up its factors by real ceremonies, as a person does. If the policy requires vouching for a first factor,
   * host code vouches.
   *
   * @throws SignInFailed if the policy does not allow such an account
   * @throws TypeError for an unknown member, or for `roles` with a `resolveSubject`
   */
  accountWith(wanted?: AccountWith): Promise<TestAccount>;
  /**
   * Same as `signIn(auth, …)`. The authenticator app of a person from `accountWith` moves the clock on if no code is unused. @throws
   * SignInFailed
   */
  signIn(person: Person, options?: SignInOptions): Promise<SignedIn>;
  /** Stops timers. */
  close(): Promise<void>;
}

/** The cheapest parameters of argon2. For tests only. */
const CHEAPEST = { memoryCost: 8, timeCost: 1 };

/**
 * Makes a Sallyport for a host's own tests. Everything is real, except for the clock, which stands still, the mails, which are collected,
 * and the password hashing, which is as cheap as possible. The type of `auth` has the strengths of the policy, as with `createSallyport`.
 *
 * @throws PolicyError if the policy has a problem
 * @example
 * ```ts
 * import { memoryStore } from '@sallyport/storage-memory';
 * import { testSallyport } from '@sallyport/testing';
 *
 * const { accountWith, signIn, close } = await testSallyport({ store: memoryStore(), policy: {} });
 * const ada = await signIn(await accountWith({ roles: ['admin'], factors: ['email', 'passkey'] }));
 * const response = await fetch('http://localhost:3000/payout', { headers: { ...ada.headers() } });
 * await close();
 * ```
 */
export async function testSallyport<Own extends string = never>(
  options: TestSallyportOptions<Own>,
): Promise<TestSallyport<BuiltInStrength | Own>> {
  const { clock = virtualClock(), mails = [], ...rest } = options;
  if ('sendMail' in rest) throw new TypeError('testSallyport collects the mails: read `mails` in place of `sendMail`');
  // Imported here, so that tests of a policy alone do not load the engine.
  const { createSallyport } = await import('@sallyport/engine');
  const codes: CodeToSend[] = [];
  const auth = createSallyport<Own>({
    origin: 'https://app.example',
    secrets: ['for tests alone: this is no secret at all'],
    passwordHashing: CHEAPEST,
    ...rest,
    ...recordedParts(rest, { mails, codes }),
    clock: clock.now,
  });
  await auth.ready();
  return {
    auth,
    clock,
    mails,
    codes,
    accountWith: accountMaker({ auth, clock, mails, codes, rolesFromHost: options.resolveSubject !== undefined }),
    signIn: (person, how) => signIn(auth, person, how),
    close: () => auth.close(),
  };
}

interface Records {
  readonly mails: Mail[];
  readonly codes: CodeToSend[];
}

/** The parts that send mails and codes, with recording: of the single tenant, or of each tenant. */
function recordedParts(
  { tenants, codes }: Pick<TestSallyportOptions, 'tenants' | 'codes'>,
  records: Records,
): Pick<SallyportOptions, 'tenants' | 'sendMail' | 'codes'> {
  const recordedIn = (parts: TenantOptions): TenantOptions => ({
    ...parts,
    codes: recorded(parts.codes ?? {}, records.codes),
    sendMail: (mail) => {
      records.mails.push(mail);
    },
  });
  if (tenants === undefined) return recordedIn({ codes });
  if (typeof tenants !== 'function')
    return { tenants: Object.fromEntries(Object.entries(tenants).map(([name, parts]) => [name, recordedIn(parts)])) };
  return {
    tenants: (name) => {
      const parts = tenants(name);
      return parts && recordedIn(parts);
    },
  };
}

/** The host's deliveries. Each code is recorded before `send` is called. */
function recorded(
  deliveries: Readonly<Record<string, CodeDelivery>>,
  codes: CodeToSend[],
): Readonly<Record<string, CodeDelivery>> {
  return Object.fromEntries(
    Object.entries(deliveries).map(([name, delivery]) => [
      name,
      {
        ...delivery,
        send: (code) => {
          codes.push(code);
          return delivery.send(code);
        },
      } satisfies CodeDelivery,
    ]),
  );
}

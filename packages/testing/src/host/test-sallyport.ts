import type { CodeDelivery, CodeToSend, Mail, Sallyport, SallyportOptions, TenantOptions } from '@sallyport/engine';
import { type VirtualClock, virtualClock } from '../clock/virtual-clock.ts';
import { accountMaker } from './account-with.ts';
import type { AccountWith, TestAccount } from './create-account.ts';
import type { Person, SignInOptions } from './person.ts';
import { signIn } from './sign-in.ts';
import type { SignedIn } from './signed-in.ts';

export interface TestSallyportOptions extends Omit<SallyportOptions, 'origin' | 'secrets' | 'clock' | 'sendMail'> {
  /** Default: `https://app.example`. */
  readonly origin?: string;
  readonly secrets?: readonly string[];
  /** Default: one that stands still at 1 January 2030, 9:00 UTC. */
  readonly clock?: VirtualClock;
  /** Where mails go. Default: nowhere yet. Those of another Sallyport on the same store, where a test restarts the process. */
  readonly mails?: Mail[];
}

/** A whole Sallyport for a host's own tests. */
export interface TestSallyport {
  readonly auth: Sallyport;
  readonly clock: VirtualClock;
  /** Every mail that was sent, in order. */
  readonly mails: readonly Mail[];
  /** Every code that was to go in a way of the host's (`codes`), in order. */
  readonly codes: readonly CodeToSend[];
  /**
   * Creates an account and sets its factors up by real ceremonies, each as a person would. Where a first factor has to be vouched for,
   * host code vouches.
   *
   * @throws SignInFailed if the policy lets no such account come about
   */
  accountWith(wanted?: AccountWith): Promise<TestAccount>;
  /** As `signIn(auth, …)`; the clock goes on where the authenticator app needs another code. @throws SignInFailed */
  signIn(person: Person, options?: SignInOptions): Promise<SignedIn>;
  /** Stops timers. */
  close(): Promise<void>;
}

/** As cheap as argon2 goes. For tests alone. */
const CHEAPEST = { memoryCost: 8, timeCost: 1 };

/**
 * Makes a Sallyport for a host's own tests: everything real, but for a clock that stands still, mails that stay here,
 * and passwords hashed as cheaply as can be.
 *
 * ```ts
 * const { auth, accountWith, signIn } = await testSallyport({ store: memoryStore(), policy });
 * const ada = await accountWith({ roles: ['admin'], factors: ['email', 'passkey'] });
 * const { headers } = await signIn(ada);
 * ```
 *
 * @throws PolicyError if the policy has a problem
 */
export async function testSallyport(options: TestSallyportOptions): Promise<TestSallyport> {
  const { clock = virtualClock(), mails = [], ...rest } = options;
  // Here and not above, so that the policy's own tests do not load the engine.
  const { createSallyport } = await import('@sallyport/engine');
  const codes: CodeToSend[] = [];
  const auth = createSallyport({
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
    accountWith: accountMaker({ auth, clock, mails, codes }),
    signIn: (person, how) => signIn(auth, person, how),
    close: () => auth.close(),
  };
}

interface Records {
  readonly mails: Mail[];
  readonly codes: CodeToSend[];
}

/** The parts through which something is sent, so that it stays here: of the one tenant, or of each. */
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

/** The host's ways to send codes, each written down before it is asked to send. */
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

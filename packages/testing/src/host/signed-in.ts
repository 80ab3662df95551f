import type { EnrollableMethod, Method, StrengthName } from '@sallyport/core';
import { checkMembers } from '@sallyport/core';
import type { Caller, LiveSession, Refusal, SessionInfo } from '@sallyport/engine';
import { asMilliseconds } from '../clock/moment.ts';
import { type Completed, carryOn } from './carry-on.ts';
import { type Client, enroll } from './ceremonies.ts';
import type { Person } from './person.ts';
import { SignInFailed } from './sign-in-failed.ts';

/** The headers of a request in the session. In cookie mode, they include the `Origin` that a browser sends. */
export type SessionHeaders = { readonly authorization: string } | { readonly cookie: string; readonly origin: string };

/** A person with a real session. */
export interface SignedIn {
  /** The session as the answer of the sign-in describes it. */
  readonly session: SessionInfo;
  /** The person, with the factors that the sign-in enrolled. */
  readonly person: Person;
  /** For calls to the engine: `auth.sessions.guard(caller, …)`. */
  readonly caller: Caller;
  /** The headers of a request in this session: `authorization`, or `cookie` in cookie mode. */
  headers(): SessionHeaders;
  /** The engine's check of the session, for `administrator` including the rights of a people administrator. @throws SignInFailed */
  live(needs?: 'session' | 'recent-proof' | 'administrator'): Promise<LiveSession>;
  /**
   * Raises the session by a step-up, as a person does at a route with a higher demand. The session's token changes: use the returned
   * object.
   *
   * @throws SignInFailed
   */
  stepUp(demand?: {
    readonly strength?: StrengthName;
    readonly within?: string;
    readonly using?: readonly Method[];
  }): Promise<SignedIn>;
  /**
   * Sets up a further factor in the session, after a step-up if the engine demands a step-up.
   *
   * @throws SignInFailed
   */
  enroll(factor: EnrollableMethod): Promise<SignedIn>;
}

export function signedIn({ auth, person }: Client, { answer, caller }: Completed): SignedIn {
  const client = { auth, person, caller };
  return {
    session: answer.session,
    person,
    caller,
    headers: () => headersOf(auth.site(caller.tenant).origin, caller),
    async live(needs = 'session') {
      const guard = needs === 'administrator' ? ({ needs, of: 'people' } as const) : { needs };
      return orThrow(person, await auth.sessions.guard(caller, guard));
    },
    stepUp: (demand) => stepUp(client, demand),
    enroll: (factor) => enrollInSession(client, factor),
  };
}

async function stepUp(client: Client, demand: Parameters<SignedIn['stepUp']>[0] = {}): Promise<SignedIn> {
  checkMembers('stepUp', demand, ['strength', 'within', 'using']);
  const { strength, within, using } = demand;
  const { auth, caller, person } = client;
  const session = orThrow(person, await auth.sessions.guard(caller, { needs: 'session', evenIfTightened: true }));
  const asked = {
    strength,
    within: within === undefined ? undefined : asMilliseconds(within),
  };
  return signedIn(client, await carryOn(client, await auth.signIn.stepUp(caller, session, asked), { using }));
}

async function enrollInSession(client: Client, factor: EnrollableMethod): Promise<SignedIn> {
  const first = await enroll(client, factor);
  if (!('refused' in first)) return signedIn(client, await carryOn(client, first));
  const { strengths: [strength] = [], maxAgeSeconds } = first.demand ?? {};
  if (first.refused !== 'insufficient-strength' || strength === undefined) throw refusedTo(client.person, first);
  const within = maxAgeSeconds === undefined ? {} : { within: `${maxAgeSeconds}s` };
  const { caller } = await stepUp(client, { strength, ...within });
  const raised = { ...client, caller };
  return signedIn(raised, await carryOn(raised, await enroll(raised, factor)));
}

function headersOf(origin: string, { mode, sessionToken = '' }: Caller): SessionHeaders {
  if (mode === 'token') return { authorization: `Bearer ${sessionToken}` };
  const prefix = new URL(origin).protocol === 'https:' ? '__Host-' : '';
  return { cookie: `${prefix}sallyport-session=${sessionToken}`, origin };
}

function orThrow(person: Person, answer: LiveSession | Refusal): LiveSession {
  if ('refused' in answer) throw refusedTo(person, answer);
  return answer;
}

function refusedTo({ identifier }: Person, refusal: Refusal): SignInFailed {
  return new SignInFailed(identifier, `refused, ${refusal.refused}`, refusal);
}

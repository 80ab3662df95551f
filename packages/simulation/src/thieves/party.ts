import type { Theft } from '@sallyport/core/analysis';
import type { TotpApp } from '@sallyport/testing';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Numbers } from '../numbers.ts';
import { isDone, type Told } from './requests.ts';
import type { Target, Word, World } from './world.ts';

/** The owner of a thing, as in the steps of a chain: the party (`own`) or the account's owner (`owner`). */
export type Side = 'own' | 'owner';

/** The things of a person. */
export interface Things {
  password: string | undefined;
  /** The entry of the directory, with its password. */
  entry: { readonly uid: string; readonly password: string; readonly subject: string } | undefined;
  readonly address: string;
  readonly phone: string;
  app: TotpApp | undefined;
  /** The authenticators. Each has one passkey. */
  readonly passkeys: SoftwareAuthenticator[];
  /** The person knows the PIN of the passkeys. */
  readonly pin: boolean;
  backupCodes: readonly string[];
  enrollmentCode: string | undefined;
  /** The identity at every provider. */
  readonly subject: string;
}

/** A flow in progress. */
export interface Flow {
  token: string;
  /** The session that a step-up raises. */
  readonly session: Session | undefined;
  answer: Told['body'];
}

/** A session, by its newest token. */
export interface Session {
  token: string;
  strength: string;
}

/** A person who makes requests about an account, with the person's own things and with things of the account's owner. */
export interface Party {
  readonly world: World;
  readonly target: Target;
  readonly own: Things;
  readonly owner: Things;
  /** The random numbers that choose between several ways of a step. */
  readonly dice: Numbers;
  /** The number of earlier tries to play the same chain. */
  readonly round: number;
  /** Providers that the party operates. The party chooses their claims. */
  readonly operates: readonly string[];
  /** Providers with an open session of the owner in the party's browser. */
  readonly sessionsAt: readonly string[];
  /** The party can edit an entry of the directory. */
  readonly editsEntry: boolean;
  /** Roles that the operator gives the account, by the provider. */
  readonly gives: Map<string, readonly string[]>;
  /** The party reads the mail of the owner. */
  readonly readsOwners: boolean;
  /** The password of a recovery that waits for another factor. */
  pendingPassword: string | undefined;
  /** The recovery link was followed up to the new password. */
  recovered: boolean;
  /** The operator asserts the address of the target. */
  assertsAddress: boolean;
  /** Providers state only the subject, without `acr` and `amr`. */
  saysLess: boolean;
  /** What a provider says at each sign-in. A provider that is left out says something that counts, by the dice. */
  readonly says: ReadonlyMap<string, Word>;
  flow: Flow | undefined;
  sessions: Session[];
  /** The sessions of administrators, by the theft: of the people administrator, and of helpdesks. */
  administrators: ReadonlyMap<Theft, Session>;
  /** Codes that go to the party's own telephone. */
  readonly codes: Set<string>;
  /** The factors of the owner at the beginning. */
  readonly ownersStrong: { readonly app: boolean; readonly passkeys: readonly string[] };
  /** Every request, and its answer. */
  readonly log: string[];
}

/** Applies an answer to the party's flow and sessions. Returns true if the request was granted. */
export function takeIn(party: Party, told: Told, flow?: Flow, session?: Session): boolean {
  const { body } = told;
  note(party, told);
  if (body.code === 'no-way-in' && told.status === 403) {
    // The proof counts, and the flow waits for an enrollment code.
    const token = told.flow ?? flow?.token;
    if (token !== undefined) party.flow = { token, session: flow?.session, answer: {} };
    return token !== undefined;
  }
  if (!isDone(told) && told.status !== 303) {
    if (told.flow === null && flow !== undefined && party.flow === flow) party.flow = undefined;
    return false;
  }
  if (body.status === 'complete') {
    if (party.flow === flow) party.flow = undefined;
    renew(party, told, flow?.session ?? session);
  } else if (body.status === 'continue' || body.status === 'enroll') {
    if (flow === undefined && told.flow) party.flow = { token: told.flow, session, answer: body };
    else if (flow !== undefined) {
      flow.token = told.flow ?? flow.token;
      flow.answer = body;
      party.flow = flow;
    }
  } else if (told.session) renew(party, told, session);
  return true;
}

/** Records a new session of the target, or a session's new token. */
function renew(party: Party, { session: token, body }: Told, session: Session | undefined): void {
  const { accountId, strength = session?.strength ?? 'none' } = body.session ?? {};
  if (accountId !== undefined && accountId !== party.target.accountId) return;
  if (session !== undefined) {
    session.token = token ?? session.token;
    session.strength = strength;
    party.sessions = [session, ...party.sessions.filter((each) => each !== session)];
  } else if (token) party.sessions = [{ token, strength }, ...party.sessions];
}

export function note({ log }: Party, { line, status, body }: Told): void {
  log.push(`${line} → ${status}${body.code === undefined ? '' : ` ${body.code}`}${bodyWords(body)}`);
}

function bodyWords({ status, accept, offer, session }: Told['body']): string {
  if (status === undefined) return '';
  const list = (accept ?? offer ?? []).map(({ method }) => method).join(' ');
  return ` ${status} ${session?.strength ?? list}`;
}

/** The things of a side. */
export function thingsOf(party: Party, side: Side): Things {
  return side === 'own' ? party.own : party.owner;
}

/** A new password. */
export function newPassword({ world }: Party): string {
  return `a passphrase of the thief, the ${world.counted()}th`;
}

import type { Theft } from '@sallyport/assurance';
import type { TotpApp } from '@sallyport/testing';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Numbers } from '../numbers.ts';
import { isDone, type Told } from './requests.ts';
import type { Target, Word, World } from './world.ts';

/** The party (`own`) or the account's owner (`owner`). */
export type Side = 'own' | 'owner';

export interface Things {
  password: string | undefined;
  entry: { readonly uid: string; readonly password: string; readonly subject: string } | undefined;
  readonly address: string;
  readonly phone: string;
  app: TotpApp | undefined;
  /** Each has one passkey. */
  readonly passkeys: SoftwareAuthenticator[];
  readonly pin: boolean;
  backupCodes: readonly string[];
  enrollmentCode: string | undefined;
  readonly subject: string;
}

export interface Flow {
  token: string;
  readonly session: Session | undefined;
  answer: Told['body'];
}

export interface Session {
  token: string;
  strength: string;
}

export interface Party {
  readonly world: World;
  readonly target: Target;
  readonly own: Things;
  readonly owner: Things;
  readonly dice: Numbers;
  readonly round: number;
  readonly operates: readonly string[];
  readonly sessionsAt: readonly string[];
  readonly editsEntry: boolean;
  readonly gives: Map<string, readonly string[]>;
  readonly readsOwners: boolean;
  pendingPassword: string | undefined;
  recovered: boolean;
  assertsAddress: boolean;
  /** Providers state only the subject, without `acr` and `amr`. */
  saysLess: boolean;
  /** A provider that is left out says something that counts, by the dice. */
  readonly says: ReadonlyMap<string, Word>;
  flow: Flow | undefined;
  sessions: Session[];
  administrators: ReadonlyMap<Theft, Session>;
  readonly codes: Set<string>;
  readonly ownersStrong: { readonly app: boolean; readonly passkeys: readonly string[] };
  readonly log: string[];
}

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

export function thingsOf(party: Party, side: Side): Things {
  return side === 'own' ? party.own : party.owner;
}

export function newPassword({ world }: Party): string {
  return `a passphrase of the thief, the ${world.counted()}th`;
}

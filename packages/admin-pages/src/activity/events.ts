import type { LoggedEvent } from '@sallyport/browser';
import { providerName, roleName, sentenceFor, wayName } from '@sallyport/pages/parts';
import { nameOfWay } from '../parts/factors.ts';
import { counted } from '../parts/numbers.ts';
import { words } from '../words.ts';

/** The names of the accounts in the log, by account id, and of the providers, by `provider:ID`. */
export type Names = ReadonlyMap<string, string>;

/** Number of characters of an id that the table shows in place of a name. */
export const SHOWN_OF_ID = 6;

/** The id in these events of which the list shows this beginning in place of a name. Returns `undefined` if the beginning is too short, or fits several ids. */
export function idShownAs(typed: string, events: readonly LoggedEvent[]): string | undefined {
  const start = typed.replaceAll(/[()…]/g, '');
  if (start.length < SHOWN_OF_ID) return undefined;
  const found = new Set(
    events.flatMap(({ accountId, actor }) => [accountId, actor]).filter((id) => id?.startsWith(start)),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

/** Returns whether an actor is an account, and not the system, a provider or host code. */
export function isAccount(actor: string | undefined): boolean {
  return actor !== undefined && actor !== 'system' && !/^(host|provider)(:|$)/.test(actor);
}

/** Returns whether somebody else did the event to the account. A lock by the system is told about the account alone. */
export function isByOther({ accountId, actor }: Pick<LoggedEvent, 'accountId' | 'actor'>): boolean {
  return accountId !== undefined && actor !== undefined && actor !== accountId && actor !== 'system';
}

/** The address of an account's log. */
export function logOf(id: string): string {
  return `/admin/activity?account=${encodeURIComponent(id)}`;
}

/** The address of the log of what a person did to other accounts and to the policy. */
export function doneBy(id: string): string {
  return `/admin/activity?actor=${encodeURIComponent(id)}`;
}

/** The factor that an entry names. */
export function factorOf({ method, detail = {} }: Pick<LoggedEvent, 'method' | 'detail'>): string | undefined {
  const factor = detail['factor'] ?? method;
  return typeof factor === 'string' ? factor : undefined;
}

/** The name of an event type. Returns the type itself if the page has no words for the type. */
export function eventName(type: string): string {
  return sentenceFor(words.events, type) ?? type;
}

const { events: says } = words.security;

/** The details of a log entry in words: an administrator's reason, the values before and after. */
export function detailOf({ type, detail = {} }: LoggedEvent, names: Names = new Map()): string | undefined {
  const named = type === 'account.roles-changed' ? roleName : undefined;
  const said = [
    textOf(detail['reason'], (reason) => reasonOf(type, reason, detail)),
    'from' in detail && 'to' in detail
      ? changed(listed(detail['from'], named), listed(detail['to'], named))
      : undefined,
    'roles' in detail && listed(detail['roles']) !== says.none
      ? says.roles(listed(detail['roles'], roleName))
      : undefined,
    type === 'sign-in.unfamiliar' ? textOf(detail['because'], unusual) : undefined,
    textOf(detail['provider'], (provider) => names.get(`provider:${provider}`) ?? providerName(provider)),
    'methods' in detail ? restricted(detail['methods'], wayName) : undefined,
    'requiredStrength' in detail ? restricted(detail['requiredStrength']) : undefined,
    typeof detail['version'] === 'number' ? says.version(detail['version']) : undefined,
    textOf(detail['note'], says.because),
    typeof detail['policyVersion'] === 'number' ? says.fellShort(detail['policyVersion']) : undefined,
  ].filter((part) => part !== undefined);
  // The list of ended factors has commas, so the next part is a separate sentence.
  const sentences = [
    said.length === 0 ? undefined : said.join(', '),
    'ended' in detail
      ? says.lost(listed(detail['ended'], (way) => nameOfWay(way, (id) => names.get(`provider:${id}`))))
      : undefined,
    detail['noWayIn'] === true ? says.stranded : undefined,
  ].filter((part) => part !== undefined);
  return sentences.length === 0 ? undefined : sentences.join('. ');
}

/** Why a sign-in was unusual: one or more of `device`, `failures` and `absence`. */
function unusual(because: string): string {
  return because
    .split(' ')
    .map((why) => sentenceFor(says.unusual, why) ?? why)
    .join(', ');
}

/**
 * The type whose sentence tells the event: an address that changed to none was removed, and an address after none was added, which sessions ended,
 * an invitation opened the sign-in, a code from an administrator was asked for or used, or a person who had signed in failed.
 *
 * @param coded the flows of {@link codedFlows}
 */
export function toldType(event: LoggedEvent, coded: ReadonlySet<string> = NO_FLOWS): string {
  const { type, flow, detail = {} } = event;
  if (isInvitation(event)) return 'invitation.opened';
  if (beginsWithCode(event)) return 'sign-in.started-by-code';
  if (asksForCode(event)) return 'sign-in.code-asked';
  if (type === 'sign-in.failed') return failureType(event);
  if (type === 'sign-in.succeeded' && flow !== undefined && coded.has(flow)) return 'sign-in.succeeded-by-code';
  if (type === 'session.revoked') return endedType(event);
  if (type !== 'account.email-changed') return type;
  const [hadOne, hasOne] = ['from', 'to'].map((member) => typeof detail[member] === 'string');
  if (hadOne === hasOne) return type;
  return hadOne ? 'account.email-removed' : 'account.email-added';
}

/** The kind of the end of sessions. The log calls each of them alike: the sign-out of the session in use, another session, and all sessions. */
function endedType(event: LoggedEvent): string {
  const { type, actor, detail = {} } = event;
  if (detail['all'] === 'others') return 'session.others-ended';
  if (detail['all'] === true) return actor === 'system' ? 'session.all-lost' : 'session.all-ended';
  if (detail['other'] === true) return 'session.other-ended';
  const isOne = isByOther(event) ? 'session' in detail : actor === 'system' || detail['reason'] === 'signed-in-again';
  return isOne ? 'session.one-ended' : type;
}

/** The kind of a failure. The log calls every wrong proof a failed sign-in, also the wrong proof of a person at a set-up or at a new password. */
function failureType({ type, accountId, actor, flow, method, detail = {} }: LoggedEvent): string {
  if (actor === undefined || actor !== accountId) return type;
  if (detail['enrollment'] === true) return method === 'passkey' ? 'set-up.failed' : 'set-up.wrong-code';
  return method === 'password' && flow === undefined ? 'password.wrong' : 'step-up.failed';
}

const NO_FLOWS: ReadonlySet<string> = new Set();

/**
 * The flows that continue only with a code from an administrator: the code began the sign-in, or nothing that is set up was enough. A sign-in that
 * succeeds in such a flow used the code.
 */
export function codedFlows(events: readonly LoggedEvent[]): ReadonlySet<string> {
  const coded = events.filter((event) => beginsWithCode(event) || asksForCode(event));
  return new Set(coded.flatMap(({ flow }) => (flow === undefined ? [] : [flow])));
}

/** How the flows of these events began, by flow. The log calls the link of an invitation a code, so the beginning tells the two apart. */
export function beginnings(events: readonly LoggedEvent[]): ReadonlyMap<string, 'invitation' | 'other'> {
  const began = new Map<string, 'invitation' | 'other'>();
  for (const event of events) {
    if (event.flow === undefined || !(event.type === 'sign-in.started' || asksForCode(event))) continue;
    began.set(event.flow, isInvitation(event) ? 'invitation' : 'other');
  }
  return began;
}

/** Whether a code from an administrator was the first proof. */
export function beginsWithCode({ type, method, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.started' && method === 'enrollment-code' && detail['purpose'] === undefined;
}

/** Whether the sign-in waits for a code from an administrator. The log calls the moment a denial, although the flow goes on with the code. */
function asksForCode({ type, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.denied' && detail['reason'] === 'no-way-in';
}

/** The ids of the people behind the factors of a sign-in or a set-up, such as the administrator who gave the code. */
export function helpersOf({ type, accountId, flow, detail = {} }: LoggedEvent): readonly string[] {
  const { setUpBy } = detail;
  const isShown = type === 'sign-in.succeeded' || (type === 'factor.enrolled' && flow !== undefined);
  if (!isShown || typeof setUpBy !== 'string') return [];
  return setUpBy.split(' ').filter((name) => name !== '' && name !== accountId && !name.startsWith('identity:'));
}

/** Whether an invitation began the sign-in. The log calls the mailed link a code. */
export function isInvitation({ type, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.started' && detail['purpose'] === 'invitation';
}

/** The values before and after. The log masks addresses, and two different addresses can look equal then. */
function changed(from: string, to: string): string {
  return from === to && from.includes('•') ? says.lookEqual(from) : says.change(from, to);
}

/** An administrator's reason as typed, or the words for the server's code. */
function reasonOf(type: string, reason: string, { sessions }: NonNullable<LoggedEvent['detail']>): string {
  if (type === 'sign-in.denied' && reason === 'session-limit' && typeof sessions === 'number')
    return says.signedInAt(sessions, counted(sessions));
  const isCode = type === 'sign-in.denied' || type === 'session.revoked';
  return (isCode ? sentenceFor(says.reasons, reason) : undefined) ?? says.because(reason);
}

function textOf(value: unknown, words: (text: string) => string): string | undefined {
  return typeof value === 'string' && value !== '' ? words(value) : undefined;
}

/** The restriction of an account. `null` lifts the restriction. */
function restricted(value: unknown, named?: (one: string) => string): string {
  return value === null ? says.unrestricted : listed(value, named);
}

function listed(value: unknown, named: (one: string) => string = (one) => one): string {
  if (Array.isArray(value)) return value.length === 0 ? says.none : value.map((one) => named(String(one))).join(', ');
  return typeof value === 'string' && value !== '' ? value : says.none;
}

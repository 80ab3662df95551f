import type { LoggedEvent } from '@sallyport/browser';
import { here, providerName, roleName, sentenceFor, wayName } from '@sallyport/pages/parts';
import { nameOfWay } from '../parts/factors.ts';
import { counted } from '../parts/numbers.ts';
import { words } from '../words.ts';

/** By account id, and of providers by `provider:ID`. */
export type Names = ReadonlyMap<string, string>;

export const SHOWN_OF_ID = 6;

/** `undefined` if the beginning is too short, or fits several ids. */
export function idShownAs(typed: string, events: readonly LoggedEvent[]): string | undefined {
  const start = typed.replaceAll(/[()…]/g, '');
  if (start.length < SHOWN_OF_ID) return undefined;
  const found = new Set(
    events.flatMap(({ accountId, actor }) => [accountId, actor]).filter((id) => id?.startsWith(start)),
  );
  return found.size === 1 ? [...found][0] : undefined;
}

export function isAccount(actor: string | undefined): boolean {
  return actor !== undefined && actor !== 'system' && !/^(host|provider)(:|$)/.test(actor);
}

/** A lock by the system is told about the account alone. */
export function isByOther({ accountId, actor }: Pick<LoggedEvent, 'accountId' | 'actor'>): boolean {
  return accountId !== undefined && actor !== undefined && actor !== accountId && actor !== 'system';
}

export function logOf(id: string): string {
  return here(`/admin/activity?account=${encodeURIComponent(id)}`);
}

export function doneBy(id: string): string {
  return here(`/admin/activity?actor=${encodeURIComponent(id)}`);
}

export function factorOf({ method, detail = {} }: Pick<LoggedEvent, 'method' | 'detail'>): string | undefined {
  const factor = detail['factor'] ?? method;
  return typeof factor === 'string' ? factor : undefined;
}

export function eventName(type: string): string {
  return sentenceFor(words.events, type) ?? type;
}

const { events: says } = words.security;

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
  // The list of ended factors has commas.
  const sentences = [
    said.length === 0 ? undefined : said.join(', '),
    'ended' in detail
      ? says.lost(listed(detail['ended'], (way) => nameOfWay(way, (id) => names.get(`provider:${id}`))))
      : undefined,
    detail['noWayIn'] === true ? says.stranded : undefined,
  ].filter((part) => part !== undefined);
  return sentences.length === 0 ? undefined : sentences.join('. ');
}

/** One or more of `device`, `failures` and `absence`. */
function unusual(because: string): string {
  return because
    .split(' ')
    .map((why) => sentenceFor(says.unusual, why) ?? why)
    .join(', ');
}

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

/** The log has one type for every end of sessions. */
function endedType(event: LoggedEvent): string {
  const { type, actor, detail = {} } = event;
  if (detail['all'] === 'others') return 'session.others-ended';
  if (detail['all'] === true) return actor === 'system' ? 'session.all-lost' : 'session.all-ended';
  if (detail['other'] === true) return 'session.other-ended';
  const isOne = isByOther(event) ? 'session' in detail : actor === 'system' || detail['reason'] === 'signed-in-again';
  return isOne ? 'session.one-ended' : type;
}

/** The log calls every wrong proof a failed sign-in, also at a set-up or at a new password. */
function failureType({ type, accountId, actor, flow, method, detail = {} }: LoggedEvent): string {
  if (actor === undefined || actor !== accountId) return type;
  if (detail['enrollment'] === true) return method === 'passkey' ? 'set-up.failed' : 'set-up.wrong-code';
  return method === 'password' && flow === undefined ? 'password.wrong' : 'step-up.failed';
}

const NO_FLOWS: ReadonlySet<string> = new Set();

/** Flows that continue only with an administrator's code. A sign-in that succeeds in such a flow used the code. */
export function codedFlows(events: readonly LoggedEvent[]): ReadonlySet<string> {
  const coded = events.filter((event) => beginsWithCode(event) || asksForCode(event));
  return new Set(coded.flatMap(({ flow }) => (flow === undefined ? [] : [flow])));
}

/** The log calls the link of an invitation a code. */
export function beginnings(events: readonly LoggedEvent[]): ReadonlyMap<string, 'invitation' | 'other'> {
  const began = new Map<string, 'invitation' | 'other'>();
  for (const event of events) {
    if (event.flow === undefined || !(event.type === 'sign-in.started' || asksForCode(event))) continue;
    began.set(event.flow, isInvitation(event) ? 'invitation' : 'other');
  }
  return began;
}

export function beginsWithCode({ type, method, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.started' && method === 'enrollment-code' && detail['purpose'] === undefined;
}

/** The log calls the moment a denial, although the flow goes on with the code. */
function asksForCode({ type, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.denied' && detail['reason'] === 'no-way-in';
}

export function helpersOf({ type, accountId, flow, detail = {} }: LoggedEvent): readonly string[] {
  const { setUpBy } = detail;
  const isShown = type === 'sign-in.succeeded' || (type === 'factor.enrolled' && flow !== undefined);
  if (!isShown || typeof setUpBy !== 'string') return [];
  return setUpBy.split(' ').filter((name) => name !== '' && name !== accountId && !name.startsWith('identity:'));
}

export function isInvitation({ type, detail = {} }: LoggedEvent): boolean {
  return type === 'sign-in.started' && detail['purpose'] === 'invitation';
}

/** The log masks addresses, and two different addresses can look equal then. */
function changed(from: string, to: string): string {
  return from === to && from.includes('•') ? says.lookEqual(from) : says.change(from, to);
}

function reasonOf(type: string, reason: string, { sessions }: NonNullable<LoggedEvent['detail']>): string {
  if (type === 'sign-in.denied' && reason === 'session-limit' && typeof sessions === 'number')
    return says.signedInAt(sessions, counted(sessions));
  const isCode = type === 'sign-in.denied' || type === 'session.revoked';
  return (isCode ? sentenceFor(says.reasons, reason) : undefined) ?? says.because(reason);
}

function textOf(value: unknown, words: (text: string) => string): string | undefined {
  return typeof value === 'string' && value !== '' ? words(value) : undefined;
}

function restricted(value: unknown, named?: (one: string) => string): string {
  return value === null ? says.unrestricted : listed(value, named);
}

function listed(value: unknown, named: (one: string) => string = (one) => one): string {
  if (Array.isArray(value)) return value.length === 0 ? says.none : value.map((one) => named(String(one))).join(', ');
  return typeof value === 'string' && value !== '' ? value : says.none;
}

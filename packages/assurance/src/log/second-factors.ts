/** An event of the action log, as `auth.events` gives it. Instants are epoch milliseconds. */
export interface LoggedEvent {
  readonly at: number;
  readonly type: string;
  readonly accountId?: string | undefined;
  readonly method?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** What an account has now. */
export interface PresentFactors {
  /** The ids of the passkeys. */
  readonly passkeys: readonly string[];
  /** The methods of the other second factors: `totp`, a delivered code such as `sms-code`. */
  readonly others: readonly string[];
}

/** What the log says of an account at a moment. */
export interface FactorsThen {
  /** The methods of the second factors that the account had. */
  readonly had: readonly string[];
  /** The methods of second factors that the account may have had: the log does not say. `other`: of a kind that the log does not name. */
  readonly unsure: readonly string[];
}

/**
 * The second factors of an account at a moment in the past: passkeys, an authenticator app, delivered codes. Goes by the events before and after the
 * moment and by what the account has now, and guesses nothing.
 *
 * @param events of the account, oldest first: every event from the moment on, and what is kept from before
 * @param present absent: the account is deleted
 */
export function secondFactorsAt(
  moment: number,
  events: readonly LoggedEvent[],
  present: PresentFactors | undefined,
): FactorsThen {
  const before = events.filter(({ at }) => at <= moment);
  const after = events.filter(({ at }) => at > moment);
  const methods = new Set([...(present?.others ?? []), ...events.flatMap(methodsIn)]);
  methods.delete('passkey');
  const answers = [
    ['passkey', passkeyAt(before, after, present)] as const,
    ...[...methods].map(
      (method) => [method, stateAt(markOf(method), before, after, present?.others.includes(method))] as const,
    ),
  ];
  const of = (wanted: Answer): readonly string[] =>
    answers.flatMap(([method, answer]) => (answer === wanted ? [method] : []));
  return { had: of('yes'), unsure: of('unsure') };
}

/**
 * Whether the account was blocked at a moment in the past.
 *
 * @param isBlocked now; absent: the account is deleted
 */
export function wasBlockedAt(moment: number, events: readonly LoggedEvent[], isBlocked: boolean | undefined): boolean {
  const [before, after] = [events.filter(({ at }) => at <= moment), events.filter(({ at }) => at > moment)];
  const mark = ({ type, detail }: LoggedEvent): Mark | undefined =>
    type === 'account.imported' && detail?.['blocked'] === true ? 'set' : BLOCKS[type];
  return stateAt(mark, before, after, isBlocked) === 'yes';
}

type Answer = 'yes' | 'no' | 'unsure';

/** `gone`: there before, and not after. `cleared`: not after, and nothing is said of before. */
type Mark = 'set' | 'gone' | 'cleared';

const BEGINS: Readonly<Record<string, Mark>> = { 'account.created': 'cleared', 'account.invited': 'cleared' };
const BLOCKS: Readonly<Record<string, Mark>> = {
  ...BEGINS,
  ...{ 'account.imported': 'cleared', 'account.blocked': 'set', 'account.unblocked': 'gone' },
};

function markOf(method: string): (event: LoggedEvent) => Mark | undefined {
  return ({ type, method: proved, detail }) => {
    switch (type) {
      case 'factor.enrolled':
        return proved === method ? 'set' : undefined;
      case 'factor.removed':
        return detail?.['factor'] === method ? 'gone' : undefined;
      case 'account.roles-changed':
        return endedIn(detail).includes(method) ? 'gone' : undefined;
      case 'account.imported':
        return detail?.[method] === true ? 'set' : 'cleared';
      case 'two-step.reset':
      case 'account.deleted':
        return 'cleared';
      default:
        return BEGINS[type];
    }
  };
}

function stateAt(
  markIn: (event: LoggedEvent) => Mark | undefined,
  before: readonly LoggedEvent[],
  after: readonly LoggedEvent[],
  isNow: boolean | undefined,
): Answer {
  const last = before.flatMap((event) => markIn(event) ?? []).at(-1);
  if (last !== undefined) return last === 'set' ? 'yes' : 'no';
  const [next] = after.flatMap((event) => markIn(event) ?? []);
  if (next === 'gone' || (next === undefined && isNow === true)) return 'yes';
  // A set-up may have replaced an earlier app.
  return next === undefined && isNow === false ? 'no' : 'unsure';
}

function passkeyAt(
  before: readonly LoggedEvent[],
  after: readonly LoggedEvent[],
  present: PresentFactors | undefined,
): Answer {
  const later = new Set<string>();
  for (const { type, method, detail } of after) {
    const id = String(detail?.['passkey']);
    if (type === 'factor.enrolled' && method === 'passkey') later.add(id);
    if (type === 'passkey.revoked' && !later.delete(id)) return 'yes';
    if (type === 'passkeys.reset') {
      if (Number(detail?.['count'] ?? 0) > later.size) return 'yes';
      later.clear();
    }
    if (type === 'account.roles-changed' && endedIn(detail).includes('passkey'))
      return later.size === 0 ? 'yes' : passkeyKnownFrom(before);
  }
  if (present === undefined) return passkeyKnownFrom(before);
  return present.passkeys.some((id) => !later.has(id)) ? 'yes' : 'no';
}

/** By the earlier events alone. A role that ends passkeys does not say which. */
function passkeyKnownFrom(before: readonly LoggedEvent[]): Answer {
  const ids = new Set<string>();
  let [unnamed, isWhole] = [0, false];
  const restart = (count: number, whole: boolean): void => {
    ids.clear();
    [unnamed, isWhole] = [count, whole];
  };
  for (const { type, method, detail } of before) {
    const id = String(detail?.['passkey']);
    if (BEGINS[type] !== undefined || type === 'passkeys.reset') restart(0, true);
    if (type === 'account.imported') restart(Number(detail?.['passkeys'] ?? 0), true);
    if (type === 'factor.enrolled' && method === 'passkey') ids.add(id);
    if (type === 'passkey.revoked' && !ids.delete(id)) unnamed = Math.max(0, unnamed - 1);
    if (type === 'account.roles-changed' && endedIn(detail).includes('passkey')) restart(0, false);
  }
  if (ids.size + unnamed > 0) return 'yes';
  return isWhole ? 'no' : 'unsure';
}

function endedIn(detail: LoggedEvent['detail']): readonly unknown[] {
  const ended = detail?.['ended'];
  return Array.isArray(ended) ? ended : [];
}

function methodsIn({ type, method, detail }: LoggedEvent): readonly string[] {
  const removed = detail?.['factor'];
  switch (type) {
    case 'factor.enrolled':
      return method === undefined ? [] : [method];
    case 'factor.removed':
      return typeof removed === 'string' ? [removed] : [];
    case 'account.imported':
      return detail?.['totp'] === true ? ['totp'] : [];
    case 'two-step.reset':
    case 'account.deleted':
      // The event does not say what it took.
      return ['totp', 'other'];
    default:
      return endedIn(detail).flatMap((ended) => (isSecond(ended) ? [ended] : []));
  }
}

function isSecond(ended: unknown): ended is string {
  if (typeof ended !== 'string' || ended === 'backup-code' || ended === 'email-code') return false;
  return ended === 'totp' || ended.endsWith('-code');
}

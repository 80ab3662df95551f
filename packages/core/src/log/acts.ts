/** An entry of the action log, as the store keeps the entry or as a reader of the log receives it. */
export interface ActEntry {
  readonly type: string;
  /** Milliseconds since 1970, or RFC 3339. */
  readonly at: number | string;
  readonly accountId?: string | undefined;
  /** A text, or host code as an object. */
  readonly actor?: unknown;
  readonly method?: string | undefined;
  readonly detail?: Readonly<Record<string, unknown>> | undefined;
}

/** One act: a single entry, the entries of one help-in, or the entries of the same act on many accounts. */
export interface LoggedAct<Entry extends ActEntry> {
  /** The newest entry. Of a help-in: the entry that tells of the code. */
  readonly event: Entry;
  /** The same act of the same author on other accounts, newest first. */
  readonly others: readonly Entry[];
  /** For a help-in with several entries: the entries that tell what the help-in removed. Otherwise empty. */
  readonly removed: readonly Entry[];
}

/** Milliseconds. */
const MOMENT = 60_000;

/** Milliseconds. The server writes the entries in one commit. */
const COMMIT = 1_000;

/** The types of the entries that tell of a code from an administrator. A help-in writes exactly one of these entries. */
export const CODE_TYPES = ['enrollment.vouched', 'two-step.reset'] as const;

const CODES: ReadonlySet<string> = new Set(CODE_TYPES);

const REMOVALS: ReadonlySet<string> = new Set([
  'passkeys.reset',
  'passkey.revoked',
  'password.reset',
  'account.email-changed',
]);

/**
 * Joins neighbouring entries of the action log to acts: the entries of one help-in, and the same act of one author on many accounts in one moment.
 *
 * @param entries newest first. The entries of one commit can have any order
 */
export function actsIn<Entry extends ActEntry>(entries: readonly Entry[]): readonly LoggedAct<Entry>[] {
  const acts: { readonly event: Entry; readonly others: Entry[]; readonly removed: readonly Entry[] }[] = [];
  let next = 0;
  for (const [place, event] of entries.entries()) {
    if (place < next) continue;
    const helpIn = helpInAt(entries, place);
    const last = acts.at(-1);
    if (helpIn !== undefined) {
      acts.push(helpIn);
      next = place + 1 + helpIn.removed.length;
    } else if (last?.removed.length === 0 && isSameAct(last.others.at(-1) ?? last.event, event)) {
      last.others.push(event);
    } else acts.push({ event, others: [], removed: [] });
  }
  return acts;
}

/** `undefined` if the code of the help-in, or every removal, is missing. */
function helpInAt<Entry extends ActEntry>(entries: readonly Entry[], place: number) {
  const first = entries[place];
  if (first === undefined || !isOnAnother(first)) return undefined;
  let end = place;
  for (let entry: Entry | undefined = first; entry !== undefined && isOfSameHelpIn(first, entry); entry = entries[end])
    end += 1;
  const all = entries.slice(place, end);
  const [event, ...codes] = all.filter(({ type }) => CODES.has(type));
  if (event === undefined || codes.length > 0 || all.length < 2) return undefined;
  return { event, others: [], removed: all.filter((entry) => entry !== event) };
}

function isOfSameHelpIn(first: ActEntry, entry: ActEntry): boolean {
  const { type, accountId, actor } = entry;
  const isOfHelpIn = CODES.has(type) || REMOVALS.has(type);
  const isSamePair = accountId === first.accountId && JSON.stringify(actor) === JSON.stringify(first.actor);
  return isOfHelpIn && isSamePair && isWithin(COMMIT, first, entry);
}

function isSameAct(one: ActEntry, other: ActEntry): boolean {
  const areOnOthers = isOnAnother(one) && isOnAnother(other) && one.accountId !== other.accountId;
  return areOnOthers && isWithin(MOMENT, one, other) && actOf(one) === actOf(other);
}

function isOnAnother({ accountId, actor }: ActEntry): boolean {
  return accountId !== undefined && actor !== undefined && accountId !== actor;
}

function isWithin(milliseconds: number, one: ActEntry, other: ActEntry): boolean {
  return Math.abs(new Date(one.at).getTime() - new Date(other.at).getTime()) <= milliseconds;
}

function actOf({ type, actor, method, detail = {} }: ActEntry): string {
  return JSON.stringify([type, actor, method, OF_ACCOUNT.has(type) ? {} : detail]);
}

/** The details depend on the account: what a reminder offers and from when on, and what an import tells. */
const OF_ACCOUNT: ReadonlySet<string> = new Set(['reminder.sent', 'account.imported']);

import type { LoggedEvent } from '@sallyport/browser';
import { listed } from '@sallyport/pages/parts';
import { toldType } from './events.ts';
import { words } from './words.ts';

/** The longest time between the entries of one help-in, in milliseconds. The server writes the entries in one commit. */
const COMMIT = 1_000;

/** The entries that tell of the code of a help-in. */
const CODES: ReadonlySet<string> = new Set(['enrollment.vouched', 'two-step.reset']);

/** The entries that tell what a help-in removed. */
const REMOVALS: ReadonlySet<string> = new Set([
  'passkeys.reset',
  'passkey.revoked',
  'password.reset',
  'account.email-changed',
]);

/** The entries of one help-in. */
export interface HelpInRun {
  /** The entry that tells of the code. */
  readonly event: LoggedEvent;
  /** The entries that tell what the help-in removed, at least one. */
  readonly removed: readonly LoggedEvent[];
}

/**
 * Returns the help-in whose entries begin at this place of a list. Returns `undefined` if another entry is at the place, or the list lacks the code of
 * the help-in.
 */
export function helpInAt(events: readonly LoggedEvent[], place: number): HelpInRun | undefined {
  const first = events[place];
  if (first === undefined || first.actor === undefined || first.actor === first.accountId) return undefined;
  const end = events.findIndex((event, at) => at >= place && !isOfSameHelpIn(first, event));
  const entries = events.slice(place, end === -1 ? undefined : end);
  const [event, ...others] = entries.filter(({ type }) => CODES.has(type));
  if (event === undefined || others.length > 0 || entries.length < 2) return undefined;
  return { event, removed: entries.filter((entry) => entry !== event) };
}

function isOfSameHelpIn(first: LoggedEvent, { type, accountId, actor, at }: LoggedEvent): boolean {
  const isOfHelpIn = CODES.has(type) || REMOVALS.has(type);
  const isSamePair = accountId === first.accountId && actor === first.actor;
  return isOfHelpIn && isSamePair && Math.abs(Date.parse(at) - Date.parse(first.at)) <= COMMIT;
}

/** What a help-in removed, in words, the app first. */
export function removedText({ event, removed }: HelpInRun): string {
  const types = [event, ...removed].map((entry) => toldType(entry));
  const said = Object.entries(words.activity.helpedIn.removed).flatMap(([type, told]) => {
    const times = types.filter((other) => other === type).length;
    return times === 0 ? [] : [told(times)];
  });
  return listed(said);
}

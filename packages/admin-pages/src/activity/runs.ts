import type { LoggedEvent } from '@sallyport/browser';
import { helpInAt } from './help-in-run.ts';

/** Consecutive events of the log as one line. */
export interface Run {
  /** The newest event. */
  readonly event: LoggedEvent;
  /** The number of equal events, the newest included. 1 if the run has other accounts. */
  readonly times: number;
  /** The time of the oldest equal event, in RFC 3339. */
  readonly since: string;
  /** The same act of the same author on other accounts, newest first. */
  readonly others: readonly LoggedEvent[];
  /** For a help-in with several entries: what the help-in removed. Otherwise empty. */
  readonly removed: readonly LoggedEvent[];
}

/** The longest time between the events of one act on many accounts, in milliseconds. */
const MOMENT = 60_000;

/** Joins consecutive events: equal events, the entries of one help-in, and the same act of one author on many accounts in one moment. */
export function inRuns(events: readonly LoggedEvent[]): readonly Run[] {
  const runs: {
    event: LoggedEvent;
    times: number;
    since: string;
    others: LoggedEvent[];
    removed: readonly LoggedEvent[];
  }[] = [];
  const begin = (event: LoggedEvent, removed: readonly LoggedEvent[] = []): number =>
    runs.push({ event, times: 1, since: event.at, others: [], removed });
  /** The place after the entries of the last help-in. */
  let next = 0;
  for (const [place, event] of events.entries()) {
    if (place < next) continue;
    const helped = helpInAt(events, place);
    const last = runs.at(-1);
    if (helped !== undefined) {
      begin(helped.event, helped.removed);
      next = place + 1 + helped.removed.length;
    } else if (last === undefined || last.removed.length > 0) begin(event);
    else if (last.others.length === 0 && kindOf(last.event) === kindOf(event)) {
      last.times += 1;
      last.since = event.at;
    } else if (last.times === 1 && isSameAct(last.others.at(-1) ?? last.event, event)) last.others.push(event);
    else begin(event);
  }
  return runs;
}

function isSameAct(one: LoggedEvent, other: LoggedEvent): boolean {
  const isNear = Math.abs(Date.parse(one.at) - Date.parse(other.at)) <= MOMENT;
  return isNear && isOnAnother(one) && isOnAnother(other) && actOf(one) === actOf(other);
}

function isOnAnother({ accountId, actor }: LoggedEvent): boolean {
  return accountId !== undefined && actor !== undefined && accountId !== actor;
}

/** The event without its account and its time. The methods that a reminder offers depend on the account. */
function actOf({ type, actor, method, detail = {} }: LoggedEvent): string {
  const { offer: _, ...rest } = detail;
  return JSON.stringify([type, actor, method, rest]);
}

function kindOf({ type, accountId, actor, method, ip, detail }: LoggedEvent): string {
  return JSON.stringify([type, accountId, actor, method, ip, detail]);
}

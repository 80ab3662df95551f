/**
 * What is wrong with an export of the log.
 *
 * - `removed`: an event, or a head between events, is missing.
 * - `changed`: an event is not as it was sealed.
 * - `added`: an event was not there when the log was sealed.
 * - `moved`: events stand in another order.
 * - `rewritten`: hashes or heads were made anew, so that the lines fit each other and no longer fit the signature or the kept head.
 * - `cut`: the end is missing.
 * - `unreadable`: a line is not of the format.
 */
export type LogFindingKind = 'removed' | 'changed' | 'added' | 'moved' | 'rewritten' | 'cut' | 'unreadable';

/** Something that is wrong with an export of the log. */
export interface LogFinding {
  readonly kind: LogFindingKind;
  /** The line of the export, from 1. */
  readonly line: number;
  /** The numbers of the first and of the last event that the finding concerns, from 0. */
  readonly events?: readonly [first: number, last: number];
  readonly message: string;
}

/** The result of a verification. The log is as it was sealed if `findings` is empty. */
export interface LogVerdict {
  readonly tenant: string;
  /** The number of sealed events. */
  readonly size: number;
  /** The number of events that the host's retention removed. Their entries are still in the tree. */
  readonly gone: number;
  /** The numbers of events that the kept heads prove, ascending. */
  readonly proved: readonly number[];
  /** In the order of the export. */
  readonly findings: readonly LogFinding[];
}

export function eventsText([first, last]: readonly [number, number]): string {
  return first === last ? `event ${first}` : `events ${first} to ${last}`;
}

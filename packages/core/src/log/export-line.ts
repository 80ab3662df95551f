import { canonicalJson, type LogEntry, type LogHead, type LogKey, type SealedEvent } from './entry.ts';
import type { Peaks } from './tree.ts';

/** Events of these types from before `before` (ISO 8601) are no longer kept. */
export interface RemovedByRetention {
  readonly types: readonly string[];
  readonly before: string;
}

/** The first line of an export. */
export interface ExportStart {
  readonly log: 'sallyport';
  /** The version of this format. */
  readonly version: 1;
  readonly tenant: string;
  /** ISO 8601. */
  readonly exportedAt: string;
  /** The events that the host's retention removed by then. */
  readonly retention: readonly RemovedByRetention[];
  /** The public keys of the heads. */
  readonly keys: readonly LogKey[];
  /** The signature of {@link startText} by the first key: nobody changes the retention, so that it explains a removed event. */
  readonly signature: string;
}

/** The text that the signature of the first line signs. */
export function startText({
  signature: _,
  ...start
}: Omit<ExportStart, 'signature'> & { readonly signature?: string }): string {
  return `sallyport log export v1\n${canonicalJson(start)}\n`;
}

/** An event of the log. `n` counts from 0, and `leaf` is the leaf hash when the log was sealed. */
export interface ExportedEvent {
  readonly n: number;
  readonly leaf: string;
  readonly event: SealedEvent;
}

/** The entry of an event that is no longer stored. */
export interface ExportedGone {
  readonly n: number;
  readonly leaf: string;
  readonly gone: LogEntry;
}

/** The head behind the events that were sealed together. `batch` counts from 1. */
export interface ExportedHead {
  readonly batch: number;
  readonly head: LogHead;
  readonly peaks: Peaks;
}

/** An event that stands between the sealed events of the store, and was never sealed. */
export interface ExportedStranger {
  readonly unsealed: SealedEvent;
}

/** A line of an export. */
export type ExportLine = ExportStart | ExportedEvent | ExportedGone | ExportedHead | ExportedStranger;

import type { LogEntry, LogHead, Peaks } from '@sallyport/core/log';
import type { TenantId } from './ids.ts';

/**
 * Events of the action log that were sealed together. A batch is never changed and never removed: it keeps the entries of the events that the
 * host's retention removes.
 */
export interface LogBatchRecord {
  /** The form of the record: see {@link RECORD_SCHEMA}. */
  readonly schema: 1;
  /** The tenant of the log. */
  readonly tenant: TenantId;
  /** 0 for the beginning of a log, which has no events. Rises by 1 with every batch. */
  readonly number: number;
  /** The signed head of the log with this batch. A batch without events has the head of the batch before. */
  readonly head: LogHead;
  /** The state from which the tree grows. */
  readonly peaks: Peaks;
  /** The entries of the events, in the order of the stream. At most 1,000. */
  readonly entries: readonly LogEntry[];
  /** The cursor of the stream behind the last event. Absent: the beginning of the stream. */
  readonly cursor?: string;
  /** The public key of the head: `x` of its JWK. */
  readonly publicKey: string;
  /** The keys of the log, sealed with the key ring. */
  readonly secret: string;
}

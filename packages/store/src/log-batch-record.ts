import type { LogEntry, LogHead, Peaks } from '@sallyport/core/log';
import type { TenantId } from './ids.ts';

/** Sealed together, never changed and never removed: it keeps the entries of events that the retention removes. */
export interface LogBatchRecord {
  readonly schema: 1;
  readonly tenant: TenantId;
  /** Rises by 1; 0 has no events. */
  readonly number: number;
  /** Without events, the head of the batch before. */
  readonly head: LogHead;
  readonly peaks: Peaks;
  /** In the order of the stream, at most 1,000. */
  readonly entries: readonly LogEntry[];
  /** Behind the last event. Absent: the beginning. */
  readonly cursor?: string;
  /** `x` of its JWK. */
  readonly publicKey: string;
  /** Sealed with the key ring. */
  readonly secret: string;
}

import * as z from 'zod/mini';
import type { Schema } from '../json/schema.ts';
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

const text = z.string();
const count = z.int().check(z.nonnegative());

/** A head, as `GET /admin/events/head` and `onLogHead` give it. Host code may have kept the time in epoch milliseconds. */
export const logHeadSchema: Schema<LogHead> = z.object({
  size: count,
  root: text,
  at: z.union([
    text,
    z.pipe(
      z.number(),
      z.transform((at) => new Date(at).toISOString()),
    ),
  ]),
  signature: text,
  keyId: text,
}) as z.ZodMiniType<LogHead>;

const key = z.object({
  kty: z.literal('OKP'),
  crv: z.literal('Ed25519'),
  x: text,
  kid: text,
  use: z.literal('sig'),
  alg: z.literal('EdDSA'),
});
const event = z.looseObject({ id: text, at: text, type: text });
const line: z.ZodMiniType<ExportLine> = z.union([
  z.strictObject({ n: count, leaf: text, event }),
  z.strictObject({
    ...{ n: count, leaf: text },
    gone: z.strictObject({ id: text, at: text, type: text, contents: text }),
  }),
  z.strictObject({
    batch: count,
    head: z.strictObject({ size: count, root: text, at: text, signature: text, keyId: text }),
    peaks: z.array(text).check(z.maxLength(64)),
  }),
  z.strictObject({ unsealed: event }),
  z.strictObject({
    ...{ log: z.literal('sallyport'), version: z.literal(1), tenant: text, exportedAt: text },
    retention: z.array(z.strictObject({ types: z.array(text), before: text })),
    keys: z.array(key),
    signature: text,
  }),
]);

export function readExportLine(written: string): ExportLine | undefined {
  try {
    return line.safeParse(JSON.parse(written)).data;
  } catch {
    return undefined;
  }
}

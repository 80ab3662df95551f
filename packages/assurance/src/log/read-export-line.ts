import type { Schema } from '@sallyport/core';
import type { ExportLine, LogHead } from '@sallyport/core/log';
import * as z from 'zod/mini';

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

import { type Instant, instant, type Milliseconds, parseDuration } from '@sallyport/core';
import * as z from 'zod';

export type Nothing = Record<string, never>;
export const nothing: z.ZodType<Nothing> = z.strictObject({});

/** Counted as code points, as in JSON Schema. */
export function text(max: number): z.ZodType<string> {
  return z
    .string()
    .min(1, { error: 'must not be empty', abort: true })
    .refine((value) => value.length <= max || [...value].length <= max, {
      error: `must have at most ${max} characters`,
      abort: true,
    })
    .refine((value) => value.isWellFormed(), { error: 'must be well-formed Unicode', abort: true })
    .meta({ maxLength: max });
}

/** A password that a former system took can be longer than a new one. */
export function typedPassword(): z.ZodType<string> {
  return text(4_096);
}

/** For text that pages, searches and mails show. */
export function line(max: number): z.ZodType<string> {
  return text(max).refine((value) => !/\p{Cc}/u.test(value), { error: 'must have no control characters', abort: true });
}

export function mailAddress(): z.ZodType<string> {
  return line(254).refine((value) => MAIL_ADDRESS.test(value), 'must be a mail address');
}

const MAIL_ADDRESS = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/u;

/** Only the canonical text (RFC 4648 §3.5). */
export function base64url(max: number): z.ZodType<string> {
  return z
    .string()
    .max(max, { error: `must have at most ${max} characters`, abort: true })
    .min(1, { error: 'must be base64url', abort: true })
    .regex(CANONICAL_BASE64URL, 'must be base64url');
}

const CANONICAL_BASE64URL = /^(?:[\w-]{4})*(?:[\w-][AQgw]|[\w-]{2}[AEIMQUYcgkosw048])?$/;

export function duration(): z.ZodType<Milliseconds> {
  return text(16).transform((value, context) => {
    const length = parseDuration(value);
    if (length !== undefined) return length;
    context.issues.push({ code: 'custom', message: "must be a duration such as '5m'", input: value });
    return z.NEVER;
  });
}

export function time(): z.ZodType<Instant> {
  return z.iso
    .datetime({ offset: true, error: 'must be a time such as 2026-01-31T12:00:00Z' })
    .transform((value) => instant(Date.parse(value)));
}

import { type Milliseconds, parseDuration } from '@sallyport/core';
import * as z from 'zod';

/** An empty object: what a route takes that takes nothing. */
export type Nothing = Record<string, never>;
export const nothing: z.ZodType<Nothing> = z.strictObject({});

/** Text of 1 to `max` characters (code points, as a person and JSON Schema count them), none of them half a surrogate pair. */
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

/** Text on one line, without control characters: what is shown, searched and put into mails. */
export function line(max: number): z.ZodType<string> {
  return text(max).refine((value) => !/\p{Cc}/u.test(value), { error: 'must have no control characters', abort: true });
}

/** A mail address, one and plain: no display name, no list, no quoting. */
export function mailAddress(): z.ZodType<string> {
  return line(254).refine((value) => MAIL_ADDRESS.test(value), 'must be a mail address');
}

const MAIL_ADDRESS = /^[^\s@,;:<>()[\]\\"]+@[^\s@,;:<>()[\]\\"]+$/u;

/** Bytes in base64url without padding (RFC 4648 §5), up to `max` characters of it. */
export function base64url(max: number): z.ZodType<string> {
  return z
    .string()
    .max(max, { error: `must have at most ${max} characters`, abort: true })
    .regex(/^[A-Za-z0-9_-]+$/, 'must be base64url');
}

/** A length of time as the policy writes it, `'5m'`. */
export function duration(): z.ZodType<Milliseconds> {
  return text(16).transform((value, context) => {
    const length = parseDuration(value);
    if (length !== undefined) return length;
    context.issues.push({ code: 'custom', message: "must be a duration such as '5m'", input: value });
    return z.NEVER;
  });
}

import type { NeutralRequest } from './request.ts';

/** No record is ever at this version. */
const NO_VERSION = -1;

/**
 * The version a change is based on. A header that names none, or more than one, names one that never was: the handler
 * then finds what is wrong with the body first, as the contract has it, and answers 412. If the header is absent, that
 * answer means that it is `required`.
 */
export function preconditionOf(
  headers: NeutralRequest['headers'],
  needed: boolean,
): { readonly ifVersion: number; readonly required: boolean } {
  const tag = headers['if-match']?.trim() ?? '';
  // Strong comparison (RFC 9110 §13.1.1): a weak tag matches nothing.
  const digits = /^"(0|[1-9]\d{0,14})"$/.exec(tag)?.[1];
  return { ifVersion: digits === undefined ? NO_VERSION : Number(digits), required: needed && tag === '' };
}

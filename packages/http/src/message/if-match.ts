import type { NeutralRequest } from './request.ts';
import { trimmed } from './white-space.ts';

const NO_VERSION = -1;

/**
 * A header without exactly one version yields a version that no record has: the handler then checks the body first, and answers 412. `required`: 428
 * without the header.
 */
export function preconditionOf(
  headers: NeutralRequest['headers'],
  needed: boolean,
): { readonly ifVersion: number; readonly required: boolean } {
  const tag = trimmed(headers['if-match'] ?? '');
  // Strong comparison (RFC 9110 §13.1.1).
  const digits = /^"(0|[1-9]\d{0,14})"$/.exec(tag)?.[1];
  return { ifVersion: digits === undefined ? NO_VERSION : Number(digits), required: needed && tag === '' };
}

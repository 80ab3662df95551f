import { createHash } from 'node:crypto';
import type { LogHashing } from '@sallyport/core/log';

/** SHA-256 of `node:crypto`, for the sealed log. */
export const LOG_HASHING: LogHashing = {
  text: (prefix, text) => createHash('sha256').update(Buffer.of(prefix)).update(text).digest('base64url'),
  node: (left, right) =>
    createHash('sha256')
      .update(Buffer.of(1))
      .update(Buffer.from(left, 'base64url'))
      .update(Buffer.from(right, 'base64url'))
      .digest('base64url'),
  empty: createHash('sha256').digest('base64url'),
};

import { z } from 'zod';
import { reason } from './flow.ts';

/** A problem document (RFC 9457 §3). */
export const problemShape: z.ZodType = z.strictObject({
  type: z.string(),
  title: z.string(),
  status: z.int(),
  code: z.string(),
  detail: z.string(),
  instance: z.exactOptional(z.string()),
  errors: z.exactOptional(z.array(z.strictObject({ path: z.string(), message: z.string() }))),
  because: z.exactOptional(z.array(reason)),
});

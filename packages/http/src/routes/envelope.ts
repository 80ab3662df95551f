import type { EnvelopeInput } from '@sallyport/engine';
import * as z from 'zod';
import { base64url } from '../fields.ts';

const sealed = base64url(4_096);

/** A data key, sealed for one way to open it; a passkey's envelope, and no other, names its passkey. */
export const envelope: z.ZodType<EnvelopeInput> = z.union([
  z.strictObject({ kind: z.literal('passkey'), passkeyId: base64url(1_364), sealed }),
  z.strictObject({ kind: z.enum(['secret', 'emergency']), sealed }),
]);

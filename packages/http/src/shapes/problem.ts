import type { InputFault, WordedReason } from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './flow.ts';
import { list, part, type Shape, shape } from './shape.ts';

/** A problem document (RFC 9457 §3). */
export interface ProblemView {
  readonly type: string;
  readonly title: string;
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly instance?: string;
  readonly errors?: readonly InputFault[];
  readonly because?: readonly WordedReason[];
  readonly passkey?: 'unknown';
  readonly demand?: { readonly strengths: readonly string[]; readonly maxAgeSeconds?: number };
}

export const problemShape: Shape<ProblemView> = shape(
  z.object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    code: z.string(),
    detail: z.string(),
    instance: z.optional(z.string()),
    errors: z.optional(
      list(
        part(
          'InputError',
          z
            .object({
              path: z.string(),
              message: z.string(),
              code: z.optional(z.string()).meta({
                description:
                  "For words of the client's own. Of a new password: `too-short`, `too-long`, `too-common`, `too-personal` or `unreadable`. Of a new passkey: `too-many-passkeys`.",
              }),
              limit: z.optional(z.int()).meta({
                description:
                  'Of `too-short` and `too-long`: how many characters. Of `too-many-passkeys`: how many passkeys.',
              }),
            })
            .meta({ description: 'What is wrong with a member of the body or the query.' }),
        ),
      ),
    ),
    because: z.optional(list(reasonShape.schema)),
    passkey: z.optional(z.literal('unknown')).meta({
      description:
        'Only of `POST /sign-in/passkey`: no account has a passkey with this id, and the page may tell the browser so (WebAuthn L3 §5.1.10, signalUnknownCredential).',
    }),
    demand: z.optional(z.object({ strengths: list(z.string()), maxAgeSeconds: z.optional(z.int()) })).meta({
      description:
        'Only of `insufficient-strength`: any of these strengths is enough, proved within this time. The same as in `WWW-Authenticate`, for pages on another origin, which may not be allowed to read that header.',
    }),
  }),
);

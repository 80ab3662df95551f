import type { DirectoryReason } from '@sallyport/core';
import type { InputFault, WordedReason } from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './reason.ts';
import { list, part, type Shape, shape } from './shape.ts';

/** RFC 9457 §3. */
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
  readonly directory?: DirectoryReason;
  readonly identifier?: string;
  readonly most?: number;
  readonly demand?: { readonly strengths: readonly string[]; readonly maxAgeSeconds?: number };
  readonly in?: string;
  readonly flow?: { readonly token: string; readonly expiresAt: string };
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
              path: z.string().meta({ description: 'The dotted path of the member; empty for the whole body.' }),
              message: z.string().meta({ description: 'The error in English, for a developer.' }),
              code: z.optional(z.string()).meta({
                description:
                  'A stable code, for clients with messages in other words. For a new password: `too-short`, `too-long`, `letter-and-digit`, `too-common`, `too-personal`, `forbidden-word`, `breached`, `used-before`, `unreadable` or `password-hash`. For a new passkey: `too-many-passkeys`. For a new address: `unchanged`. For a new identifier: `not-own-mailbox`.',
              }),
              limit: z.optional(z.int()).meta({
                description:
                  'For `too-short` and `too-long`: the number of characters. For `used-before`: the number of compared passwords. For `too-many-passkeys`: the number of passkeys.',
              }),
            })
            .meta({ description: 'An error in a member of the body or the query.' }),
        ),
      ),
    ),
    because: z.optional(list(reasonShape.schema)),
    passkey: z.optional(z.literal('unknown')).meta({
      description:
        'Only in answers of `POST /sign-in/passkey`: no account of any tenant has a passkey with this id. The page may signal this to the browser (WebAuthn L3 §5.1.10, signalUnknownCredential).',
    }),
    directory: z
      .optional(z.enum(['must-change', 'expired', 'disabled', 'account-expired', 'hours', 'workstation', 'locked']))
      .meta({
        description:
          'Only with `invalid-credentials` after the right password of a directory: why the directory lets nobody in with this password. The password has to be changed first or has expired; the account is switched off, has ended or is locked; or the directory allows other hours or other computers only.',
      }),
    identifier: z.optional(z.string()).meta({
      description:
        'Only in answers of `POST /invitation`, if the password breaks a rule: the name with which the invited person signs in.',
    }),
    most: z.optional(z.int()).meta({
      description: 'Only with `session-limit`: the number of sessions that the account may have at a time.',
    }),
    demand: z.optional(z.object({ strengths: list(z.string()), maxAgeSeconds: z.optional(z.int()) })).meta({
      description:
        'Only with `insufficient-strength`: one of these strengths is enough if proved within this time. Repeats `WWW-Authenticate`, because a page on another origin may not be allowed to read the header.',
    }),
    in: z.optional(z.string()).meta({
      description:
        'Only with `insufficient-strength`: the organisation that the request wanted to enter. A step-up with the same `in` leads into it.',
    }),
    flow: z.optional(z.object({ token: z.string(), expiresAt: z.string() })).meta({
      description: 'Only in token mode: the flow that stays open, such as for an enrollment code after `no-way-in`.',
    }),
  }),
);

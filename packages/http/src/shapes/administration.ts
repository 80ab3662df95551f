import type { Instant } from '@sallyport/core';
import type { ActResult, ExposureItem, HelpedIn, SecurityView } from '@sallyport/engine';
import * as z from 'zod';
import { number, pending } from './people.ts';
import { reasonShape } from './reason.ts';
import { instant, list, next, part, type Shape, shape, whose } from './shape.ts';

export const enrollmentCodeShape: Shape<{ readonly enrollmentCode: string; readonly expiresAt: Instant }> = shape(
  z
    .object({
      enrollmentCode: z
        .string()
        .meta({ description: 'The code, for the administrator to hand over. Shown only in this answer.' }),
      expiresAt: instant.meta({ description: 'The end of the code.' }),
    })
    .meta({ description: 'A one-time code with which the person sets up a factor.' }),
);

const helpInItem = part(
  'HelpInItem',
  z
    .object({
      kind: z.string().meta({
        description:
          '`totp`, `backup-codes`, `passkey`, `password`, `email`, a code of the host such as `sms-code`, `sessions` or `devices`.',
      }),
      id: z.optional(z.string()).meta({ description: 'The id of a passkey.' }),
      name: z.optional(z.string()).meta({ description: 'The name of a passkey, an address, or a masked number.' }),
    })
    .meta({ description: 'A thing of an account.' }),
);

export const helpedInShape: Shape<HelpedIn> = shape(
  z
    .object({
      ends: list(helpInItem).meta({ description: 'Everything that ends. `sessions` and `devices` are all of them.' }),
      keeps: list(helpInItem).meta({
        description: 'Everything that stays. The identities stay too: `externalIds` of the account has those.',
      }),
      enrollmentCode: z.optional(z.string()).meta({
        description: 'The code, for the administrator to hand over. Shown only in this answer. Absent in a preview.',
      }),
      expiresAt: z.optional(instant).meta({ description: 'The end of the code. Absent in a preview.' }),
    })
    .meta({
      description: 'What a person who lost factors loses and keeps, and the one-time code that lets the person in.',
    }),
);

export const exposureShape: Shape<{
  readonly asOf: Instant;
  readonly items: readonly ExposureItem[];
  readonly next?: string;
}> = shape(
  z
    .object({
      asOf: instant.meta({ description: 'When the host listed the resources.' }),
      items: list(
        z.object({
          id: z.string().meta({ description: "The host's id of the resource." }),
          label: z.string().meta({ description: "The host's name of the resource, for people." }),
          access: z.string().meta({ description: "The kind of access, in the host's words: `read`." }),
          lastUsedAt: z.optional(instant).meta({ description: 'The last use by the account, if the host knows it.' }),
        }),
      ).meta({ description: 'The resources, in the order of the host.' }),
      next,
    })
    .meta({ description: 'The resources that an account can reach, as the host lists them.' }),
);

export const securityShape: Shape<SecurityView> = shape(
  z
    .object({
      locked: list(
        part(
          'LockedAccount',
          z.object({
            ...whose,
            authenticator: z.string().meta({ description: 'The authenticator with too many failed attempts.' }),
            until: instant,
          }),
        ),
      ).meta({ description: 'The authenticators that are locked now.' }),
      blocked: list(
        part('BlockedAccount', z.object({ ...whose, since: instant, by: z.string(), reason: z.string() })),
      ).meta({ description: 'The accounts that an administrator blocked.' }),
      failuresByHour: list(
        z.object({
          hour: instant.meta({ description: 'The beginning of the hour.' }),
          count: z.int().nonnegative().meta({ description: 'The number of failed attempts.' }),
        }),
      ).meta({ description: 'Failed attempts of the last 24 hours.' }),
      mandatesUnmet: list(part('UnmetMandate', z.object({ ...whose, because: list(reasonShape.schema) }))).meta({
        description: 'The accounts that cannot sign in with their factors under the policy in force.',
      }),
      policyVersion: z.int().nonnegative().meta({ description: 'The version in force.' }),
      more: z.optional(z.object({ locked: number, blocked: number, mandatesUnmet: number })).meta({
        description: 'The numbers of the entries beyond the first 1,000 of each list; absent: every list is complete.',
      }),
      pending,
    })
    .meta({ description: 'What needs the attention of an administrator.' }),
);

export const actResultsShape: Shape<{ readonly results: readonly ActResult[] }> = shape(
  z
    .object({
      results: list(
        part(
          'ActResult',
          z.object({
            accountId: z.string().meta({ description: 'The account.' }),
            done: z.boolean().meta({ description: 'The act was done. For `remind`: the mail went out.' }),
            code: z.optional(z.string()).meta({
              description:
                'Why the act was not done: the code of a problem, or for `remind` `nothing-to-set-up`, `no-way-in`, `invited`, `no-address` or `account-blocked`.',
            }),
          }),
        ),
      ).meta({ description: 'A result for each account, in the order of the request.' }),
    })
    .meta({ description: 'The results of an act on many accounts.' }),
);

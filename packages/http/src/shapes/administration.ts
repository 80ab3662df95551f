import type { Instant } from '@sallyport/core';
import type { ExposureItem, ImpactView, PolicyView, SecurityView } from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './flow.ts';
import { instant, list, part, type Shape, shape } from './shape.ts';

const next = z.optional(z.string()).meta({ description: 'The cursor of the next page; absent on the last page.' });
const whose = {
  accountId: z.string().meta({ description: 'The account.' }),
  identifier: z.string().meta({ description: "The account's first identifier." }),
};

const policy = z
  .object({
    policy: part(
      'PolicyDocument',
      z.record(z.string(), z.unknown()).meta({ description: 'The JSON of `definePolicy`. `PUT` checks the document.' }),
    ).meta({ description: 'The policy as it was sent.' }),
    version: z.int().nonnegative().meta({ description: 'The version for `If-Match` in a change.' }),
    changedAt: instant.meta({ description: 'When the version came into force.' }),
    changedBy: z.string().meta({
      description:
        "An account id, `host`, `host:` and the id of the host code, or `system` for the policy in the host's code.",
    }),
  })
  .meta({ description: 'The policy of the tenant, in one version.' });

export const policyShape: Shape<PolicyView> = shape(policy);

export const policyVersionsShape: Shape<{ readonly versions: readonly PolicyView[]; readonly next?: string }> = shape(
  z.object({ versions: list(policy), next }),
);

export const impactShape: Shape<ImpactView> = shape(
  z
    .object({
      unaffected: z
        .int()
        .nonnegative()
        .meta({ description: 'The number of accounts that sign in with their factors.' }),
      mustEnroll: z
        .int()
        .nonnegative()
        .meta({ description: 'The number of accounts that have to set up a factor at the next sign-in.' }),
      stranded: z
        .int()
        .nonnegative()
        .meta({ description: 'The number of accounts that cannot sign in without an administrator.' }),
      accounts: list(
        part(
          'ImpactEntry',
          z
            .object({
              ...whose,
              impact: z.enum(['must-enroll', 'stranded']).meta({
                description:
                  '`must-enroll`: sets up a factor at the next sign-in. `stranded`: cannot sign in without an administrator.',
              }),
              because: list(reasonShape.schema).meta({ description: 'The reasons, in words for an administrator.' }),
            })
            .meta({ description: 'An account that the policy affects.' }),
        ),
      ).meta({ description: 'The affected accounts on this page.' }),
      vaults: z
        .optional(
          part(
            'VaultsImpact',
            z
              .object({
                withoutWay: z.int().nonnegative().meta({
                  description:
                    'Vaults that their owners could not open: the owner could not sign in, or the vault has no secret and passkeys no longer sign in.',
                }),
                withoutEmergency: z
                  .int()
                  .nonnegative()
                  .meta({ description: 'Vaults without the emergency envelope that the policy requires.' }),
              })
              .meta({ description: 'The numbers of vaults that the policy affects.' }),
          ),
        )
        .meta({ description: 'Present if the policy concerns vaults.' }),
      threats: z
        .optional(
          list(
            part(
              'WorseThreat',
              z
                .object({
                  thief: z.string().meta({ description: 'The stolen things, in words.' }),
                  reach: z.string().meta({ description: 'The kind of account: its role and its factors.' }),
                  before: z.string().meta({ description: 'The goals under the policy in force, in words.' }),
                  after: z.string().meta({ description: 'The goals under the new policy, in words.' }),
                  chain: z.string().meta({ description: 'The acts that lead to the gravest new goal, in order.' }),
                  accounts: z.int().nonnegative().meta({ description: 'The number of accounts of this kind.' }),
                  codes: z
                    .object({
                      thief: z.string(),
                      roles: list(z.string()),
                      factors: list(z.string()),
                      emergency: z.boolean(),
                      before: list(z.string()),
                      after: list(z.string()),
                      chain: list(
                        z.object({
                          move: z.string(),
                          method: z.optional(z.string()),
                          of: z.optional(z.enum(['own', 'owner'])),
                          on: z.optional(z.string()),
                          saysLess: z.optional(z.literal(true)),
                        }),
                      ),
                    })
                    .meta({ description: 'The same as data, for words in another language.' }),
                })
                .meta({ description: 'A thief who reaches more on a kind of account than before.' }),
            ),
          ),
        )
        .meta({
          description:
            'The thieves who reach more than before, the worst first, at most 100. On the first page of a preview.',
        }),
      threatAnalysis: z
        .optional(
          part(
            'ThreatAnalysis',
            z
              .object({
                state: z
                  .enum(['decided', 'running', 'not-decided', 'not-analysed'])
                  .meta({ description: '`running`: the same preview has the answer later.' }),
                more: z.int().nonnegative().meta({ description: 'So many thieves reach more on a kind of account.' }),
                less: z.int().nonnegative().meta({ description: 'So many thieves reach less on a kind of account.' }),
                undecided: z.int().nonnegative().meta({ description: 'So many searches found no end.' }),
              })
              .meta({
                description: 'The comparison of what thieves reach before and after. On the first page of a preview.',
              }),
          ),
        )
        .meta({ description: 'On the first page of a preview, unless the host turned the analysis off.' }),
      next,
    })
    .meta({ description: 'The accounts that a change of the policy affects.' }),
);

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
    })
    .meta({ description: 'What needs the attention of an administrator.' }),
);

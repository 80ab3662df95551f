import type { ImpactView, PolicyView, WhatIfView } from '@sallyport/engine';
import * as z from 'zod';
import { acceptedMethod, offeredMethod, strength } from './flow.ts';
import { number } from './people.ts';
import { reasonShape, roleSource } from './reason.ts';
import { instant, list, next, part, type Shape, shape, whose } from './shape.ts';

const threatWords = {
  thief: z.string().meta({ description: 'The stolen things, in words.' }),
  reach: z.string().meta({ description: 'The kind of account: its role and its factors.' }),
  before: z.string().meta({ description: 'The goals under the policy in force, in words.' }),
  after: z.string().meta({ description: 'The goals under the new policy, in words.' }),
  accounts: z.int().nonnegative().meta({ description: 'The number of accounts of this kind.' }),
};

const threatCodes = {
  thief: z.string(),
  roles: list(z.string()),
  factors: list(z.string()),
  emergency: z.boolean(),
  before: list(z.string()),
  after: list(z.string()),
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
    note: z.optional(z.string()).meta({ description: "The author's words on the change." }),
    shadow: z.optional(
      part(
        'PolicyShadow',
        z
          .object({
            since: instant.meta({ description: 'When the draft began to run.' }),
            note: z.optional(z.string()).meta({ description: "The author's words on the draft." }),
          })
          .meta({ description: 'A draft that runs in the shadow of the version, without an effect.' }),
      ),
    ),
    floor: z.optional(z.record(z.string(), z.unknown())).meta({
      description:
        'The policy of the app whose rules hold under every policy of the tenant: where both have a rule, the stricter one applies. Fixed: `PUT` does not change it. In `GET /admin/policy` alone.',
    }),
  })
  .meta({ description: 'The policy of the tenant, in one version.' });

export const policyShape: Shape<PolicyView> = shape(policy);

export const policyVersionsShape: Shape<{ readonly versions: readonly PolicyView[]; readonly next?: string }> = shape(
  z.object({ versions: list(policy), next }),
);

const standing = z.enum(['meets', 'mustEnroll', 'noWayIn']);

export const impactShape: Shape<ImpactView> = shape(
  z
    .object({
      rules: list(
        part(
          'ChangedRule',
          z
            .object({
              source: z
                .union([z.literal('tenant'), roleSource])
                .meta({ description: '`tenant`, or the role with the rule.' }),
              member: z
                .string()
                .meta({ description: 'The member of the policy, or of the rule of the role: `session`.' }),
              before: z.unknown().meta({ description: 'The value as written; null if there was no such member.' }),
              after: z.unknown().meta({ description: 'The value as written; null if the member is gone.' }),
              weaker: z.boolean().meta({
                description: 'The new policy demands less than this rule demanded, of somebody or at some time.',
              }),
              weakerMembers: z.optional(
                list(list(z.string())).meta({
                  description:
                    'The changed members of the rule that demand less, each as the names from the rule down to the member: `["maxFailures"]`. Empty if the rule is weaker because of another rule. Present if the rule is weaker and has members.',
                }),
              ),
            })
            .meta({ description: 'A member of the policy that changes.' }),
        ),
      ).meta({ description: 'Every member that differs from the policy in force.' }),
      moves: list(
        part(
          'StandingMove',
          z
            .object({
              from: standing.meta({ description: 'The group under the policy in force.' }),
              to: standing.meta({ description: 'The group under the new policy.' }),
              count: z.int().positive().meta({ description: 'The number of accounts.' }),
            })
            .meta({ description: 'Accounts that leave a group for another group.' }),
        ),
      ).meta({ description: 'The moves between groups; accounts that stay in their group are not counted.' }),
      setUpChanges: z.int().nonnegative().meta({
        description:
          'The number of accounts that have to set up a factor under both policies, where other factors are enough under the new policy.',
      }),
      askedForLess: z.int().nonnegative().meta({
        description:
          'The number of accounts that sign in under both policies, and with less under the new policy: the new policy requires less strength of them, and asks for proofs that are not enough under the policy in force. Ways in, limits of sessions and the trust in providers are not compared.',
      }),
      askedForMore: z.int().nonnegative().meta({
        description:
          'The number of accounts that sign in under both policies, and with more under the new policy, counted as `askedForLess`.',
      }),
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
      dates: z
        .optional(
          list(
            part(
              'ImpactOfDate',
              z
                .object({
                  from: instant.meta({ description: 'The date.' }),
                  unaffected: number.meta({
                    description: 'The accounts that sign in with their factors from then on.',
                  }),
                  mustEnroll: number.meta({ description: 'The accounts that have to set up a factor from then on.' }),
                  stranded: number.meta({
                    description: 'The accounts that cannot sign in without an administrator from then on.',
                  }),
                })
                .meta({ description: 'The accounts from a date of the new policy on.' }),
            ),
          ),
        )
        .meta({
          description:
            'The accounts from each date of the new policy on that is still to come, if nobody sets anything up. Absent without dates.',
        }),
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
              setUpChanges: z.optional(z.literal(true)).meta({
                description:
                  'The account has to set up a factor under both policies, and other factors are enough under the new policy.',
              }),
              notBegun: z.optional(z.enum(['invited', 'invitation-ended', 'nothing-set-up'])).meta({
                description:
                  'Present if the account has no way in yet. `invited`: the person has not followed the link of an open invitation. `invitation-ended`: the link is not valid any more. `nothing-set-up`: there was no invitation.',
              }),
              hasCode: z.optional(z.literal(true)).meta({
                description: 'The account has a valid enrollment code of an administrator.',
              }),
              blocked: z.optional(z.literal(true)).meta({ description: 'The account is blocked.' }),
            })
            .meta({ description: 'An account that the policy affects.' }),
        ),
      ).meta({ description: 'The affected accounts on this page.' }),
      freed: z.optional(
        list(
          part(
            'FreedEntry',
            z
              .object(whose)
              .meta({ description: 'An account that signs in with its factors under the new policy alone.' }),
          ),
        ).meta({
          description:
            'The first 100 accounts, by name, that sign in with their factors under the new policy, and have to set up a factor or cannot sign in under the policy in force. On the first page, unless there are none.',
        }),
      ),
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
      strandsAdministrators: z.optional(z.literal(true)).meta({
        description:
          'In a preview: saving the policy would be refused with `policy-strands-administrators`. Absent otherwise.',
      }),
      threats: z
        .optional(
          list(
            part(
              'WorseThreat',
              z
                .object({
                  ...threatWords,
                  chain: z.string().meta({ description: 'The acts that lead to the gravest new goal, in order.' }),
                  codes: z
                    .object({
                      ...threatCodes,
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
            'The thieves who reach more than before, at most 100: first on accounts that exist, then the worst first. On the first page of a preview.',
        }),
      betterThreats: z
        .optional(
          list(
            part(
              'BetterThreat',
              z
                .object({
                  ...threatWords,
                  lost: z.string().meta({ description: 'The gravest lost goal, in words.' }),
                  codes: z
                    .object(threatCodes)
                    .meta({ description: 'The same as data, for words in another language.' }),
                })
                .meta({ description: 'A thief who reaches less on a kind of account than before.' }),
            ),
          ),
        )
        .meta({
          description:
            'The thieves who reach less than before, in the same order, at most 100. On the first page of a preview, unless there are none.',
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

export const whatIfShape: Shape<WhatIfView> = shape(
  z
    .object({
      status: z.enum(['continue', 'enroll', 'redirect', 'complete', 'denied']).meta({
        description: 'As in the answers of a sign-in. `denied`: the sign-in would end with the problem in `code`.',
      }),
      accept: z
        .optional(list(acceptedMethod))
        .meta({ description: 'The methods that would continue the sign-in. With `continue`.' }),
      offer: z
        .optional(list(offeredMethod))
        .meta({ description: 'The methods that the person could set up. With `enroll`.' }),
      provider: z
        .optional(z.string())
        .meta({ description: 'The provider to which the sign-in would go. With `redirect`.' }),
      strength: z.optional(strength).meta({ description: 'The strength of the proofs. With `complete`.' }),
      code: z.optional(z.string()).meta({ description: 'The code of the problem. With `denied`.' }),
      because: list(reasonShape.schema).meta({ description: 'The reasons, in words for an administrator.' }),
    })
    .meta({ description: 'The answer of a sign-in that nobody made.' }),
);

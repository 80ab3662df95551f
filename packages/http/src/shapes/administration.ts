import type { Instant } from '@sallyport/core';
import type { EventView, ExposureItem, ImpactView, PolicyView, SecurityView } from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './flow.ts';
import { instant, list, part, type Shape, shape } from './shape.ts';

const next = z.optional(z.string());
const whose = { accountId: z.string(), identifier: z.string() };

/** The actor of an event as a single text, `host:ID` for host code. */
const actor = z
  .union([z.string(), z.object({ kind: z.literal('host'), id: z.optional(z.string()) })])
  .transform((by) => (typeof by === 'string' ? by : by.id === undefined ? by.kind : `${by.kind}:${by.id}`))
  .pipe(
    z
      .string()
      .meta({ description: 'An account id, `system`, or host code: `host`, or `host:` and the id of the host code.' }),
  );

const policy = z.object({
  policy: part(
    'PolicyDocument',
    z.record(z.string(), z.unknown()).meta({ description: 'The JSON of `definePolicy`. `PUT` checks the document.' }),
  ),
  version: z.int().nonnegative().meta({ description: 'The version for `If-Match` in a change.' }),
  changedAt: instant,
  changedBy: z.string(),
});

export const policyShape: Shape<PolicyView> = shape(policy);

export const policyVersionsShape: Shape<{ readonly versions: readonly PolicyView[]; readonly next?: string }> = shape(
  z.object({ versions: list(policy), next }),
);

export const impactShape: Shape<ImpactView> = shape(
  z.object({
    unaffected: z.int().nonnegative(),
    mustEnroll: z.int().nonnegative(),
    stranded: z.int().nonnegative(),
    accounts: list(
      part(
        'ImpactEntry',
        z.object({ ...whose, impact: z.enum(['must-enroll', 'stranded']), because: list(reasonShape.schema) }),
      ),
    ),
    vaults: z.optional(
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
    ),
    threats: z.optional(
      list(
        part(
          'WorseThreat',
          z
            .object({
              thief: z.string(),
              reach: z.string().meta({ description: 'The kind of account: its role and its factors.' }),
              before: z.string(),
              after: z.string(),
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
    ),
    threatAnalysis: z.optional(
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
    ),
    next,
  }),
);

export const enrollmentCodeShape: Shape<{ readonly enrollmentCode: string; readonly expiresAt: Instant }> = shape(
  z.object({ enrollmentCode: z.string(), expiresAt: instant }),
);

export const exposureShape: Shape<{
  readonly asOf: Instant;
  readonly items: readonly ExposureItem[];
  readonly next?: string;
}> = shape(
  z.object({
    asOf: instant,
    items: list(z.object({ id: z.string(), label: z.string(), access: z.string(), lastUsedAt: z.optional(instant) })),
    next,
  }),
);

export const eventsShape: Shape<{ readonly events: readonly EventView[]; readonly next?: string }> = shape(
  z.object({
    events: list(
      part(
        'LoggedEvent',
        z.object({
          id: z.string(),
          at: instant,
          type: z.string(),
          accountId: z.optional(z.string()),
          actor: z.optional(actor),
          method: z.optional(z.string()),
          flow: z.optional(z.string()),
          ip: z.optional(z.string()),
          detail: z.optional(z.record(z.string(), z.unknown())),
        }),
      ),
    ),
    next,
  }),
);

export const securityShape: Shape<SecurityView> = shape(
  z.object({
    locked: list(
      part(
        'LockedAccount',
        z.object({
          ...whose,
          authenticator: z.string().meta({ description: 'The authenticator with too many failed attempts.' }),
          until: instant,
        }),
      ),
    ),
    blocked: list(part('BlockedAccount', z.object({ ...whose, since: instant, by: z.string(), reason: z.string() }))),
    failuresByHour: list(z.object({ hour: instant, count: z.int().nonnegative() })),
    mandatesUnmet: list(part('UnmetMandate', z.object({ ...whose, because: list(reasonShape.schema) }))),
    policyVersion: z.int().nonnegative(),
  }),
);

import type { OverviewView, PeoplePage, PersonEntry, RiskCode, RisksView } from '@sallyport/engine';
import * as z from 'zod';
import { blockedSince, openInvitation, rights, shared, status } from './account.ts';
import { loggedEventShape } from './events.ts';
import { instant, list, part, type Shape, shape, whose } from './shape.ts';

export const RISK_CODES: readonly RiskCode[] = [
  'administrator-without-strong-factor',
  'one-passkey-only',
  'no-backup-codes',
  'attacked',
  'disowned',
  'one-policy-administrator',
  'dormant',
  'never-signed-in',
  'policy-finding',
];

export const number: z.ZodInt = z.int().nonnegative();
export const pending: z.ZodOptional<z.ZodInt> = z.optional(number).meta({
  description:
    'The number of accounts that are not judged under a changed policy yet: they are counted as before, or not at all. Absent: none.',
});
const group = z.enum(['meets', 'mustEnroll', 'noWayIn']).meta({
  description:
    '`meets`: signs in with its factors. `mustEnroll`: has to set up a factor. `noWayIn`: cannot sign in without an administrator.',
});
const groups = {
  meets: number.meta({ description: 'The number of accounts that sign in with their factors.' }),
  mustEnroll: number.meta({ description: 'The number of accounts that have to set up a factor.' }),
  noWayIn: number.meta({ description: 'The number of accounts that cannot sign in without an administrator.' }),
};

const entry = part(
  'ListedAccount',
  z
    .object({
      accountId: shared.accountId,
      identifiers: shared.identifiers,
      email: z.optional(z.string()).meta({
        description: 'The verified mailbox, if it is none of the identifiers. Otherwise absent.',
      }),
      displayName: z.optional(z.string()).meta({ description: 'The name for people.' }),
      createdAt: instant.meta({ description: 'When the account was made.' }),
      roles: shared.roles,
      status,
      blockedSince,
      meets: z.boolean().meta({ description: 'The account signs in with its factors under the policy in force.' }),
      group,
      notReadyFrom: z.optional(instant).meta({
        description:
          'The first date of the policy from which on the account does not meet it. Absent: no such date, or the account does not meet it now.',
      }),
      factors: list(z.string()).meta({
        description: 'The names of the methods that the account can prove, the strongest first: `passkey`, `totp`.',
      }),
      lastSignInAt: z.optional(instant).meta({ description: 'The last sign-in; absent: nobody has signed in.' }),
      sessions: number.meta({ description: 'The number of live sessions.' }),
      invited: z.optional(z.literal(true)).meta({
        description: 'The account was made with an invitation, and nobody has signed in to it. Otherwise absent.',
      }),
      invitation: openInvitation,
      helpInCode: z.optional(z.object({ expiresAt: instant.meta({ description: 'The end of the code.' }) })).meta({
        description:
          'The code of a help-in that the person has not entered yet. Absent: no such code waits, or the account is blocked.',
      }),
      settingUp: z.optional(z.object({ expiresAt: instant.meta({ description: 'The end of the sign-in.' }) })).meta({
        description:
          'The sign-in in which the person entered an administrator’s code, and can set up a factor. Absent: no such sign-in, or the sign-in ended.',
      }),
    })
    .meta({ description: 'An account in a list.' }),
);

export const accountsShape: Shape<PeoplePage<PersonEntry>> = shape(
  z
    .object({
      accounts: list(entry).meta({
        description: 'At most 50, in the asked order; by default in the order of the ids.',
      }),
      counts: z
        .object({
          all: number.meta({ description: '`meets`, `mustEnroll` and `noWayIn` together.' }),
          ...groups,
          locked: number.meta({ description: 'The number of accounts that are locked by wrong guesses.' }),
          blocked: number.meta({ description: 'The number of accounts that are blocked.' }),
          invited: number.meta({ description: 'The number of invited accounts that nobody has signed in to.' }),
          invitationOpen: number.meta({
            description: 'The accounts of `invited` whose link opens the first sign-in.',
          }),
          invitationOver: number.meta({
            description:
              'The accounts of `invited` whose link ended, was used or was taken back, or is void after a block or a code of an administrator.',
          }),
        })
        .meta({
          description:
            'The numbers of the whole tenant, whatever the list shows. For a helpdesk, the numbers of the people whom it helps.',
        }),
      notReady: z
        .optional(
          list(
            z.object({
              from: instant.meta({ description: 'The date.' }),
              count: number.meta({ description: 'The number of accounts that `notReadyFor` lists for the date.' }),
            }),
          ),
        )
        .meta({
          description:
            'For each date of the policy that is still to come, the accounts that are not ready. Absent without dates.',
        }),
      pending,
      may: z.optional(rights).meta({
        description: 'For a helpdesk: its rights over anybody in the list. Absent: every right.',
      }),
      next: z.optional(z.string()).meta({ description: 'The cursor of the next page; absent on the last page.' }),
    })
    .meta({ description: 'A page of accounts.' }),
);

export const risksShape: Shape<RisksView> = shape(
  z
    .object({
      risks: list(
        part(
          'Risk',
          z
            .object({
              code: z.enum(RISK_CODES).meta({ description: 'Several entries can have the code `policy-finding`.' }),
              severity: z
                .enum(['error', 'warning', 'info'])
                .meta({ description: '`error`: act now. `warning`: act soon. `info`: when there is time.' }),
              count: number.meta({ description: 'The number of accounts; 1 for `policy-finding`.' }),
              message: z.string().meta({ description: 'In English: branch on `code`.' }),
              accounts: list(
                z.object({
                  ...whose,
                  createdAt: instant.meta({ description: 'When the account was made.' }),
                }),
              ).meta({ description: 'The first ten accounts.' }),
            })
            .meta({ description: 'A risk that somebody should look at.' }),
        ),
      ).meta({ description: 'The risks that exist, the gravest first.' }),
      pending,
    })
    .meta({ description: 'The risks of the accounts and of the policy.' }),
);

export const overviewShape: Shape<OverviewView> = shape(
  z
    .object({
      accounts: number.meta({ description: 'The number of accounts.' }),
      ...groups,
      blocked: number.meta({
        description: 'The number of accounts that an administrator blocked. They count in their groups too.',
      }),
      invited: z.object(groups).meta({
        description:
          'The invited accounts that nobody has signed in to, by group. They count in `meets`, `mustEnroll` and `noWayIn` too.',
      }),
      helpedIn: number.meta({
        description:
          'The number of accounts of `noWayIn` whose owner has a code of a help-in, and has not entered the code yet.',
      }),
      byRole: list(z.object({ role: z.string(), ...groups })).meta({
        description: 'The numbers by role. The empty role: accounts without a role.',
      }),
      byStrongestFactor: list(z.object({ factor: z.string(), count: number })).meta({
        description: 'The number of accounts by the strongest factor; `none`: accounts without a factor.',
      }),
      days: list(
        part(
          'OverviewDay',
          z
            .object({
              day: instant.meta({ description: 'The start of the day, in UTC.' }),
              succeeded: number.meta({ description: 'The number of sign-ins.' }),
              failed: number.meta({ description: 'The number of failed attempts.' }),
              failedLogged: number.meta({
                description:
                  'The number of the failed attempts that have an entry in the action log (`sign-in.failed`). The others were at unknown identifiers.',
              }),
              locked: number.meta({ description: 'The number of locks.' }),
              meets: z.optional(number).meta({
                description: 'The number of accounts that met the policy; absent: nobody counted on that day.',
              }),
            })
            .meta({ description: 'A day of the tenant.' }),
        ),
      ).meta({ description: 'Thirty days, the oldest first. The last day is today.' }),
      attention: list(z.object({ code: z.string(), count: number, message: z.string() })).meta({
        description: 'At most five things that need somebody, the gravest first. `code` is a risk or a state.',
      }),
      urgent: number.meta({ description: 'The number of risks with the severity `error`.' }),
      changes: list(loggedEventShape.schema).meta({
        description:
          'The newest changes by administrators and host code of who can sign in and how, at most ten. A password or a key that host code sets, and ended sessions, are in the action log alone. Of an act on many accounts, the newest event alone. Of a help-in, the event of its code alone.',
      }),
      together: list(
        part(
          'ChangeOfMany',
          z
            .object({
              id: z.string().meta({ description: 'The id of the event in `changes`.' }),
              accounts: number.meta({ description: 'The number of accounts, at least 2.' }),
              since: instant.meta({ description: 'The time of the oldest event of the act.' }),
            })
            .meta({
              description:
                'An act on several accounts at about the same time, or the accounts that one author imported within a day.',
            }),
        ),
      ).meta({ description: 'The events in `changes` that stand for an act on several accounts.' }),
      helpIns: list(
        part(
          'ChangeByHelpIn',
          z
            .object({
              id: z.string().meta({ description: 'The id of the event in `changes`.' }),
              removed: list(loggedEventShape.schema).meta({
                description: 'The events that tell what the help-in removed, at least one.',
              }),
            })
            .meta({ description: 'An administrator who helped a person in.' }),
        ),
      ).meta({ description: 'The events in `changes` that stand for a help-in with several events.' }),
      pending,
      rolesFromHost: z.optional(z.literal(true)).meta({
        description:
          "Roles come from the host's own system, and every change of roles answers `roles-from-host`. Absent: administrators give roles.",
      }),
      names: z
        .record(z.string(), z.string())
        .meta({ description: 'The names of the accounts in `changes` and `helpIns`, by account id.' }),
    })
    .meta({ description: 'The tenant on one screen.' }),
);

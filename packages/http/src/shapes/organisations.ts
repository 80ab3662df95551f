import type {
  MembershipView,
  MemberView,
  OpenInvitationView,
  OrganisationImpact,
  OrganisationInvitation,
  OrganisationView,
  OwnOrganisationView,
} from '@sallyport/engine';
import * as z from 'zod';
import { reasonShape } from './reason.ts';
import { instant, list, next, part, type Shape, shape } from './shape.ts';

const name = z.optional(z.string()).meta({ description: 'For people. Another organisation may have the same name.' });

export const ownOrganisationsShape: Shape<{ readonly organisations: readonly OwnOrganisationView[] }> = shape(
  z.object({
    organisations: list(
      part(
        'OwnOrganisation',
        z
          .object({
            id: z.string().meta({ description: 'For `in` of `POST /step-up`.' }),
            name,
            roles: list(z.string()).meta({ description: "The person's roles in the organisation." }),
            since: instant.meta({ description: 'The beginning of the membership.' }),
            enters: z.boolean().meta({
              description: 'The session can enter now. A route of the app may ask for more than the organisation.',
            }),
            demand: z.optional(z.object({ strengths: list(z.string()), maxAgeSeconds: z.optional(z.int()) })).meta({
              description:
                'What a step-up with `in` has to reach, as in a problem with `insufficient-strength`. Absent if the session enters, and if no step-up leads in.',
            }),
            because: z.optional(list(reasonShape.schema)).meta({
              description:
                'Why the session does not enter, as in a problem. Absent if the session enters, and if the organisation is closed.',
            }),
          })
          .meta({ description: 'An organisation of the signed-in person.' }),
      ),
    ),
  }),
);

export const organisationShape: Shape<OrganisationView> = shape(
  z
    .object({
      id: z.string().meta({ description: 'Stays as long as the organisation, and is never used again.' }),
      name,
      version: z.int().positive().meta({ description: 'The version for `If-Match` in a change.' }),
      rule: part(
        'OrganisationDocument',
        z.record(z.string(), z.unknown()).meta({ description: 'The JSON of `defineOrganisation`.' }),
      ).meta({ description: 'The rule as it was sent.' }),
      changedAt: instant.meta({ description: 'When the version came into force.' }),
      changedBy: z.string().meta({ description: 'An account id, or `host:` and the id of the host code.' }),
    })
    .meta({ description: 'An organisation with its rule, in one version.' }),
);

const member = z
  .object({
    accountId: z.string().meta({ description: 'The account.' }),
    roles: list(z.string()).meta({ description: 'The roles in the organisation.' }),
    since: instant.meta({ description: 'The beginning of the membership.' }),
    by: z.string().meta({
      description: 'The author of the last change: an account id, or `host:` and the id of the host code.',
    }),
  })
  .meta({ description: 'A member of an organisation.' });

export const memberShape: Shape<MemberView> = shape(member);

export const membersShape: Shape<{ readonly members: readonly MemberView[]; readonly next?: string }> = shape(
  z.object({ members: list(member), next }),
);

export const organisationInvitationShape: Shape<OrganisationInvitation> = shape(
  z
    .object({
      id: z.string().meta({ description: 'For the withdrawal.' }),
      expiresAt: instant.meta({ description: 'The end of the link.' }),
    })
    .meta({ description: 'A mailed invitation into an organisation.' }),
);

const openInvitation = z
  .object({
    id: z.string().meta({ description: 'For the withdrawal.' }),
    to: z.string().meta({ description: 'The address, shortened: `b•••@example.org`.' }),
    roles: list(z.string()).meta({ description: 'The roles that the person gets.' }),
    by: z.string().meta({ description: 'The id of an account, or `host:NAME`.' }),
    invitedAt: instant.meta({ description: 'When the link was mailed.' }),
    expiresAt: instant.meta({ description: 'The end of the link.' }),
  })
  .meta({ description: 'An invitation that is open: its link still leads in.' });

export const openInvitationShape: Shape<OpenInvitationView> = shape(openInvitation);

export const openInvitationsShape: Shape<{ readonly invitations: readonly OpenInvitationView[] }> = shape(
  z.object({ invitations: list(openInvitation) }),
);

export const membershipShape: Shape<MembershipView> = shape(
  z
    .object({
      organisation: z.string().meta({ description: 'The id of the organisation.' }),
      name,
      roles: list(z.string()).meta({ description: "The person's roles in the organisation." }),
      since: instant.meta({ description: 'The beginning of the membership.' }),
    })
    .meta({ description: 'A membership of the signed-in person.' }),
);

const counts = {
  enters: z.int().nonnegative().meta({ description: 'The members who enter.' }),
  mustEnroll: z.int().nonnegative().meta({ description: 'The members who have to set up a factor.' }),
  cannot: z.int().nonnegative().meta({ description: 'The members who cannot enter, or cannot sign in.' }),
};

export const organisationImpactShape: Shape<OrganisationImpact> = shape(
  z
    .object({
      ...counts,
      dates: list(
        part(
          'OrganisationImpactOfDate',
          z
            .object({ from: instant.meta({ description: 'The date.' }), ...counts })
            .meta({ description: 'The members from a date of the rule on.' }),
        ),
      ).meta({ description: 'The same from each date of the rule on that is still to come.' }),
      members: list(
        part(
          'AffectedMember',
          z
            .object({
              accountId: z.string().meta({ description: 'The account.' }),
              impact: z
                .enum(['must-enroll', 'cannot'])
                .meta({ description: '`must-enroll`: sets up a factor at the door. `cannot`: cannot enter.' }),
              offer: z.optional(list(z.string())).meta({ description: 'The methods to set up. With `must-enroll`.' }),
              because: list(reasonShape.schema).meta({
                description: 'The rules of the organisation, or that the account is blocked.',
              }),
            })
            .meta({ description: 'A member who does not enter.' }),
        ),
      ).meta({ description: 'The members who do not enter now, by account id, 100 a page.' }),
      strandsOwners: z.optional(z.literal(true)).meta({
        description: 'Saving the rule would be refused with `strands-owners`. Absent otherwise.',
      }),
      next,
    })
    .meta({ description: 'What a rule asks of the members of an organisation.' }),
);

import * as z from 'zod';
import { line, nothing } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { answered, done } from '../route/answer.ts';
import { guardedRoute, memberRoute, type RouteRow } from '../route/route.ts';

const looks = { needs: 'session', looks: true } as const;
const rule = z.record(z.string(), z.unknown());
const roles = z.array(line(64)).max(64);
const cursor = z.exactOptional(line(512));

const ownOrganisations = guardedRoute(looks, {
  verb: 'GET',
  path: '/organisations',
  summary: 'The organisations of the person, and which of them the session can enter now.',
  input: nothing,
  answers: { status: 200, shape: 'OwnOrganisations' },
  calls: ['me.organisations'],
  handle: async ({ auth, session }) => {
    const organisations = await auth.me(session).organisations();
    return isRefusal(organisations) ? organisations : { body: { organisations } };
  },
});

const joins = guardedRoute(
  { needs: 'session' },
  {
    verb: 'POST',
    path: '/organisations/join',
    summary: 'Takes up an invitation by the token of its link. Whoever is a member already keeps the roles.',
    input: z.strictObject({ token: line(8192) }),
    answers: { status: 200, shape: 'Membership' },
    calls: ['me.join'],
    handle: async ({ auth, session, input }) => answered(await auth.me(session).join(input.token)),
  },
);

export const organisationRoutes: readonly RouteRow[] = [
  ownOrganisations,
  joins,
  memberRoute('people', {
    verb: 'POST',
    path: '/organisations/:organisation/invitations',
    summary: 'Mails a link by which the owner of the address becomes a member.',
    input: z.strictObject({ email: line(256), roles: roles.max(16) }),
    answers: { status: 200, shape: 'OrganisationInvitation' },
    calls: ['organisations.invite'],
    handle: async ({ auth, session: by, input, param }) =>
      answered(await auth.organisations.invite(param('organisation'), { ...input, by })),
  }),
  memberRoute('people', {
    verb: 'GET',
    path: '/organisations/:organisation/invitations',
    summary: 'The open invitations, the newest first.',
    input: nothing,
    answers: { status: 200, shape: 'OpenInvitations' },
    calls: ['organisations.invitations'],
    handle: async ({ auth, session: { tenant }, param }) =>
      answered(await auth.organisations.invitations(param('organisation'), { tenant })),
  }),
  memberRoute('people', {
    verb: 'DELETE',
    path: '/organisations/:organisation/invitations/:id',
    summary: 'Withdraws an invitation.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['organisations.withdraw'],
    handle: async ({ auth, session: by, param }) =>
      done(await auth.organisations.withdraw(param('organisation'), param('id'), { by })),
  }),
  memberRoute('people', {
    verb: 'GET',
    path: '/organisations/:organisation/members',
    summary: 'The members by account id, 100 a page.',
    input: z.strictObject({ role: z.exactOptional(line(64)), cursor }),
    answers: { status: 200, shape: 'Members' },
    calls: ['organisations.members.list'],
    handle: async ({ auth, session: { tenant }, input, param }) =>
      answered(await auth.organisations.members.list(param('organisation'), { ...input, tenant })),
  }),
  memberRoute('people', {
    verb: 'PUT',
    path: '/organisations/:organisation/members/:id',
    summary: 'Makes an account a member with these roles, or replaces the roles of a member.',
    input: z.strictObject({ roles, from: z.exactOptional(roles) }),
    answers: { status: 200, shape: 'Member' },
    calls: ['organisations.members.set'],
    handle: async ({ auth, session: by, input, param }) => {
      const { set } = auth.organisations.members;
      return answered(await set(param('organisation'), { accountId: param('id') }, { ...input, by }));
    },
  }),
  memberRoute('people', {
    verb: 'DELETE',
    path: '/organisations/:organisation/members/:id',
    summary: 'Ends a membership. The account stays.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['organisations.members.remove'],
    handle: async ({ auth, session: by, param }) =>
      done(await auth.organisations.members.remove(param('organisation'), { accountId: param('id') }, { by })),
  }),
  memberRoute('rule', {
    verb: 'GET',
    path: '/organisations/:organisation/rule',
    summary: 'The rule in force, with its version.',
    input: nothing,
    answers: { status: 200, shape: 'Organisation' },
    calls: ['organisations.rule'],
    handle: async ({ auth, session: { tenant }, param }) => {
      const view = await auth.organisations.rule(param('organisation'), { tenant });
      return isRefusal(view) ? view : { body: view, version: view.version };
    },
  }),
  memberRoute('rule', {
    verb: 'PUT',
    path: '/organisations/:organisation/rule',
    summary: 'Replaces the rule, for the next request in the organisation.',
    needsIfMatch: true,
    input: z.strictObject({ rule }),
    answers: { status: 200, shape: 'Organisation' },
    calls: ['organisations.setRule'],
    handle: async ({ auth, session: by, input, ifVersion, param }) => {
      const view = await auth.organisations.setRule(param('organisation'), input.rule, { ifVersion, by });
      return isRefusal(view) ? view : { body: view, version: view.version };
    },
  }),
  memberRoute('rule', {
    verb: 'POST',
    path: '/organisations/:organisation/rule/preview',
    summary: 'What a rule would ask of each member, without saving it.',
    input: z.strictObject({ rule, cursor }),
    answers: { status: 200, shape: 'OrganisationImpact' },
    calls: ['organisations.preview'],
    handle: async ({ auth, session: { tenant }, input: { rule: draft, ...page }, param }) =>
      answered(await auth.organisations.preview(param('organisation'), draft, { ...page, tenant })),
  }),
];

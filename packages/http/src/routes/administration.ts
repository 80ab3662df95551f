import { MOST_PASSKEYS, WAY_IN_METHODS } from '@sallyport/core';
import type { AdminAccountView, PersonView, Refusal } from '@sallyport/engine';
import * as z from 'zod';
import { line, mailAddress, nothing, text, time } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { answered, done } from '../route/answer.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';
import { RISK_CODES } from '../shapes/people.ts';

const ofPeople = { needs: 'administrator', of: 'people' } as const;
const ofHelpdesk = { needs: 'administrator', of: 'helpdesk' } as const;
const mayReset = { ...ofHelpdesk, may: 'reset' } as const;
const mayVouch = { ...ofHelpdesk, may: 'vouch' } as const;
const mayUnlock = { ...ofHelpdesk, may: 'unlock' } as const;
const account = { status: 200, shape: 'AdminAccount' } as const;
const roles = z.array(line(64)).max(64);
const externalIds = z.array(z.strictObject({ provider: line(100), subject: line(255) })).max(20);
const lastBlock = time().meta({
  description: 'The time of the last block that the caller knows: a newer block stays, 412.',
});
const force = z.exactOptional(z.boolean());

/** A helpdesk reaches some routes, for the people whom it helps. */
export const administrationRoutes: readonly RouteRow[] = [
  guardedRoute(ofHelpdesk, {
    verb: 'GET',
    path: '/admin/accounts',
    summary: 'Accounts, by a part of a name, by state, role, factor or risk, with the numbers of the whole tenant.',
    input: z.strictObject({
      query: z.exactOptional(line(256)),
      state: z.exactOptional(
        z.enum([
          ...(['all', 'meets', 'mustEnroll', 'noWayIn', 'locked', 'blocked'] as const),
          ...(['invited', 'invitationOpen', 'invitationOver'] as const),
        ]),
      ),
      role: z.exactOptional(z.union([line(64), z.literal('')])),
      factor: z.exactOptional(line(64)),
      strongest: z.exactOptional(line(64)),
      notReadyFor: z.exactOptional(line(40)),
      risk: z.exactOptional(z.enum(RISK_CODES)),
      sort: z.exactOptional(z.enum(['identifier', '-lastSignInAt', '-createdAt'])),
      cursor: z.exactOptional(line(2_048)),
    }),
    parameters: { maybeEmpty: ['role'] },
    answers: { status: 200, shape: 'Accounts' },
    handle: async ({ auth, session, input }) => {
      const { accounts, ...page } = await auth.people.list({ by: session, ...input });
      return { body: { accounts: accounts.map(({ externalId: _, ...entry }) => entry), ...page } };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'POST',
    path: '/admin/accounts',
    summary: 'Creates an account; its mail address is taken as verified.',
    input: z.strictObject({
      identifier: line(256),
      displayName: z.exactOptional(line(256)),
      email: z.exactOptional(mailAddress()),
      roles: z.exactOptional(roles),
      password: z.exactOptional(text(256)),
      invite: z.exactOptional(z.boolean()),
      emergency: z.exactOptional(z.boolean()),
      externalIds: z.exactOptional(externalIds),
    }),
    answers: { status: 201, shape: 'AdminAccount' },
    calls: ['people.create'],
    handle: async ({ auth, session, input }) => {
      const created = await auth.people.create({ ...input, by: session });
      return isRefusal(created) ? created : { status: 201, body: adminView(created) };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'POST',
    path: '/admin/accounts/acts',
    summary: 'An act on up to 500 accounts, each by itself.',
    input: z.strictObject({
      act: z.enum(['remind', 'sign-out', 'block', 'unblock']),
      accountIds: z.array(line(100)).min(1).max(500),
      reason: z.exactOptional(text(500)),
      asOf: z.exactOptional(z.record(line(100), lastBlock)),
    }),
    answers: { status: 200, shape: 'ActResults' },
    calls: ['people.actOnMany'],
    handle: async ({ auth, session, input }) => answered(await auth.people.actOnMany({ ...input, by: session })),
  }),
  guardedRoute(ofHelpdesk, {
    verb: 'GET',
    path: '/admin/accounts/:id',
    summary: 'One account.',
    input: nothing,
    answers: account,
    calls: ['people.show'],
    handle: async ({ auth, session, param }) =>
      shown(await auth.people.show({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'DELETE',
    path: '/admin/accounts/:id',
    summary: 'Deletes an account; its events stay.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['people.delete'],
    handle: async ({ auth, session, param }) =>
      done(await auth.people.delete({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'PUT',
    path: '/admin/accounts/:id/methods',
    summary: 'The ways in that this account may use; `null`: all that the policy has.',
    input: z.strictObject({
      methods: z.array(z.enum(WAY_IN_METHODS)).max(16).nullable(),
      from: from(z.array(line(64)).max(16).nullable()),
      force,
    }),
    answers: account,
    calls: ['people.setMethods'],
    handle: async ({ auth, session, param, input }) =>
      shown(await auth.people.setMethods({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'PUT',
    path: '/admin/accounts/:id/roles',
    summary: 'The own roles of this account: `roles` without those of `givenRoles`, also in `from`.',
    input: z.strictObject({ roles, from: from(roles), force }),
    answers: account,
    calls: ['people.setRoles'],
    handle: async ({ auth, session, param, input }) =>
      shown(await auth.people.setRoles({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(mayReset, {
    verb: 'POST',
    path: '/admin/accounts/:id/reset-two-step',
    summary: 'Clears authenticator app, backup codes and telephone numbers, and ends all sessions; passkeys stay.',
    input: nothing,
    answers: { status: 200, shape: 'EnrollmentCode' },
    calls: ['people.resetTwoStep'],
    handle: async ({ auth, session, param }) =>
      answered(await auth.people.resetTwoStep({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'PUT',
    path: '/admin/accounts/:id/external-ids',
    summary: 'Says who the account is at providers and in the directory; what is not named is unlinked.',
    input: z.strictObject({ externalIds, from: from(externalIds) }),
    answers: account,
    calls: ['people.setExternalIds'],
    handle: async ({ auth, session, param, input }) =>
      shown(await auth.people.setExternalIds({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(mayReset, {
    verb: 'POST',
    path: '/admin/accounts/:id/reset-passkeys',
    summary: 'Removes all passkeys.',
    input: nothing,
    answers: account,
    calls: ['people.resetPasskeys'],
    handle: async ({ auth, session, param }) =>
      shown(await auth.people.resetPasskeys({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(mayReset, {
    verb: 'DELETE',
    path: '/admin/accounts/:id/passkeys/:pid',
    summary: 'Revokes one passkey, at once.',
    input: nothing,
    answers: account,
    calls: ['people.revokePasskey'],
    handle: async ({ auth, session, param }) =>
      shown(await auth.people.revokePasskey({ accountId: param('id') }, { passkeyId: param('pid'), by: session })),
  }),
  guardedRoute(mayVouch, {
    verb: 'POST',
    path: '/admin/accounts/:id/enrollment-code',
    summary: 'Vouches for a person with a one-time code.',
    input: nothing,
    answers: { status: 200, shape: 'EnrollmentCode' },
    calls: ['people.vouch'],
    handle: async ({ auth, session, param }) =>
      answered(await auth.people.vouch({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(mayReset, {
    verb: 'POST',
    path: '/admin/accounts/:id/help-in',
    summary: 'Takes everything that a person lost from the account, and gives a one-time code that lets the person in.',
    input: z.strictObject({
      // `app` is the lost telephone: the authenticator app, and the numbers for delivered codes.
      lost: z
        .array(z.enum(['app', 'passkey', 'mailbox', 'password']))
        .min(1)
        .max(4),
      passkeys: z.exactOptional(z.array(line(1400)).min(1).max(MOST_PASSKEYS)),
      email: z.exactOptional(mailAddress()),
      preview: z.exactOptional(z.boolean()),
    }),
    answers: { status: 200, shape: 'HelpedIn' },
    calls: ['people.helpIn'],
    handle: async ({ auth, session, param, input }) =>
      answered(await auth.people.helpIn({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'POST',
    path: '/admin/accounts/:id/block',
    summary: 'Blocks an account and ends its sessions.',
    input: z.strictObject({ reason: text(500) }),
    answers: account,
    calls: ['people.block'],
    handle: async ({ auth, session, param, input }) =>
      shown(await auth.people.block({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(ofPeople, {
    verb: 'POST',
    path: '/admin/accounts/:id/unblock',
    summary: 'Lifts a block.',
    input: z.strictObject({
      asOf: z.exactOptional(lastBlock),
      reason: z.exactOptional(
        text(500).meta({ description: 'What the caller read: 412 for a block with another reason.' }),
      ),
    }),
    answers: account,
    calls: ['people.unblock'],
    handle: async ({ auth, session, param, input }) =>
      shown(await auth.people.unblock({ accountId: param('id') }, { ...input, by: session })),
  }),
  guardedRoute(mayUnlock, {
    verb: 'POST',
    path: '/admin/accounts/:id/unlock',
    summary: 'Ends a lock that came of failed attempts.',
    input: nothing,
    answers: account,
    calls: ['people.unlock'],
    handle: async ({ auth, session, param }) =>
      shown(await auth.people.unlock({ accountId: param('id') }, { by: session })),
  }),
  guardedRoute(mayVouch, {
    verb: 'POST',
    path: '/admin/accounts/:id/invitation',
    summary: 'Mails the invitation again; the link before is void.',
    input: nothing,
    answers: { status: 202, shape: 'Done' },
    calls: ['people.invite'],
    handle: async ({ auth, session, param }) => {
      const sent = await auth.people.invite({ accountId: param('id') }, { by: session });
      return isRefusal(sent) ? sent : { status: 202, body: {} };
    },
  }),
  guardedRoute(mayVouch, {
    verb: 'DELETE',
    path: '/admin/accounts/:id/invitation',
    summary: 'Takes the invitation back.',
    input: nothing,
    answers: { status: 204, shape: 'Done' },
    calls: ['people.withdrawInvitation'],
    handle: async ({ auth, session, param }) => {
      const refusal = await auth.people.withdrawInvitation({ accountId: param('id') }, { by: session });
      return isRefusal(refusal) ? refusal : { status: 204, body: {} };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/accounts/:id/sessions',
    summary: "All of an account's sessions.",
    input: nothing,
    answers: { status: 200, shape: 'Sessions' },
    calls: ['people.sessions'],
    handle: async ({ auth, session, param }) => {
      const found = await auth.people.sessions({ tenant: session.tenant, accountId: param('id') });
      if (isRefusal(found)) return found;
      return { body: { sessions: found.map((one) => ({ ...one, current: one.id === session.id })) } };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'DELETE',
    path: '/admin/accounts/:id/sessions/:sid',
    summary: 'Ends one session of an account.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['people.endSession'],
    handle: async ({ auth, session, param }) =>
      done(await auth.people.endSession({ accountId: param('id') }, { by: session, sessionId: param('sid') })),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/accounts/:id/devices',
    summary: 'The devices that signed in to an account before.',
    input: nothing,
    answers: { status: 200, shape: 'Devices' },
    calls: ['people.devices'],
    handle: async ({ auth, session, param }) => {
      const found = await auth.people.devices({ tenant: session.tenant, accountId: param('id') });
      return isRefusal(found) ? found : { body: { devices: found.map((one) => ({ ...one, current: false })) } };
    },
  }),
  guardedRoute(ofPeople, {
    verb: 'DELETE',
    path: '/admin/accounts/:id/devices/:did',
    summary: 'Forgets a device of an account.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['people.forgetDevice'],
    handle: async ({ auth, session, param }) =>
      done(await auth.people.forgetDevice({ accountId: param('id') }, { by: session, deviceId: param('did') })),
  }),
  guardedRoute(ofPeople, {
    verb: 'GET',
    path: '/admin/accounts/:id/exposure',
    summary: 'What the account has, or when it was blocked had, access to.',
    input: z.strictObject({ cursor: z.exactOptional(line(512)) }),
    answers: { status: 200, shape: 'Exposure' },
    calls: ['people.exposure'],
    handle: async ({ auth, session, param }) =>
      answered(await auth.people.exposure({ tenant: session.tenant, accountId: param('id') })),
  }),
];

/** Of a whole that is replaced. */
function from<Whole extends z.ZodType>(whole: Whole): z.ZodExactOptional<Whole> {
  return z.exactOptional(whole.meta({ description: 'What the caller read: 412 if it has changed since.' }));
}

/** Without what host code alone gives the account. */
function adminView({ externalId: _, requiredStrength: __, ...view }: PersonView): AdminAccountView {
  return view;
}

function shown(account: PersonView | Refusal): ReturnType<typeof answered<AdminAccountView>> {
  return answered(isRefusal(account) ? account : adminView(account));
}

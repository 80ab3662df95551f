import * as z from 'zod';
import { line, mailAddress, nothing, text, typedPassword } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { answered, done, droppedWithSession, flowAnswer } from '../route/answer.ts';
import { guardedRoute, type RouteRow } from '../route/route.ts';

const session = { needs: 'session' } as const;
const looks = { needs: 'session', looks: true } as const;
const recentProof = { needs: 'recent-proof' } as const;
const setUp = { needs: 'set-up' } as const;
const account = { status: 200, shape: 'Account' } as const;

export const accountRoutes: readonly RouteRow[] = [
  guardedRoute(looks, {
    verb: 'GET',
    path: '/account',
    summary: 'The account, its factors, and what would be good for it.',
    input: nothing,
    answers: account,
    handle: async ({ auth, session: live }) => ({ body: auth.me(live).view() }),
  }),
  guardedRoute(recentProof, {
    verb: 'PUT',
    path: '/account/identifier',
    summary: 'Replaces the name with which the person begins a sign-in.',
    input: z.strictObject({ identifier: line(256) }),
    answers: account,
    calls: ['me.rename'],
    handle: async ({ auth, session: live, input }) => answered(await auth.me(live).rename(input.identifier)),
  }),
  guardedRoute(recentProof, {
    verb: 'PATCH',
    path: '/account/passkeys/:id',
    summary: 'Renames a passkey.',
    input: z.strictObject({ name: line(64) }),
    answers: account,
    calls: ['me.renamePasskey'],
    handle: async ({ auth, session: live, input, param }) =>
      answered(await auth.me(live).renamePasskey(param('id'), input.name)),
  }),
  guardedRoute(recentProof, {
    verb: 'DELETE',
    path: '/account/passkeys/:id',
    summary:
      'Removes a passkey. Ends every session that rests on the passkey, this session too if it proved the passkey.',
    input: nothing,
    answers: account,
    calls: ['me.removePasskey'],
    handle: async ({ auth, session: live, param }) => answered(await auth.me(live).removePasskey(param('id'))),
  }),
  guardedRoute(recentProof, {
    verb: 'DELETE',
    path: '/account/external-ids/:provider',
    summary: 'Unlinks the identity at a provider.',
    input: nothing,
    answers: account,
    calls: ['me.removeExternalId'],
    handle: async ({ auth, session: live, param }) => answered(await auth.me(live).removeExternalId(param('provider'))),
  }),
  guardedRoute(setUp, {
    verb: 'POST',
    path: '/account/backup-codes',
    summary: 'New backup codes, shown once; the old ones are void.',
    input: nothing,
    answers: { status: 200, shape: 'BackupCodes' },
    calls: ['me.newBackupCodes'],
    handle: async ({ auth, session: live }) => answered(await auth.me(live).newBackupCodes()),
  }),
  guardedRoute(recentProof, {
    verb: 'POST',
    path: '/account/password',
    knowsDevice: true,
    summary: 'Sets or changes the password; keeps and rotates this session, ends the others.',
    input: z.strictObject({ current: z.exactOptional(typedPassword()), next: text(256) }),
    answers: { status: 200, shape: 'FlowAnswer' },
    calls: ['me.changePassword'],
    handle: async ({ auth, caller, session: live, input, site }) =>
      flowAnswer(await auth.me(live).changePassword(caller, input), site),
  }),
  guardedRoute(setUp, {
    verb: 'POST',
    path: '/account/email',
    summary: 'Mails a token to a new address, and tells the present one. Nothing changes before the token is shown.',
    input: z.strictObject({ email: mailAddress() }),
    answers: { status: 202, shape: 'Done' },
    calls: ['me.requestEmail'],
    handle: async ({ auth, session: live, input }) => done(await auth.me(live).requestEmail(input.email), 202),
  }),
  guardedRoute(setUp, {
    verb: 'POST',
    path: '/account/email/confirm',
    summary: 'Confirms the new address with the token from the mail.',
    input: z.strictObject({ token: text(256) }),
    answers: account,
    calls: ['me.confirmEmail'],
    handle: async ({ auth, session: live, input }) => answered(await auth.me(live).confirmEmail(input.token)),
  }),
  guardedRoute(looks, {
    verb: 'GET',
    path: '/account/devices',
    knowsDevice: true,
    summary: 'The devices that signed in before, and have a budget of guesses of their own.',
    input: nothing,
    answers: { status: 200, shape: 'Devices' },
    handle: async ({ auth, caller, session: live }) => ({
      body: { devices: await auth.me(live).devices(caller) },
    }),
  }),
  guardedRoute(session, {
    verb: 'DELETE',
    path: '/account/devices/:id',
    summary: 'Forgets a device: from then on it is like any other.',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['me.forgetDevice'],
    handle: async ({ auth, session: live, param }) => done(await auth.me(live).forgetDevice(param('id'))),
  }),
  guardedRoute(recentProof, {
    verb: 'GET',
    path: '/account/export',
    summary: 'Everything that is kept about the person, as one document.',
    input: nothing,
    answers: { status: 200, shape: 'AccountExport' },
    calls: ['me.export'],
    handle: async ({ auth, session: live }) => answered(await auth.me(live).export()),
  }),
  guardedRoute(recentProof, {
    verb: 'DELETE',
    path: '/account',
    summary: 'Deletes the account, for good.',
    input: nothing,
    answers: { status: 204, shape: 'Done' },
    calls: ['me.remove'],
    handle: async ({ auth, caller, session: live }) => {
      const refusal = await auth.me(live).remove();
      if (isRefusal(refusal)) return refusal;
      // The other device tokens belong to other accounts.
      const isShared = (caller.deviceTokens?.length ?? 0) > 1;
      return {
        status: 204,
        body: {},
        drop: [...droppedWithSession(caller), ...(isShared ? [] : (['device'] as const))],
      };
    },
  }),
];

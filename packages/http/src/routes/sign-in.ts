import * as z from 'zod';
import { line, nothing, text, typedPassword } from '../message/fields.ts';
import { isRefusal } from '../message/refusal.ts';
import { flowAnswer, placeOfProvider } from '../route/answer.ts';
import { openRoute, type RouteRow } from '../route/route.ts';
import { assertionBody, ceremonyBody } from '../shapes/webauthn.ts';

const flow = { status: 200, shape: 'FlowAnswer' } as const;

export const signInRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/sign-in',
    summary: 'Opens a flow; with a password it is the first step as well.',
    readsMode: 'always',
    input: z.strictObject({
      identifier: line(256),
      password: z.exactOptional(typedPassword()),
      method: z.exactOptional(z.enum(['password', 'ldap'])),
    }),
    answers: flow,
    calls: ['signIn.begin'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signIn.begin(caller, input), site),
  }),
  openRoute({
    verb: 'GET',
    path: '/sign-in',
    summary: "The flow's current answer; without a flow, the ways in.",
    continues: 'flow-or-session',
    input: z.strictObject({ local: z.exactOptional(z.enum(['0', '1'])) }),
    answers: { status: 200, shape: 'SignInStatus' },
    calls: ['signIn.status'],
    handle: async ({ auth, caller, input, site }) => {
      const status = await auth.signIn.status(caller, { local: input.local === '1' });
      if (isRefusal(status) || 'answer' in status) return flowAnswer(status, site);
      const providers = status.providers.map((one) => ({ ...one, location: placeOfProvider(site, one.id) }));
      return { body: { ...status, providers } };
    },
  }),
  openRoute({
    verb: 'DELETE',
    path: '/sign-in',
    summary: 'Abandons the flow.',
    continues: 'flow',
    input: nothing,
    answers: { status: 200, shape: 'Done' },
    calls: ['signIn.abandon'],
    handle: async ({ auth, caller }) => {
      const ended = await auth.signIn.abandon(caller);
      return isRefusal(ended) ? ended : { body: {}, keep: ended.keep };
    },
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/password',
    summary: "A local or LDAP password, whichever is the account's.",
    continues: 'flow',
    input: z.strictObject({ password: typedPassword() }),
    answers: flow,
    calls: ['signIn.password'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signIn.password(caller, input), site),
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/passkey/options',
    summary: "Options for a passkey: the account's own after a proof, discoverable before; needs no open flow.",
    continues: 'flow',
    readsMode: 'unless-open',
    input: ceremonyBody,
    answers: { status: 200, shape: 'PasskeyRequestOptions' },
    calls: ['signIn.passkeyOptions'],
    handle: async ({ auth, caller }) => {
      const options = await auth.signIn.passkeyOptions(caller);
      return isRefusal(options) ? options : { body: { ...options } };
    },
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/passkey',
    summary: 'A passkey, in the flow or without one.',
    continues: 'flow',
    readsMode: 'unless-open',
    input: assertionBody,
    answers: flow,
    calls: ['signIn.passkey'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signIn.passkey(caller, input), site),
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/email-code/send',
    summary: 'Mails a code; a new one voids the last.',
    continues: 'flow',
    input: nothing,
    answers: flow,
    calls: ['signIn.sendCode'],
    never: ['not-found'],
    handle: async ({ auth, caller, site }) => flowAnswer(await auth.signIn.sendCode(caller, 'email-code'), site),
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/enrollment-code',
    summary:
      "An administrator's one-time code: opens the set-up of a factor. With a new password, if the old one was lost.",
    continues: 'flow',
    input: z.strictObject({ code: text(64), password: z.exactOptional(text(256)) }),
    answers: flow,
    calls: ['signIn.enrollmentCode'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signIn.enrollmentCode(caller, input), site),
  }),
];

import * as z from 'zod';
import { line, text } from '../message/fields.ts';
import { done, flowAnswer } from '../route/answer.ts';
import { openRoute, type RouteRow } from '../route/route.ts';

const LONGEST_TOKEN = 1_024;

export const signUpRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/sign-up',
    summary:
      'Mails a link that makes an account, or, to an address that has an account, a mail that says so. Answers the same in both cases.',
    readsMode: 'always',
    input: z.strictObject({ email: line(320) }),
    answers: { status: 202, shape: 'Done' },
    calls: ['signUp.begin'],
    handle: async ({ auth, caller, input }) => done(await auth.signUp.begin(caller, input), 202),
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-up/confirm',
    summary: 'Follows the link: makes the account, with its address verified, and goes on in the first sign-in.',
    readsMode: 'always',
    input: z.strictObject({ token: text(LONGEST_TOKEN), password: z.optional(text(256)) }),
    answers: { status: 200, shape: 'FlowAnswer' },
    calls: ['signUp.confirm'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signUp.confirm(caller, input), site),
  }),
];

export const invitationRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/invitation',
    summary: 'Follows the link of an invitation: goes on in the first sign-in of the account.',
    readsMode: 'always',
    input: z.strictObject({ token: text(256), password: z.optional(text(256)) }),
    answers: { status: 200, shape: 'FlowAnswer' },
    calls: ['invitations.accept'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.invitations.accept(caller, input), site),
  }),
];

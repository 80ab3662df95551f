import * as z from 'zod';
import { line, text } from '../message/fields.ts';
import { flowAnswer } from '../route/answer.ts';
import { openRoute, type RouteRow } from '../route/route.ts';

export const recoveryRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/recover',
    summary: 'Mails a link for a new password, if there is anybody to mail it to. Answers the same if there is not.',
    readsMode: 'always',
    input: z.strictObject({ identifier: line(256) }),
    answers: { status: 202, shape: 'Done' },
    handle: async ({ auth, caller, input }) => {
      await auth.recovery.begin(caller, input);
      return { status: 202, body: {} };
    },
  }),
  openRoute({
    verb: 'POST',
    path: '/recover/confirm',
    summary: 'Follows the link: goes on with another factor, or replaces the password if the account has none.',
    readsMode: 'always',
    input: z.strictObject({ token: text(256), next: text(256) }),
    answers: { status: 200, shape: 'RecoveryAnswer' },
    calls: ['recovery.confirm'],
    handle: async ({ auth, caller, input, site }) => {
      const reply = await auth.recovery.confirm(caller, input);
      return 'status' in reply ? { body: reply } : flowAnswer(reply, site);
    },
  }),
];

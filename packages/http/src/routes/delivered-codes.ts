import { type DeliveredCode, isHostCode } from '@sallyport/core';
import * as z from 'zod';
import { line, nothing, text } from '../message/fields.ts';
import type { HttpRefusal } from '../message/refusal.ts';
import { answered, flowAnswer } from '../route/answer.ts';
import { guardedRoute, openRoute, type RouteRow, setUpRoute } from '../route/route.ts';

const flow = { status: 200, shape: 'FlowAnswer' } as const;
const code = z.strictObject({ code: text(64) });

/** `:code` is one of the tenant's codes; other names answer 404. */
export const deliveredCodeRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/sign-in/:code/send',
    continues: 'flow',
    summary: "Sends a code of the host's own; a new one voids the last.",
    input: nothing,
    answers: flow,
    calls: ['signIn.sendCode'],
    handle: async ({ auth, caller, param, site }) =>
      withCode(param('code'), async (method) => flowAnswer(await auth.signIn.sendCode(caller, method), site)),
  }),
  openRoute({
    verb: 'POST',
    path: '/sign-in/:code',
    continues: 'flow',
    summary: 'The code that was sent.',
    input: code,
    answers: flow,
    calls: ['signIn.code'],
    handle: async ({ auth, caller, input, param, site }) =>
      withCode(param('code'), async (method) => flowAnswer(await auth.signIn.code(caller, method, input), site)),
  }),
  setUpRoute({
    verb: 'POST',
    path: '/enroll/:code',
    summary: 'Sends a code to a new address, pending until it is confirmed.',
    input: z.strictObject({ address: line(254) }),
    answers: { status: 200, shape: 'PendingCode' },
    calls: ['enroll.code'],
    handle: async ({ auth, caller, input, param }) =>
      withCode(param('code'), async (method) => answered(await auth.enroll.code(caller, method, input))),
  }),
  setUpRoute({
    verb: 'POST',
    path: '/enroll/:code/confirm',
    summary: 'Confirms the new address with the code that went there.',
    input: code,
    answers: flow,
    calls: ['enroll.confirmCode'],
    handle: async ({ auth, caller, input, param, site }) =>
      withCode(param('code'), async (method) => flowAnswer(await auth.enroll.confirmCode(caller, method, input), site)),
  }),
  guardedRoute(
    { needs: 'recent-proof' },
    {
      verb: 'DELETE',
      path: '/account/:code',
      summary:
        'Removes a delivered code. Ends every session that rests on the code, this session too if it proved the code.',
      input: nothing,
      answers: { status: 200, shape: 'Account' },
      calls: ['me.removeCode'],
      handle: async ({ auth, session, param }) =>
        withCode(param('code'), async (method) => answered(await auth.me(session).removeCode(method))),
    },
  ),
];

/** The check is for the compiler: the router matches delivered codes only. */
async function withCode<Answer>(
  name: string,
  run: (method: DeliveredCode) => Promise<Answer>,
): Promise<Answer | HttpRefusal> {
  return isHostCode(name) ? run(name) : { refused: 'not-found' };
}

import { BUILT_IN_METHODS, type MethodDescriptor } from '@sallyport/core';
import * as z from 'zod';
import { nothing, text } from '../message/fields.ts';
import { answered, flowAnswer } from '../route/answer.ts';
import { guardedRoute, openRoute, type RouteRow, setUpRoute } from '../route/route.ts';

const flow = { status: 200, shape: 'FlowAnswer' } as const;
const code = z.strictObject({ code: text(64) });
const secondFactors = BUILT_IN_METHODS.filter(({ use }) => use === 'second');
const challenged = secondFactors.filter((method: MethodDescriptor) => method.challenged);
const enrollable = secondFactors.filter((method) => method.enrollable);

export const typedCodeRoutes: readonly RouteRow[] = [
  ...secondFactors.map(({ name, inSentences }) =>
    openRoute({
      verb: 'POST',
      path: `/sign-in/${name}`,
      continues: 'flow',
      summary: `A code that is typed: ${inSentences}.`,
      input: code,
      answers: flow,
      calls: ['signIn.code'],
      never: ['not-found'],
      handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.signIn.code(caller, name, input), site),
    }),
  ),
  ...challenged.map(({ name, inSentences }) =>
    openRoute({
      verb: 'POST',
      path: `/sign-in/${name}/challenge`,
      continues: 'flow',
      summary: `What the next code answers: ${inSentences}.`,
      input: nothing,
      answers: { status: 200, shape: 'Challenge' },
      calls: ['signIn.challenge'],
      never: ['not-found'],
      handle: async ({ auth, caller }) => answered(await auth.signIn.challenge(caller, name)),
    }),
  ),
  ...enrollable.flatMap(({ name, inSentences }) => [
    setUpRoute({
      verb: 'POST',
      path: `/enroll/${name}`,
      summary: `A secret, pending until a code of it confirms it: ${inSentences}.`,
      input: nothing,
      answers: { status: 200, shape: 'PendingTotp' },
      calls: ['enroll.secret'],
      never: ['not-found'],
      handle: async ({ auth, caller }) => answered(await auth.enroll.secret(caller, name)),
    }),
    setUpRoute({
      verb: 'POST',
      path: `/enroll/${name}/confirm`,
      summary: `Confirms the secret with a code of it: ${inSentences}.`,
      input: code,
      answers: flow,
      calls: ['enroll.confirmCode'],
      never: ['not-found'],
      handle: async ({ auth, caller, input, site }) =>
        flowAnswer(await auth.enroll.confirmCode(caller, name, input), site),
    }),
    guardedRoute(
      { needs: 'recent-proof' },
      {
        verb: 'DELETE',
        path: `/account/${name}`,
        summary: `Removes a factor: ${inSentences}. Ends every session that rests on the factor, this session too if it proved the factor.`,
        input: nothing,
        answers: { status: 200, shape: 'Account' },
        calls: ['me.removeCode'],
        handle: async ({ auth, session }) => answered(await auth.me(session).removeCode(name)),
      },
    ),
  ]),
];

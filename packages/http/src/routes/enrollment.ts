import { isRefusal } from '../message/refusal.ts';
import { flowAnswer } from '../route/answer.ts';
import { type RouteRow, setUpRoute } from '../route/route.ts';
import { ceremonyBody, registrationBody } from '../shapes/webauthn.ts';

export const enrollmentRoutes: readonly RouteRow[] = [
  setUpRoute({
    verb: 'POST',
    path: '/enroll/passkey/options',
    summary: 'Options to create a passkey with.',
    input: ceremonyBody,
    answers: { status: 200, shape: 'PasskeyCreationOptions' },
    calls: ['enroll.passkeyOptions'],
    handle: async ({ auth, caller, input }) => {
      const options = await auth.enroll.passkeyOptions(caller, input);
      return isRefusal(options) ? options : { body: { ...options } };
    },
  }),
  setUpRoute({
    verb: 'POST',
    path: '/enroll/passkey',
    summary: 'Registers the passkey that was created.',
    input: registrationBody,
    answers: { status: 200, shape: 'FlowAnswer' },
    calls: ['enroll.passkey'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.enroll.passkey(caller, input), site),
  }),
];

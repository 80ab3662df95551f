import { z } from 'zod';
import { answered, flowAnswer } from '../answer.ts';
import { nothing, text } from '../fields.ts';
import { isRefusal, type Refused } from '../refusal.ts';
import { openRoute, type RouteRow } from '../route.ts';
import { registrationBody } from '../webauthn.ts';

/** In a flow that asks for it, or in a session with recent proof: the engine knows which, and the flow wins. */
const outside: readonly Refused[] = [
  'no-session',
  'insufficient-strength',
  'flow-expired',
  'method-not-allowed',
  'no-way-in',
];
const unproved: readonly Refused[] = [...outside, 'invalid-credentials', 'flow-conflict', 'account-blocked'];

export const enrollmentRoutes: readonly RouteRow[] = [
  openRoute({
    verb: 'POST',
    path: '/enroll/totp',
    summary: 'A secret for an authenticator app, pending until it is confirmed.',
    input: nothing,
    answers: { status: 200, shape: 'PendingTotp' },
    refuses: [...outside, 'flow-conflict'],
    handle: async ({ auth, caller }) => answered(await auth.enroll.totp(caller)),
  }),
  openRoute({
    verb: 'POST',
    path: '/enroll/totp/confirm',
    summary: 'Confirms the authenticator app with a code of it.',
    input: z.strictObject({ code: text(64) }),
    answers: { status: 200, shape: 'FlowAnswer' },
    refuses: [...unproved, 'locked'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.enroll.confirmTotp(caller, input), site),
  }),
  openRoute({
    verb: 'POST',
    path: '/enroll/passkey/options',
    summary: 'Options to create a passkey with.',
    input: nothing,
    answers: { status: 200, shape: 'PasskeyCreationOptions' },
    refuses: outside,
    handle: async ({ auth, caller }) => {
      const options = await auth.enroll.passkeyOptions(caller);
      return isRefusal(options) ? options : { body: { ...options } };
    },
  }),
  openRoute({
    verb: 'POST',
    path: '/enroll/passkey',
    summary: 'Registers the passkey that was created.',
    input: registrationBody,
    answers: { status: 200, shape: 'FlowAnswer' },
    refuses: [...unproved, 'already-exists'],
    handle: async ({ auth, caller, input, site }) => flowAnswer(await auth.enroll.passkey(caller, input), site),
  }),
];

import { instant } from '@sallyport/core';
import type { Caller, Enroll, FlowReply, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { countedIn, judging } from '../attempts/unjudged.ts';
import { registrationOptions, verifyRegistration } from '../factors/passkey-registration.ts';
import { acceptedStep, newTotpSecret } from '../factors/totp.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { eventsOf } from '../records/events.ts';
import { actorGuard } from '../sessions/liveness.ts';
import { conclude } from '../step/take-step.ts';
import { passkeyEnrolled, totpEnrolled } from './enrolled.ts';
import { type EnrollmentContext, enrollmentContext } from './enrollment-context.ts';
import { commitInSession } from './in-session.ts';

export function enroll(kernel: Kernel): Enroll {
  return {
    totp: (caller) => beginTotp(kernel, caller),
    confirmTotp: (caller, input) => confirmTotp(kernel, caller, input.code),
    code: async () => ({ refused: 'not-found' }),
    confirmCode: async () => ({ refused: 'not-found' }),
    async passkeyOptions(caller) {
      const context = await enrollmentContext(kernel, caller, 'passkey');
      return 'refused' in context
        ? context
        : registrationOptions(kernel, kernel.policies.known(caller.tenant).policy, context.account, context.boundTo);
    },
    passkey: (caller, input) => registerPasskey(kernel, caller, input),
  };
}

/** A new secret, pending until a code of it is shown: the one in use stays in use. */
async function beginTotp(kernel: Kernel, caller: Caller): Promise<{ secret: string; uri: string } | Refusal> {
  for (;;) {
    const context = await enrollmentContext(kernel, caller, 'totp');
    if ('refused' in context) return context;
    const { account, now } = context;
    const { secret, sealed, uri } = newTotpSecret(kernel, account, account.identifiers[0] ?? account.id);
    const pendingTotp = { sealed, expiresAt: instant(now + LIFETIMES.pendingTotp) };
    const result = await kernel.commit({
      tenant: caller.tenant,
      now,
      events: [],
      ...(context.kind === 'flow'
        ? {
            guards: { flow: { id: context.flow.id, version: context.flow.version } },
            flow: { ...context.flow, version: context.flow.version + 1, pendingTotp },
          }
        : {
            guards: { ...actorGuard(context.session, account), account: { id: account.id, version: account.version } },
            account: { ...account, version: account.version + 1, pendingTotp },
          }),
    });
    if (result.outcome === 'committed') return { secret, uri };
    if (context.kind === 'flow') return { refused: 'flow-conflict' };
  }
}

async function confirmTotp(kernel: Kernel, caller: Caller, code: string): Promise<FlowReply | Refusal> {
  const context = await enrollmentContext(kernel, caller, 'totp', { authenticator: 'totp-enrollment' });
  if ('refused' in context) return context;
  const pending = context.kind === 'flow' ? context.flow.pendingTotp : context.account.pendingTotp;
  const step =
    pending === undefined || pending.expiresAt <= context.now
      ? undefined
      : await judging(
          kernel,
          caller.tenant,
          context.kind === 'flow' ? countedIn(context.loaded.attempt) : undefined,
          () => acceptedStep(kernel, context.account, pending.sealed, code, context.now, -1),
        );
  if (pending === undefined || step === undefined) return wrong(kernel, caller, context, 'totp');
  return finish(
    kernel,
    caller,
    context,
    totpEnrolled(kernel, context.account, pending.sealed, step, context.now, context.kind),
  );
}

async function registerPasskey(
  kernel: Kernel,
  caller: Caller,
  input: Parameters<Enroll['passkey']>[1],
): Promise<FlowReply | Refusal> {
  const context = await enrollmentContext(kernel, caller, 'passkey');
  if ('refused' in context) return context;
  const registered = await verifyRegistration(kernel, context.account, context.boundTo, input, context.now);
  if (registered === undefined) return wrong(kernel, caller, context, 'passkey');
  return finish(kernel, caller, context, passkeyEnrolled(kernel, context.account, registered, context.now));
}

function finish(
  kernel: Kernel,
  caller: Caller,
  context: EnrollmentContext,
  proof: Parameters<typeof conclude>[3],
): Promise<FlowReply | Refusal> {
  return context.kind === 'flow'
    ? conclude(
        kernel,
        caller,
        { loaded: context.loaded, flow: context.flow, token: context.token, fresh: false },
        proof,
      )
    : commitInSession(kernel, caller, context, proof);
}

async function wrong(kernel: Kernel, caller: Caller, context: EnrollmentContext, method: string): Promise<Refusal> {
  const { now, account } = context;
  const event = eventsOf(kernel, caller, now, {
    owner: account,
    method,
    flow: context.kind === 'flow' ? context.flow.id : undefined,
    actor: account.id,
  });
  await kernel.commit({
    tenant: caller.tenant,
    now,
    guards: {},
    events: [event('sign-in.failed', { detail: { enrollment: true } })],
  });
  return { refused: 'invalid-credentials' };
}

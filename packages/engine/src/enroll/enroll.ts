import { instant } from '@sallyport/core';
import type { Caller, Enroll, FlowReply, Refusal } from '../api/index.ts';
import { LIFETIMES } from '../api/lifetimes.ts';
import { countedIn, judging } from '../attempts/unjudged.ts';
import { registrationOptions, verifyRegistration } from '../factors/passkey-registration.ts';
import { acceptedStep, newTotpSecret } from '../factors/totp.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { actorGuard } from '../sessions/liveness.ts';
import { beginCode, confirmCode } from './code.ts';
import { passkeyEnrolled, totpEnrolled } from './enrolled.ts';
import { enrollmentContext } from './enrollment-context.ts';
import { finish, wrong } from './finish.ts';

export function enroll(kernel: Kernel): Enroll {
  return {
    totp: (caller) => beginTotp(kernel, caller),
    confirmTotp: (caller, input) => confirmTotp(kernel, caller, input.code),
    code: (caller, method, { address }) => beginCode(kernel, caller, method, address),
    confirmCode: (caller, method, { code }) => confirmCode(kernel, caller, method, code),
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
  const context = await enrollmentContext(kernel, caller, 'totp', {
    attempt: ({ lockout }) => ({ authenticator: 'totp-enrollment', limits: lockout, perDevice: false }),
    inSession: false,
    ifLocked: 'locked',
  });
  if ('refused' in context) return context;
  const pending = context.kind === 'flow' ? context.flow.pendingTotp : context.account.pendingTotp;
  const step =
    pending === undefined || pending.expiresAt <= context.now
      ? undefined
      : await judging(kernel, caller.tenant, countedIn(context.attempt), () =>
          acceptedStep(kernel, context.account, pending.sealed, code, context.now, -1),
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

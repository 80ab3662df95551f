import { instant } from '@sallyport/core';
import { owner } from '../../acts/doer.ts';
import { performAct } from '../../acts/perform-act.ts';
import type { Caller, FlowReply, PendingSecretView, Refusal } from '../../contract/index.ts';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import { isRefusal } from '../../contract/refusal.ts';
import type { SecretSetUp } from '../../factors/factor.ts';
import { factorOf } from '../../factors/index.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { countedIn } from '../../state/counted-guess.ts';
import { secretEnrolled } from './enrolled.ts';
import { enrollmentContext } from './enrollment-context.ts';
import { finish, wrong } from './finish.ts';

export async function beginSecret(
  kernel: Kernel,
  caller: Caller,
  method: string,
): Promise<PendingSecretView | Refusal> {
  const setUp = factorOf(method)?.setUp;
  if (setUp === undefined) return { refused: 'not-found' };
  const context = await enrollmentContext(kernel, caller, setUp.method);
  if ('refused' in context) return context;
  const { account, now, boundTo } = context;
  const { sealed, ...shown } = await setUp.begin(kernel, account, account.identifiers[0] ?? account.id);
  const pendingSecret = { method, boundTo, sealed, expiresAt: instant(now + LIFETIMES.pendingSecret) };
  if (context.kind === 'session') {
    const { session } = context;
    const begun = await performAct(kernel, owner(session), session.accountId, ({ account: latest }) => ({
      act: { type: 'enroll', factor: setUp.method },
      next: { ...latest, pendingSecret },
    }));
    return isRefusal(begun) ? begun : shown;
  }
  const { flow } = context;
  const result = await kernel.commit({
    tenant: caller.tenant,
    now,
    events: [],
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: { ...flow, version: flow.version + 1, pendingSecret },
  });
  return result.outcome === 'committed' ? shown : { refused: 'flow-conflict' };
}

export async function confirmSecret(
  kernel: Kernel,
  caller: Caller,
  setUp: SecretSetUp,
  code: string,
): Promise<FlowReply | Refusal> {
  const { method } = setUp;
  const context = await enrollmentContext(kernel, caller, method, {
    guess: ({ lockout }) => ({ authenticator: `${method}-enrollment`, limits: lockout, perDevice: false }),
    inSession: false,
    ifLocked: 'locked',
  });
  if ('refused' in context) return context;
  await using _ = countedIn(context.guess);
  const { account, now, boundTo } = context;
  const pending = context.kind === 'flow' ? context.flow.pendingSecret : account.pendingSecret;
  if (pending?.method !== method || pending.boundTo !== boundTo || pending.expiresAt <= now)
    return await wrong(kernel, caller, context, method);
  const confirmed = await setUp.confirm(kernel, account, pending.sealed, code, now);
  if (confirmed === undefined) return await wrong(kernel, caller, context, method);
  return await finish(
    kernel,
    caller,
    context,
    secretEnrolled(kernel, account, setUp, pending.sealed, confirmed, now, context.kind, context.setUpBy),
  );
}

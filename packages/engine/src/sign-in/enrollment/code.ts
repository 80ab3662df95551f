import { type DeliveredCode, instant } from '@sallyport/core';
import type { PendingCode } from '@sallyport/store';
import { owner } from '../../acts/doer.ts';
import { performAct } from '../../acts/perform-act.ts';
import type { Caller, FlowReply, Refusal } from '../../contract/index.ts';
import { LIFETIMES } from '../../contract/lifetimes.ts';
import { isRefusal } from '../../contract/refusal.ts';
import { maskedAddress } from '../../factors/delivered-code.ts';
import type { HostCode } from '../../kernel/host-codes.ts';
import type { Kernel } from '../../kernel/kernel.ts';
import { digitsCode, readCode } from '../../kernel/secrets/codes.ts';
import { isMailed, type Mailed, mailedHash } from '../../kernel/secrets/mailed-secret.ts';
import { countedIn } from '../../state/counted-guess.ts';
import { mailBudget, sendCodeCounted } from '../../state/counted-mail.ts';
import { codeEnrolled } from './enrolled.ts';
import { type EnrollmentContext, enrollmentContext } from './enrollment-context.ts';
import { finish, wrong } from './finish.ts';

export async function beginCode(
  kernel: Kernel,
  caller: Caller,
  method: string,
  raw: string,
): Promise<{ sentTo: string } | Refusal> {
  const delivery = kernel.of(caller.tenant).codes.get(method);
  if (delivery === undefined) return { refused: 'not-found' };
  const address = addressOf(kernel, delivery, raw);
  const budget = {
    guess: () => mailBudget(enrollmentOf(method)),
    inSession: true,
    ifLocked: 'too-many-mails',
  } as const;
  const context = await enrollmentContext(kernel, caller, delivery.method, address === undefined ? undefined : budget);
  if ('refused' in context) return context;
  if (address === undefined)
    return {
      refused: 'malformed-input',
      errors: [{ path: 'address', message: `is nothing that ${delivery.label} could be sent to` }],
    };
  const code = digitsCode(kernel.random);
  const pending: PendingCode = {
    method: delivery.method,
    address,
    hash: mailedHash(kernel.ring, setUpCode(context, delivery.method, address), code),
    expiresAt: instant(context.now + LIFETIMES.sentCode),
  };
  const { tenant } = caller;
  await using counted = countedIn(context.guess);
  const refused = await storePending(kernel, context, pending);
  if (refused !== undefined) return refused;
  const isSent = await sendCodeCounted(kernel, { tenant, to: address, code, method: delivery.method }, counted);
  return isSent ? { sentTo: maskedAddress(address) } : { refused: 'mail-unavailable' };
}

export async function confirmCode(
  kernel: Kernel,
  caller: Caller,
  method: string,
  code: string,
): Promise<FlowReply | Refusal> {
  const delivery = kernel.of(caller.tenant).codes.get(method);
  if (delivery === undefined) return { refused: 'not-found' };
  const context = await enrollmentContext(kernel, caller, delivery.method, {
    guess: ({ lockout }) => ({ authenticator: enrollmentOf(method), limits: lockout, perDevice: false }),
    inSession: true,
    ifLocked: 'locked',
  });
  if ('refused' in context) return context;
  await using counted = countedIn(context.guess);
  const { account, now } = context;
  const pending = context.kind === 'flow' ? context.flow.pendingCode : account.pendingCode;
  // The same code may have set the address up in another request: this is no guess.
  if (context.kind === 'session' && pending === undefined) await counted?.giveBack();
  if (
    pending?.method !== method ||
    pending.expiresAt <= now ||
    !isMailed(kernel.ring, setUpCode(context, delivery.method, pending.address), readCode(code), pending.hash)
  )
    return await wrong(kernel, caller, context, method);
  return await finish(
    kernel,
    caller,
    context,
    codeEnrolled(kernel, account, pending, now, context.kind, context.setUpBy),
  );
}

async function storePending(
  kernel: Kernel,
  context: EnrollmentContext,
  pendingCode: PendingCode,
): Promise<Refusal | undefined> {
  if (context.kind === 'session') {
    const { session } = context;
    const changed = await performAct(kernel, owner(session), session.accountId, ({ account }) => ({
      act: { type: 'enroll', factor: pendingCode.method },
      next: { ...account, pendingCode },
    }));
    return isRefusal(changed) ? changed : undefined;
  }
  const { flow, now } = context;
  const result = await kernel.commit({
    tenant: flow.tenant,
    now,
    guards: { flow: { id: flow.id, version: flow.version } },
    flow: { ...flow, version: flow.version + 1, pendingCode },
    events: [],
  });
  return result.outcome === 'committed' ? undefined : { refused: 'flow-conflict' };
}

function addressOf({ logger }: Kernel, { address, method }: HostCode, raw: string): string | undefined {
  try {
    return address(raw);
  } catch {
    logger.error('the host could not read an address', { method });
    return undefined;
  }
}

function setUpCode({ account, boundTo }: EnrollmentContext, method: DeliveredCode, address: string): Mailed {
  return { purpose: `new ${method}`, tenant: account.tenant, accountId: account.id, address, within: boundTo };
}

function enrollmentOf(method: string): string {
  return `${method}-enrollment`;
}

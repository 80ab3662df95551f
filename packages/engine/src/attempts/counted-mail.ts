import { milliseconds } from '@sallyport/core';
import { MAIL_COUNTERS } from '@sallyport/core/lockout';
import type { CodeToSend, Mail } from '../api/host.ts';
import { MAIL_BUDGET } from '../api/lifetimes.ts';
import { HostSilent } from '../kernel/host-call.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { AttemptAsked, AttemptRef } from '../store/port.ts';
import type { TenantId } from '../store/records.ts';
import { giveBackUnjudged } from './unjudged.ts';

/**
 * Sends a mail whose place in the budget is taken already, and answers whether it went out. What the mailer refused is given back.
 * A mailer that does not answer may have sent it, and so it counts: else a slow one would mail without bound.
 */
export async function sendCounted(kernel: Kernel, mail: Mail, counted: AttemptRef | undefined): Promise<boolean> {
  const { sendMail } = kernel;
  if (sendMail === undefined) return false;
  const failed = (): void => kernel.logger.error('the mailer failed', { kind: mail.kind });
  return sent(kernel, mail.tenant, counted, async () => sendMail(mail), failed);
}

/** The same for a delivered code, whichever way it goes. */
export async function sendCodeCounted(
  kernel: Kernel,
  { method, ...code }: CodeToSend,
  counted: AttemptRef | undefined,
): Promise<boolean> {
  const delivery = kernel.codes.get(method);
  if (delivery === undefined) return sendCounted(kernel, { ...code, kind: 'email-code' }, counted);
  const failed = (): void => kernel.logger.error('a code could not be sent', { method });
  return sent(kernel, code.tenant, counted, () => delivery.send({ ...code, method }), failed);
}

async function sent(
  kernel: Kernel,
  tenant: TenantId,
  counted: AttemptRef | undefined,
  send: () => Promise<void>,
  failed: () => void,
): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (fault) {
    failed();
    if (!(fault instanceof HostSilent)) await giveBackUnjudged(kernel, tenant, counted);
    return false;
  }
}

/** At most five mails an hour for an account and a purpose, however they are asked for. */
export function mailBudget(purpose: string): AttemptAsked {
  const window = milliseconds(MAIL_BUDGET.window);
  return {
    authenticator: `${MAIL_COUNTERS}${purpose}`,
    limits: { maxFailures: MAIL_BUDGET.mails, window, lockLengths: [window], hardLimit: Number.MAX_SAFE_INTEGER },
    perDevice: false,
  };
}

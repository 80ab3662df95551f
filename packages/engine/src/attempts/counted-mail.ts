import { MAIL_COUNTERS, milliseconds } from '@sallyport/core';
import type { Mail } from '../api/host.ts';
import { MAIL_BUDGET } from '../api/lifetimes.ts';
import { HostSilent } from '../kernel/host-call.ts';
import type { Kernel } from '../kernel/kernel.ts';
import type { AttemptAsked, AttemptRef } from '../store/port.ts';
import { giveBackUnjudged } from './unjudged.ts';

/**
 * Sends a mail whose place in the budget is taken already, and answers whether it went out. What the mailer refused is given back.
 * A mailer that does not answer may have sent it, and so it counts: else a slow one would mail without bound.
 */
export async function sendCounted(kernel: Kernel, mail: Mail, place: AttemptRef | undefined): Promise<boolean> {
  try {
    await kernel.sendMail?.(mail);
    return kernel.sendMail !== undefined;
  } catch (fault) {
    kernel.logger.error('the mailer failed', { kind: mail.kind });
    if (!(fault instanceof HostSilent)) await giveBackUnjudged(kernel, mail.tenant, place);
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

import { milliseconds } from '@sallyport/core';
import { MAIL_COUNTERS } from '@sallyport/core/lockout';
import type { AttemptAsked, AttemptRef, TenantId } from '@sallyport/store';
import type { CodeToSend, Mail } from '../contract/host.ts';
import { MAIL_BUDGET } from '../contract/lifetimes.ts';
import { HostSilent } from '../kernel/host-call.ts';
import type { Kernel } from '../kernel/kernel.ts';
import { giveBackAtOnce } from './unjudged.ts';

/**
 * Sends a mail whose place in the budget is taken already, and answers whether it went out. What the mailer refused is given back.
 * A mailer that does not answer may have sent it, and so it counts: else a slow one would mail without bound.
 */
export async function sendCounted(kernel: Kernel, mail: Mail, counted: AttemptRef | undefined): Promise<boolean> {
  const { sendMail } = kernel.of(mail.tenant);
  if (sendMail === undefined) return false;
  const failed = (fault: unknown): void =>
    kernel.logger.error('the mailer failed', { kind: mail.kind, because: codeOf(fault) });
  return sent(kernel, mail.tenant, counted, async () => sendMail(mail), failed);
}

/** The same for a delivered code, whichever way it goes. */
export async function sendCodeCounted(
  kernel: Kernel,
  { method, ...code }: CodeToSend,
  counted: AttemptRef | undefined,
): Promise<boolean> {
  const delivery = kernel.of(code.tenant).codes.get(method);
  if (delivery === undefined) return sendCounted(kernel, { ...code, kind: 'email-code' }, counted);
  const failed = (fault: unknown): void =>
    kernel.logger.error('a code could not be sent', { method, because: codeOf(fault) });
  return sent(kernel, code.tenant, counted, () => delivery.send({ ...code, method }), failed);
}

async function sent(
  kernel: Kernel,
  tenant: TenantId,
  counted: AttemptRef | undefined,
  send: () => Promise<void>,
  failed: (fault: unknown) => void,
): Promise<boolean> {
  try {
    await send();
    return true;
  } catch (fault) {
    failed(fault);
    if (!(fault instanceof HostSilent)) await giveBackAtOnce(kernel, tenant, counted);
    return false;
  }
}

/**
 * Why the host's code failed, in one word: the fault's code (`ECONNREFUSED`, `EAUTH`), or else its class. What it says at length may hold
 * what was to be sent, and a log never does.
 */
function codeOf(fault: unknown): string {
  const { code, name }: { readonly code?: unknown; readonly name?: unknown } = fault instanceof Error ? fault : {};
  const word = [code, name].find((one) => typeof one === 'string' && /^[A-Za-z][A-Za-z_-]{0,31}$/.test(one));
  return typeof word === 'string' ? word : 'unknown';
}

/** At most five mails an hour for an account and a purpose, however they are asked for. */
export function mailBudget(purpose: string): AttemptAsked {
  const window = milliseconds(MAIL_BUDGET.window);
  return {
    authenticator: `${MAIL_COUNTERS}${purpose}`,
    limits: {
      maxFailures: MAIL_BUDGET.mails,
      window,
      lockLengths: [window],
      hardLimit: Number.MAX_SAFE_INTEGER,
      // A mail counts from the moment it is asked for: nobody judges it.
      judgedWithin: milliseconds(0),
    },
    perDevice: false,
  };
}

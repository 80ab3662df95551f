import { milliseconds } from '@sallyport/core';
import { MAIL_COUNTERS } from '@sallyport/core/lockout';
import type { AttemptAsked } from '@sallyport/store';
import type { CodeToSend, Mail } from '../contract/host.ts';
import { MAIL_BUDGET } from '../contract/lifetimes.ts';
import { codeOf } from '../kernel/because.ts';
import type { CountedGuess } from '../kernel/counted-guess.ts';
import { HostSilent } from '../kernel/host-call.ts';
import type { Kernel } from '../kernel/kernel.ts';

/** A mail stays counted if the mailer is silent: a slow mailer would send mails without limit. */
export async function sendCounted(kernel: Kernel, mail: Mail, ...counted: Counted): Promise<boolean> {
  const { sendMail } = kernel.of(mail.tenant);
  if (sendMail === undefined) return false;
  const failed = (fault: unknown): void =>
    kernel.logger.error('the mailer failed', { kind: mail.kind, because: codeOf(fault) });
  return sent(counted, async () => sendMail(mail), failed);
}

export async function sendCodeCounted(
  kernel: Kernel,
  { method, ...code }: CodeToSend,
  counted: CountedGuess | undefined,
): Promise<boolean> {
  const delivery = kernel.of(code.tenant).codes.get(method);
  if (delivery === undefined) return sendCounted(kernel, { ...code, kind: 'email-code' }, counted);
  const failed = (fault: unknown): void =>
    kernel.logger.error('a code could not be sent', { method, because: codeOf(fault) });
  return sent([counted], () => delivery.send({ ...code, method }), failed);
}

type Counted = readonly (CountedGuess | undefined)[];

async function sent(counted: Counted, send: () => Promise<void>, failed: (fault: unknown) => void): Promise<boolean> {
  try {
    await send();
    keep(counted);
    return true;
  } catch (fault) {
    failed(fault);
    if (fault instanceof HostSilent) keep(counted);
    return false;
  }
}

function keep(counted: Counted): void {
  for (const guess of counted) guess?.keep();
}

export function mailBudget(purpose: string, budget: typeof MAIL_BUDGET = MAIL_BUDGET): AttemptAsked {
  const window = milliseconds(budget.window);
  return {
    authenticator: `${MAIL_COUNTERS}${purpose}`,
    limits: {
      maxFailures: budget.mails,
      window,
      lockLengths: [window],
      hardLimit: Number.MAX_SAFE_INTEGER,
      judgedWithin: milliseconds(0),
    },
    perDevice: false,
  };
}

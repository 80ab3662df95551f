import type { SendMail } from '@sallyport/engine';
import { createTransport } from 'nodemailer';

export interface MailServer {
  /** `smtp://user:password@mail.example:587` */
  readonly url: string;
  readonly from: string;
}

const SUBJECTS = {
  'email-code': 'Your code',
  'email-change': 'Confirm your new address',
  recovery: 'Set a new password',
} as const;

/**
 * Sends codes and tokens by SMTP, or throws.
 *
 * A recipient that is a text is a list to nodemailer: `a@x.example, b@y.example` reaches both, and `a@x.example <b@y.example>` reaches
 * only the second. As an object it is one address, and what is none is refused.
 */
export function mailer({ url, from }: MailServer): SendMail {
  // The engine gives up after ten seconds; what nodemailer waits for by default is minutes.
  const patience = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 };
  const transport = createTransport({ url, ...patience });
  return async ({ to, kind, code, token }) => {
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject: SUBJECTS[kind],
      text: code ?? token,
    });
  };
}

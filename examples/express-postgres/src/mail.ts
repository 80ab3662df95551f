import type { Mail, SendMail } from '@sallyport/engine';
import { createTransport } from 'nodemailer';

export interface MailServer {
  /** `smtp://user:password@mail.example:587` */
  readonly url: string;
  readonly from: string;
}

const SUBJECTS = {
  'email-code': 'Your code',
  'email-change': 'Confirm your new address',
  'email-change-begun': 'Somebody asked to change your address',
  recovery: 'Set a new password',
  'sign-up': 'Make your account',
  invitation: 'You are invited',
  'organisation-invitation': 'You are invited to an organisation',
  'sign-up-taken': 'You have an account already',
  reminder: 'Please set up your account',
} as const;

/**
 * Returns a function that sends codes and tokens by SMTP. The function rejects if sending fails.
 *
 * nodemailer parses a string recipient as a list: `a@x.example, b@y.example` reaches both addresses, and `a@x.example <b@y.example>`
 * reaches only the second. An object is always a single address, and an invalid address is refused.
 */
export function mailer({ url, from }: MailServer): SendMail {
  // The engine stops waiting after ten seconds. nodemailer's default timeouts are minutes.
  const patience = { connectionTimeout: 5_000, greetingTimeout: 5_000, socketTimeout: 5_000 };
  const transport = createTransport({ url, ...patience });
  return async ({ to, kind, code, token, offer = [], from: since }) => {
    await transport.sendMail({
      from,
      to: { name: '', address: to },
      subject: SUBJECTS[kind],
      text: code ?? token ?? withoutSecret(kind, offer, since),
    });
  };
}

/** The text of a mail without a code or a token. */
function withoutSecret(kind: Mail['kind'], offer: readonly string[], since: number | undefined): string {
  const until = since === undefined ? 'at your next sign-in' : `before ${new Date(since).toUTCString()}`;
  if (kind === 'reminder') return `Set up one of these ${until}: ${offer.join(', ')}`;
  return kind === 'email-change-begun'
    ? 'Somebody who is signed in to your account asked for another address. This address stays until the other one is confirmed.'
    : 'Somebody asked for a new account with this address. The address has an account already: sign in, or choose a new password there.';
}

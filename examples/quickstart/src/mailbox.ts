import type { Mail } from '@sallyport/engine';
import type { MailLanguages } from './mail-languages.ts';
import { phoneNumber } from './sms.ts';
import { catalogue } from './words/catalogue.ts';
import type { Words } from './words/words.ts';

/** A mail as the demo's mail page shows it. */
export interface ShownMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
  readonly token?: string;
  readonly at: string;
}

/** Stores the demo's mails. A real app passes mails to its mailer. */
export interface Mailbox {
  deliver(mail: Pick<Mail, 'to' | 'kind' | 'code' | 'token'>): void;
  /** Delivers a code to a telephone number, in E.164. */
  text(message: { readonly to: string; readonly code: string }): void;
  notify(to: string, subject: string, text: string): void;
  /** The messages to an address or a telephone number, newest first. */
  read(to: string): readonly ShownMail[];
}

const KEPT = 2_000;

export function mailbox(origin: string, clock: () => number, languages: MailLanguages): Mailbox {
  const mails: ShownMail[] = [];
  const keep = (mail: Omit<ShownMail, 'at'>): void => {
    mails.unshift({ ...mail, at: new Date(clock()).toISOString() });
    mails.length = Math.min(mails.length, KEPT);
  };
  return {
    deliver({ to, kind, code, token }) {
      const { mails } = catalogue[languages.asked(to)];
      keep({ to, ...worded(mails, origin, kind, code ?? token ?? ''), code, token });
    },
    text({ to, code }) {
      const { sms } = catalogue[languages.asked(to)].mails;
      keep({ to, subject: sms.subject(code), text: sms.text(code), code });
    },
    notify: (to, subject, text) => keep({ to, subject, text }),
    read: (asked) => {
      const to = addressee(asked);
      return mails.filter((mail) => mail.to === to);
    },
  };
}

/** Decodes an address. The plus sign of a number arrives as a space if unencoded (WHATWG URL §5.1). */
function addressee(asked: string): string {
  const to = asked.trim().toLowerCase();
  return phoneNumber(to) ?? phoneNumber(`+${to}`) ?? to;
}

function worded(
  { signInCode, newPassword, newAddress }: Words['mails'],
  origin: string,
  kind: Mail['kind'],
  secret: string,
): Pick<ShownMail, 'subject' | 'text'> {
  const token = encodeURIComponent(secret);
  switch (kind) {
    case 'email-code':
      return { subject: signInCode.subject(secret), text: signInCode.text(secret) };
    case 'recovery':
      return { subject: newPassword.subject, text: newPassword.text(`${origin}/sign-in?recover=${token}`) };
    case 'email-change':
      return { subject: newAddress.subject, text: newAddress.text(`${origin}/account?confirm-email=${token}`) };
  }
}

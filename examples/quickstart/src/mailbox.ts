import type { Mail } from '@sallyport/engine';
import { phoneNumber } from './sms.ts';

/** A mail as the demo's mail page shows it. */
export interface ShownMail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
  readonly token?: string;
  readonly at: string;
}

/** Where the demo's mails go instead of out: a real app hands them to its mailer. */
export interface Mailbox {
  deliver(mail: Pick<Mail, 'to' | 'kind' | 'code' | 'token'>): void;
  /** A code to a telephone number, in E.164. */
  text(message: { readonly to: string; readonly code: string }): void;
  notify(to: string, subject: string, text: string): void;
  /** Newest first; of an address, or of a telephone number. */
  read(to: string): readonly ShownMail[];
}

const KEPT = 2_000;

export function mailbox(origin: string, clock: () => number): Mailbox {
  const mails: ShownMail[] = [];
  const keep = (mail: Omit<ShownMail, 'at'>): void => {
    mails.unshift({ ...mail, at: new Date(clock()).toISOString() });
    mails.length = Math.min(mails.length, KEPT);
  };
  return {
    deliver({ to, kind, code, token }) {
      keep({
        to,
        ...worded(origin, kind, code ?? token ?? ''),
        code,
        token,
      });
    },
    text({ to, code }) {
      keep({
        to,
        subject: `SMS: ${code}`,
        text: `${code} is your code. It is good for ten minutes. Give it to nobody.`,
        code,
      });
    },
    notify: (to, subject, text) => keep({ to, subject, text }),
    read: (asked) => {
      const to = addressee(asked);
      return mails.filter((mail) => mail.to === to);
    },
  };
}

/** The plus sign of a number arrives as a space where it was not encoded (WHATWG URL §5.1). */
function addressee(asked: string): string {
  const to = asked.trim().toLowerCase();
  return phoneNumber(to) ?? phoneNumber(`+${to}`) ?? to;
}

function worded(origin: string, kind: Mail['kind'], secret: string): Pick<ShownMail, 'subject' | 'text'> {
  switch (kind) {
    case 'email-code':
      return {
        subject: `${secret} is your sign-in code`,
        text: `Your code is ${secret}. It is good for ten minutes, on the page where you asked for it.\nIf you did not ask for it, someone knows your password: change it.`,
      };
    case 'recovery':
      return {
        subject: 'A new password for your account',
        text: `Open this link within half an hour to choose a new password:\n${origin}/sign-in?recover=${encodeURIComponent(secret)}\nIf you did not ask for it, nothing has changed.`,
      };
    case 'email-change':
      return {
        subject: 'Confirm your new address',
        text: `Open this link where you are signed in, within an hour:\n${origin}/account?confirm-email=${encodeURIComponent(secret)}`,
      };
  }
}

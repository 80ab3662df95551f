import { AsyncLocalStorage } from 'node:async_hooks';
import type { Mail, Notice, NotifyOwner } from '@sallyport/engine';
import { browserOf, FIRST_LANGUAGE, type Language, languageFor } from '@sallyport/pages';
import { catalogue, type Words } from './words/catalogue.ts';

/** A mail as the demo's mail page shows it. */
export interface ShownMail {
  readonly to: string;
  /** The kind of the mail, `sms-code`, or the type of the event that the owner is told of. */
  readonly kind: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
  readonly token?: string;
  readonly at: string;
}

/** Stores the demo's mails. A real app passes mails to its mailer. */
export interface Mailbox {
  deliver(mail: Pick<Mail, 'to' | 'kind' | 'code' | 'token' | 'offer'>): void;
  /** Delivers a code to a telephone number, in E.164. */
  text(message: { readonly to: string; readonly code: string }): void;
  notify(notice: Omit<ShownMail, 'at' | 'code'>): void;
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
    deliver({ to, kind, code, token, offer = [] }) {
      const { mails } = catalogue[languages.asked(to)];
      const secret = code ?? token ?? '';
      const text = kind === 'reminder' ? reminding(mails, origin, offer) : worded(mails, origin, kind, secret);
      keep({ to, kind, ...text, code, token });
    },
    text({ to, code }) {
      const { sms } = catalogue[languages.asked(to)].mails;
      keep({ to, kind: 'sms-code', subject: sms.subject(code), text: sms.text(code), code });
    },
    notify: keep,
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
  { signInCode, newPassword, newAddress, addressChanging, newAccount, addressTaken, invitation }: Words['mails'],
  origin: string,
  kind: Exclude<Mail['kind'], 'reminder'>,
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
    case 'email-change-begun':
      return addressChanging;
    case 'sign-up':
      return { subject: newAccount.subject, text: newAccount.text(`${origin}/sign-up?confirm=${token}`) };
    case 'invitation':
      return { subject: invitation.subject, text: invitation.text(`${origin}/sign-in?invitation=${token}`) };
    case 'sign-up-taken':
      return addressTaken;
  }
}

/** The mail that names the methods of which the person sets up one. */
function reminding(
  { reminder, notice }: Words['mails'],
  origin: string,
  offer: readonly string[],
): Pick<ShownMail, 'subject' | 'text'> {
  const names: Readonly<Record<string, string>> = notice.ways;
  const ways = offer.map((method) => names[method] ?? method);
  return { subject: reminder.subject, text: reminder.text(ways, `${origin}/sign-in`) };
}

/** The label of the codes by SMS. */
export const SMS_LABEL = 'SMS';

/**
 * Normalizes a typed telephone number to E.164, `+491701234567`: removes spaces, dashes and parentheses.
 *
 * @returns `undefined` for a text that is not a number with a country code
 */
export function phoneNumber(typed: string): string | undefined {
  const number = typed.replace(/[\s\p{Pd}()]/gu, '');
  return /^\+[1-9]\d{7,14}$/.test(number) ? number : undefined;
}

function sentenceOf({ type, method, detail }: Notice['event'], { mails }: Words): string | undefined {
  const told: Readonly<Record<string, string>> = mails.notice.told;
  const ways: Readonly<Record<string, string>> = mails.notice.ways;
  const vaultOpens: Readonly<Record<string, string>> = mails.notice.vaultOpens;
  const vaultNoLongerOpens: Readonly<Record<string, string>> = mails.notice.vaultNoLongerOpens;
  const factor = String(detail?.['factor'] ?? method);
  const kind = String(detail?.['kind']);
  if (type === 'factor.enrolled') return mails.notice.added(ways[factor] ?? factor);
  if (type === 'factor.removed') return mails.notice.removed(ways[factor] ?? factor);
  if (type === 'vault.envelope-added') return vaultOpens[kind];
  if (type === 'vault.envelope-removed') return vaultNoLongerOpens[kind];
  return told[type];
}

/** The first sentence, for the subject, so that notices differ without opening. */
function firstSentence(text: string): string {
  return text.replace(/\.(\s.*)?$/s, '');
}

/** Notifies owners of events by mail. */
export function notices(mailbox: Mailbox, origin: string, languages: MailLanguages): NotifyOwner {
  return ({ event, addresses, token }) => {
    const { type: kind } = event;
    for (const to of addresses) {
      const words = catalogue[languages.last(to)];
      const { subject, unexpected, wasThisYou } = words.mails.notice;
      if (token !== undefined) {
        const link = `${origin}/disown?token=${encodeURIComponent(token)}`;
        mailbox.notify({
          to,
          kind,
          token,
          subject: wasThisYou.subject,
          text: wasThisYou.text(signInOf(event, words), link),
        });
        continue;
      }
      const text = sentenceOf(event, words);
      if (text !== undefined)
        mailbox.notify({ to, kind, subject: subject(firstSentence(text)), text: `${text}\n${unexpected}` });
    }
  };
}

/** The browser, the place and the reason of an unfamiliar sign-in, in words. */
function signInOf({ ip, detail }: Notice['event'], { mails }: Words): string {
  const says = mails.notice.wasThisYou;
  const userAgent = detail?.['userAgent'];
  const { browser, device } = browserOf(typeof userAgent === 'string' ? userAgent : undefined);
  const reasons: Readonly<Record<string, string>> = says.because;
  const because = String(detail?.['because'] ?? '')
    .split(' ')
    .flatMap((reason) => reasons[reason] ?? []);
  return [says.browser(browser, device), ip === undefined ? says.nowhere : says.place(ip), ...because].join(', ');
}

/** The languages of mails. A real app stores the language with the account. */
export interface MailLanguages {
  /**
   * Runs the handling of a request.
   *
   * @param accepted the request's `Accept-Language`, for mails that the request causes
   */
  during<Answer>(accepted: string | undefined, answer: () => Answer): Answer;
  /** The language of a mail that the request asks for. Remembered for later mails to the address. */
  asked(address: string): Language;
  /** The language of a mail without a request: the language of the last requested mail to the address. */
  last(address: string): Language;
}

export function mailLanguages(): MailLanguages {
  const ofRequest = new AsyncLocalStorage<Language>();
  const ofAddresses = new Map<string, Language>();
  const last = (address: string): Language => ofAddresses.get(address) ?? FIRST_LANGUAGE;
  return {
    during: (accepted, answer) => ofRequest.run(languageFor(accepted), answer),
    asked(address) {
      const language = ofRequest.getStore() ?? last(address);
      ofAddresses.set(address, language);
      return language;
    },
    last,
  };
}

import type { EventRecord, Mail, Notice, NotifyOwner } from '@sallyport/engine';
import { browserOf, type Language } from '@sallyport/pages';
import type { SignInProvider } from '@sallyport/store/providers';
import type { MailLanguages } from './mail-languages.ts';
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
  deliver(mail: Pick<Mail, 'to' | 'kind' | 'accountId' | 'code' | 'token' | 'offer' | 'from' | 'organisation'>): void;
  /** Delivers a code to a telephone number, in E.164. */
  text(message: { readonly to: string; readonly code: string }): void;
  notify(notice: Omit<ShownMail, 'at' | 'code'>): void;
  /** The messages to an address or a telephone number, newest first. */
  read(to: string): readonly ShownMail[];
}

const KEPT = 2_000;

/** The name of the demo, for mails and authenticator apps. */
export const SITE_NAME = 'Sallyport quickstart';

/** The name and the host of the site, so that the reader of a mail recognises the site. The text has no link. */
const siteOf = (origin: string): string => `${SITE_NAME} (${new URL(origin).host})`;

/** Mails that an administrator's request causes, not the addressee's. */
const BY_ADMINISTRATOR: readonly Mail['kind'][] = ['invitation', 'reminder'];

/** Milliseconds that the link of an invitation works, as the contract says. */
const INVITATION_LASTS = 7 * 86_400_000;

/** An instant for a mail, with the time zone of the server, because the reader may be in another. */
function timeIn(language: Language, at: number): string {
  return new Intl.DateTimeFormat(language, {
    ...{ year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: 'numeric', minute: '2-digit', timeZoneName: 'short' },
  }).format(at);
}

export function mailbox(origin: string, clock: () => number, languages: MailLanguages): Mailbox {
  const mails: ShownMail[] = [];
  const keep = (mail: Omit<ShownMail, 'at'>): void => {
    mails.unshift({ ...mail, at: new Date(clock()).toISOString() });
    mails.length = Math.min(mails.length, KEPT);
  };
  return {
    deliver({ to, kind, accountId, code, token, offer = [], from, organisation }) {
      const language = BY_ADMINISTRATOR.includes(kind) ? languages.last(to, accountId) : languages.asked(to);
      const { mails } = catalogue[language];
      const secret = code ?? token ?? '';
      const until = timeIn(language, clock() + INVITATION_LASTS);
      const text =
        kind === 'reminder'
          ? reminding(mails, origin, { offer, date: from === undefined ? undefined : timeIn(language, from) })
          : worded(mails, origin, { kind, secret, to, until, organisation: organisation?.name ?? organisation?.id });
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

interface ToWord {
  readonly kind: Exclude<Mail['kind'], 'reminder'>;
  /** The code or the token. */
  readonly secret: string;
  readonly to: string;
  /** When the link of an invitation ends, in words. */
  readonly until: string;
  /** The name, or the id. */
  readonly organisation?: string | undefined;
}

function worded(
  {
    signInCode,
    newPassword,
    newAddress,
    addressChanging,
    newAccount,
    addressTaken,
    invitation,
    organisationInvitation,
  }: Words['mails'],
  origin: string,
  { kind, secret, to, until, organisation = '' }: ToWord,
): Pick<ShownMail, 'subject' | 'text'> {
  const token = encodeURIComponent(secret);
  const site = siteOf(origin);
  switch (kind) {
    case 'email-code':
      return { subject: signInCode.subject(secret), text: signInCode.text(secret, site) };
    case 'recovery':
      return { subject: newPassword.subject, text: newPassword.text(`${origin}/sign-in?recover=${token}`, site) };
    case 'email-change':
      return { subject: newAddress.subject, text: newAddress.text(`${origin}/account?confirm-email=${token}`, site) };
    case 'email-change-begun':
      return { subject: addressChanging.subject, text: addressChanging.text(site, `${origin}/account`) };
    case 'sign-up':
      return { subject: newAccount.subject, text: newAccount.text(`${origin}/sign-up?confirm=${token}`, site) };
    case 'invitation':
      return {
        subject: invitation.subject(SITE_NAME),
        text: invitation.text(to, site, `${origin}/sign-in?invitation=${token}`, until),
      };
    case 'organisation-invitation': {
      const link = `${origin}/organisation?join=${token}`;
      const { subject, text } = organisationInvitation;
      return { subject: subject(organisation), text: text(organisation, to, site, link, until) };
    }
    case 'sign-up-taken':
      return { subject: addressTaken.subject, text: addressTaken.text(site, `${origin}/sign-in`) };
  }
}

/** The mail that names the methods of which the person sets up one, at the next sign-in or before a date. */
function reminding(
  { reminder, notice }: Words['mails'],
  origin: string,
  { offer, date }: { readonly offer: readonly string[]; readonly date: string | undefined },
): Pick<ShownMail, 'subject' | 'text'> {
  const names: Readonly<Record<string, string>> = notice.ways;
  const ways = offer.map((method) => names[method] ?? method);
  const text =
    date === undefined
      ? reminder.text(ways, `${origin}/sign-in`, siteOf(origin))
      : reminder.before(date, ways, `${origin}/account`, siteOf(origin));
  return { subject: reminder.subject, text };
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

/** What happened, in words. The event of a set-up does not tell whether the new factor replaced another. */
function sentenceOf(
  { event, addresses, identifiers, newIdentifier = '' }: Notice,
  to: string,
  { mails }: Words,
  provider: string,
): string | undefined {
  const { type, method, detail, actor, accountId } = event;
  const says = mails.notice;
  const told: Readonly<Record<string, string>> = says.told;
  const ways: Readonly<Record<string, string>> = says.ways;
  const vaultOpens: Readonly<Record<string, string>> = says.vaultOpens;
  const vaultNoLongerOpens: Readonly<Record<string, string>> = says.vaultNoLongerOpens;
  const invited: Readonly<Record<string, string>> = says.unblockedInvited;
  const factor = String(detail?.['factor'] ?? method);
  const sentence = told[type];
  switch (type) {
    case 'factor.enrolled': {
      const added = says.added(ways[factor] ?? factor);
      return factor === 'passkey' ? added : `${added} ${says.takesThePlace}`;
    }
    case 'factor.removed':
      return says.removed(ways[factor] ?? factor);
    case 'account.identifier-changed':
      return `${sentence} ${says.nameIsNow(newIdentifier)}`;
    case 'account.email-changed': {
      const next = detail?.['to'];
      if (!isFormerAddress({ event, addresses }, to)) return `${sentence} ${says.mailComesHere}`;
      const name = says.nameMayChange(identifiers[0] ?? to, String(accountId));
      if (next === undefined) return `${says.mailGoesNowhere} ${name}`;
      return `${sentence} ${says.mailGoesTo(String(next))} ${name}`;
    }
    case 'password.reset':
      // The event of a mailed link that was enough alone has no actor.
      return actor === undefined || actor === accountId ? sentence : says.passwordRemoved;
    case 'account.deleted':
      return actor === accountId ? sentence : says.deletedByAdministrator;
    case 'external-id.linked':
      return says.linked(provider);
    case 'external-id.unlinked':
      return says.unlinked(provider);
    case 'account.roles-changed': {
      const ended = detail?.['ended'];
      return Array.isArray(ended)
        ? says.rolesEnded(ended.map((way) => ways[way] ?? String(way)).join(', '))
        : undefined;
    }
    case 'account.unblocked':
      return invited[String(detail?.['invitation'])] ?? sentence;
    case 'vault.envelope-added':
      return vaultOpens[String(detail?.['kind'])];
    case 'vault.envelope-removed':
      return vaultNoLongerOpens[String(detail?.['kind'])];
    default:
      return sentence;
  }
}

/** Whether the account gave up this address in the event, so that no code and no link comes here any more. */
function isFormerAddress({ event, addresses }: Pick<Notice, 'event' | 'addresses'>, to: string): boolean {
  return event.type === 'account.email-changed' && event.detail?.['from'] !== undefined && to === addresses[0];
}

/** The first sentence, for the subject, so that notices differ without opening. */
function firstSentence(text: string): string {
  return text.replace(/\.(\s.*)?$/s, '');
}

/** Events without an act of the owner or of an administrator: the owner sees on the account page what is wrong, and ends it there. */
const SEEN_AT_ACCOUNT: readonly EventRecord['type'][] = ['account.locked', 'sign-in.disowned', 'passkey.suspicious'];

/**
 * Notifies owners of events by mail.
 *
 * @param sources the providers and the directory, whose names the mails say
 */
export function notices(
  mailbox: Mailbox,
  origin: string,
  languages: MailLanguages,
  sources: readonly Pick<SignInProvider, 'id' | 'name'>[],
): NotifyOwner {
  return (notice) => {
    const { event, addresses, identifiers, newIdentifier, token } = notice;
    const { type: kind } = event;
    const name = newIdentifier ?? identifiers[0];
    const source = String(event.detail?.['provider']);
    const provider = sources.find(({ id }) => id === source)?.name ?? source;
    for (const to of addresses) {
      const language = languages.last(to, event.accountId);
      const words = catalogue[language];
      const says = words.mails.notice;
      const when = timeIn(language, event.at);
      const about = says.about(name ?? to, siteOf(origin), when);
      if (token !== undefined) {
        const link = `${origin}/disown?token=${encodeURIComponent(token)}`;
        mailbox.notify({
          to,
          kind,
          token,
          subject: says.wasThisYou.subject(browserIn(event, words), when),
          text: says.wasThisYou.text(about, signInOf(event, words), becauseOf(event, words), link),
        });
        continue;
      }
      const text = sentenceOf(notice, to, words, provider);
      if (text === undefined) continue;
      const isOwnAct = kind === 'backup-code.used' || (event.actor === event.accountId && kind !== 'account.deleted');
      const account = `${origin}/account`;
      const vault = `${origin}/vault`;
      const next = isOwnAct
        ? notYouOf(notice, says, { to, provider, account, vault })
        : unexpectedOf(kind, says, account);
      mailbox.notify({ to, kind, subject: says.subject(firstSentence(text)), text: `${text}\n${about}\n${next}` });
    }
  };
}

/** What an owner does after an event that was not the owner's act. */
function unexpectedOf(kind: EventRecord['type'], says: Words['mails']['notice'], account: string): string {
  if (kind === 'account.deleted') return says.unexpectedDeletion;
  return SEEN_AT_ACCOUNT.includes(kind) ? says.unexpectedAtAccount(account) : says.unexpected;
}

/** What an owner does who did not act. A new password alone would leave what somebody else added, changed or knows: a passkey, an app, a name, backup codes. */
function notYouOf(
  notice: Notice,
  says: Words['mails']['notice'],
  { to, provider, account, vault }: Record<'to' | 'provider' | 'account' | 'vault', string>,
): string {
  switch (notice.event.type) {
    case 'factor.enrolled':
      return says.notYoursAdded(account);
    case 'account.identifier-changed':
      return says.notYourName(account);
    case 'backup-code.used':
    case 'backup-codes.issued':
      return says.notYourBackupCode(account);
    case 'external-id.linked':
      return says.notYourLink(provider, account);
    case 'vault.created':
    case 'vault.replaced':
    case 'vault.envelope-added':
    case 'vault.envelope-removed':
      return says.notYourVault(account, vault);
    default:
      return (isFormerAddress(notice, to) ? says.notYouElsewhere : says.notYou)(account);
  }
}

function browserIn({ detail }: Notice['event'], { mails }: Words): string {
  const userAgent = detail?.['userAgent'];
  const { browser, device } = browserOf(typeof userAgent === 'string' ? userAgent : undefined);
  return mails.notice.wasThisYou.browser(browser, device);
}

/** The browser and the network address of an unfamiliar sign-in, in words. */
function signInOf(event: Notice['event'], words: Words): string {
  const { place, nowhere } = words.mails.notice.wasThisYou;
  return [browserIn(event, words), event.ip === undefined ? nowhere : place(event.ip)].join(', ');
}

/** The reasons why a sign-in is unfamiliar, in sentences. */
function becauseOf({ detail }: Notice['event'], { mails }: Words): string {
  const reasons: Readonly<Record<string, string>> = mails.notice.wasThisYou.because;
  return String(detail?.['because'] ?? '')
    .split(' ')
    .flatMap((reason) => reasons[reason] ?? [])
    .join(' ');
}

import { localPath } from '@sallyport/browser';
import { button, byId, copyButton, fill, h, parameter, problemLine, showWho, when } from '@sallyport/pages/parts';
import { demoPeople } from '../people.ts';
import { words } from './words.ts';

/** A mail of the demo in the answer of `GET /dev/mail`. */
interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly code?: string;
  readonly token?: string;
  readonly at: string;
}

const place = byId('mails');
/** Announces new mails to screen readers, which would otherwise read all mails. */
const news = byId('news');
const box = byId('to');
const problem = problemLine();
let mailbox = parameter('to') ?? '';
let shown = '';

fill(
  byId('mailboxes'),
  demoPeople.map(({ address }) => h('option', { value: address })),
);
fill(
  byId('chips'),
  demoPeople.map(({ name, address }) =>
    button({ label: name, testid: `mailbox-${name.toLowerCase()}`, look: 'compact', run: () => open(address) }),
  ),
);
byId('mailbox').addEventListener('submit', (event) => {
  event.preventDefault();
  if (box instanceof HTMLInputElement) void open(box.value.trim());
});
void showWho().catch(() => undefined);
void open(mailbox);
setInterval(() => void (document.hidden ? undefined : refresh()), 2000);

async function open(address: string): Promise<void> {
  mailbox = address;
  shown = '';
  if (box instanceof HTMLInputElement) box.value = address;
  history.replaceState(null, '', address === '' ? '/mail' : `/mail?to=${encodeURIComponent(address)}`);
  for (const { name, address: of } of demoPeople) {
    const chip = document.querySelector(`[data-testid=mailbox-${name.toLowerCase()}]`);
    chip?.setAttribute('aria-pressed', String(of === address));
  }
  await refresh();
}

async function refresh(): Promise<void> {
  if (mailbox === '') return fill(place, h('p', { class: 'card empty' }, words.mail.choose));
  try {
    const response = await fetch(`/dev/mail?to=${encodeURIComponent(mailbox)}`, { cache: 'no-store' });
    if (!response.ok) throw new Error(`The mail page answered ${response.status}`);
    const mails: readonly Mail[] = await response.json();
    show(mails);
  } catch (thrown) {
    shown = '';
    fill(place, problem.element);
    problem.show(thrown);
  }
}

/** Draws only changes, so that a screen reader does not read the same mails every two seconds. */
function show(mails: readonly Mail[]): void {
  const now = JSON.stringify([mailbox, mails]);
  if (now === shown) return;
  shown = now;
  if (mails.length === 0) fill(place, h('p', { class: 'card empty' }, words.mail.none(mailbox)));
  else fill(place, mails.map(mailCard));
  const [newest] = mails;
  fill(news, newest === undefined ? words.mail.none(mailbox) : words.mail.newest(newest.subject, mails.length));
}

function mailCard(mail: Mail): HTMLElement {
  const link = linkOf(mail);
  return h(
    'article',
    { class: 'card mail', 'data-testid': 'mail' },
    h(
      'header',
      {},
      h('h2', {}, mail.subject),
      h('time', { class: 'muted small-text', datetime: mail.at }, when(mail.at)),
    ),
    mail.code === undefined
      ? null
      : h(
          'div',
          { class: 'secret' },
          h('code', { class: 'big', 'data-testid': 'mail-code' }, mail.code),
          copyButton(mail.code, 'copy-mail-code'),
        ),
    h('p', { class: 'text' }, mail.text),
    link === undefined
      ? null
      : h(
          'div',
          { class: 'actions' },
          h('a', { class: 'button primary', href: link, 'data-testid': 'mail-open-link' }, words.mail.openLink),
        ),
  );
}

/** The link in the mail, if the link leads to this site; otherwise the page that takes the token. */
function linkOf(mail: Mail): string | undefined {
  for (const [found] of mail.text.matchAll(/https?:\/\/[^\s<>"]+/g)) {
    const url = URL.canParse(found) ? new URL(found) : undefined;
    if (url?.origin === location.origin) return localPath(url.pathname + url.search);
  }
  if (mail.token === undefined) return undefined;
  const token = encodeURIComponent(mail.token);
  if (/invit|welcome/i.test(mail.subject)) return `/sign-in?invitation=${token}`;
  if (/address|e-?mail/i.test(mail.subject)) return `/account?confirm-email=${token}`;
  return `/sign-in?recover=${token}`;
}

import { type CompleteAnswer, isProblem } from '@sallyport/browser';
import { showBackupCodes, showUnsaved } from '../parts/backup-codes.ts';
import { client } from '../parts/client.ts';
import { actionForm, button, field, linkButton, textOf } from '../parts/controls.ts';
import { byId, fill, h } from '../parts/element.ts';
import { keepFirstSignIn } from '../parts/first-link.ts';
import { flowView } from '../parts/flow-view.ts';
import { here } from '../parts/here.ts';
import { leadOn } from '../parts/leaving.ts';
import { linkSent } from '../parts/link-sent.ts';
import {
  continuedPath,
  dropParameters,
  keepNext,
  nextPath,
  parameter,
  restoreNext,
  withNext,
} from '../parts/location.ts';
import { lengthHint } from '../parts/password-length.ts';
import { problemLine } from '../parts/problem-line.ts';
import { showsSession } from '../parts/shown-session.ts';
import { signedInAlready } from '../parts/signed-in-already.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepShown, whenTravelled } from '../parts/steps.ts';
import { showWho } from '../parts/who.ts';
import { firstPassword, isNoPassword } from '../sign-in/first-password.ts';
import { words } from '../words.ts';

const stage = byId('sign-up');

let asked = '';

const view = flowView({
  stage,
  mailbox: undefined,
  onComplete,
  onEnroll: () => location.replace(withNext(here('/enroll'))),
  onRestart: () => location.replace(withNext(here('/sign-in'))),
});

void showWho().catch(() => undefined);
void start();
whenTravelled(() => askForAddress());

async function start(): Promise<void> {
  if (await showUnsaved(stage, () => location.replace(nextPath()))) return;
  const token = parameter('confirm');
  if (token === undefined) return askForAddress();
  try {
    await followLink(token);
  } catch (thrown) {
    showFault(thrown);
  }
}

/** The answer is the same for every address. */
function askForAddress(): void {
  const form = actionForm({
    fields: field({
      name: 'email',
      label: words.signIn.email,
      type: 'email',
      attributes: { autocomplete: 'email', required: true, maxlength: 320, value: asked },
    }),
    submit: words.signIn.sendLink,
    run: async (values) => {
      const address = textOf(values, 'email').trim();
      await client.signUp.begin(address);
      asked = address;
      keepNext('mailbox');
      showSent(address);
    },
  });
  stepShown('start', words.signUp.title);
  fill(
    stage,
    h('header', {}, stepTitle(stage, words.signUp.title), h('p', { class: 'muted' }, words.signUp.lead)),
    form,
    h('div', { class: 'links small-text' }, toSignIn()),
  );
  form.querySelector('input')?.focus();
}

function showSent(address: string): void {
  linkSent({
    stage,
    address,
    sent: words.signUp.sent(address),
    sentAgain: words.signUp.sentAgain(address),
    send: () => client.signUp.begin(address),
    other: { label: words.enrollment.otherAddress, step: 'start' },
    onOther: askForAddress,
    out: toSignIn(),
  });
}

/** Checks the link before the person chooses a password. */
async function followLink(token: string): Promise<void> {
  let refused: unknown;
  let takesPassword = true;
  const hint = await lengthHint('password', (password) =>
    client.signUp.confirm({ token, password }).catch((thrown: unknown) => {
      refused = isLinkOver(thrown) ? thrown : undefined;
      takesPassword = !isNoPassword(thrown);
      throw thrown;
    }),
  );
  if (refused !== undefined) return showOver(refused);
  stepShown('password', words.signUp.passwordTitle);
  firstPassword({
    stage,
    title: words.signUp.passwordTitle,
    lead: words.signUp.passwordLead,
    hint: takesPassword ? hint : undefined,
    accept: async (password) => {
      const answer = await client.signUp.confirm({ token, password });
      keepFirstSignIn({ password, takesPassword });
      leaveLink();
      view.show(answer);
    },
    refused: (thrown) => {
      if (!isLinkOver(thrown)) return view.refused(thrown);
      void showOver(thrown);
      return true;
    },
  });
}

function leaveLink(): void {
  dropParameters();
  restoreNext('mailbox');
}

function isLinkOver(thrown: unknown): boolean {
  return isProblem(thrown) && (thrown.code === 'invalid-credentials' || thrown.code === 'already-exists');
}

async function showOver(thrown: unknown): Promise<void> {
  const signedIn = await signedInAlready();
  const isTaken = isProblem(thrown) && thrown.code === 'already-exists';
  const title = stepTitle(stage, isTaken ? words.signUp.takenTitle : words.signIn.usedTitle, 'link-used');
  leaveLink();
  stepShown('link-used', title.textContent, 'instead');
  fill(
    stage,
    h(
      'header',
      {},
      title,
      signedIn?.said ?? h('p', { class: 'muted' }, isTaken ? words.signUp.takenText : words.signUp.usedText),
    ),
    signedIn !== undefined
      ? signedIn.toAccount
      : [
          h('a', { class: 'button primary wide', href: withNext(here('/sign-in')) }, words.signIn.title),
          isTaken ? null : linkButton(words.signIn.sendNewLink, 'new-link', askForAddress),
        ],
  );
  title.focus();
}

function onComplete({ backupCodes: codes, continuation, session }: CompleteAnswer): void {
  showsSession(session.accountId);
  const then = continuedPath(continuation) ?? nextPath();
  if (codes === undefined) {
    void leadOn(then);
    return;
  }
  stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  showBackupCodes(stage, { codes, then, accountId: session.accountId }, () => void leadOn(then));
}

function toSignIn(): HTMLElement {
  return h('a', { class: 'link quiet', href: withNext(here('/sign-in')) }, words.signUp.haveAccount);
}

function showFault(thrown: unknown): void {
  const problem = problemLine();
  const again = button({ label: words.buttons.tryAgain, testid: 'retry', run: () => location.reload() });
  fill(stage, problem.element, h('div', { class: 'actions' }, again));
  problem.show(thrown, again);
}

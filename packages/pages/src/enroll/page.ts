import { type Account, type CompleteAnswer, type EnrollAnswer, isProblem } from '@sallyport/browser';
import { enrollmentLead } from '../enrollment-lead.ts';
import { abandonSignIn, leaveForAnother } from '../parts/abandon.ts';
import { showBackupCodes, showUnsaved } from '../parts/backup-codes.ts';
import { client } from '../parts/client.ts';
import { button, linkButton } from '../parts/controls.ts';
import { deliveredCodes } from '../parts/delivered-codes.ts';
import { byId, fill, h } from '../parts/element.ts';
import { enrollmentTitle } from '../parts/enrollment-title.ts';
import { enrollmentView } from '../parts/enrollment-view.ts';
import { type FirstSignIn, firstSignIn, forgetFirstSignIn } from '../parts/first-link.ts';
import { flowView } from '../parts/flow-view.ts';
import { notDoneNote } from '../parts/guarded.ts';
import { here } from '../parts/here.ts';
import { keepsForSession } from '../parts/kept-data.ts';
import {
  continuedPath,
  isUndone,
  leaveNews,
  leaveNote,
  nextPath,
  setUpOnReturn,
  signInAndReturn,
  tellNewsAtEnd,
  withNext,
} from '../parts/location.ts';
import { offeredHere } from '../parts/passkeys-here.ts';
import { forgetPendingTotp } from '../parts/pending-totp.ts';
import { problemLine } from '../parts/problem-line.ts';
import { showsSession } from '../parts/shown-session.ts';
import { SetUpAlready, withStepUp } from '../parts/step-up.ts';
import { stepShown, whenTravelled } from '../parts/steps.ts';
import { forgetSigningIn, learnFromOtherTabs, tellComplete, whenChangedElsewhere } from '../parts/tabs.ts';
import { goOnTo, isUnsentShown, showUnsent } from '../parts/unsent-form.ts';
import { forgetBackupCodeUse, keepInvitationUse, replacesLost } from '../parts/used-code.ts';
import { showWho } from '../parts/who.ts';
import { setUpDone } from '../set-up-done.ts';
import { words } from '../words.ts';

const stage = byId('enroll');

let done: string | undefined;

let account: Account | undefined;

const view = flowView({
  stage,
  mailbox: undefined,
  onComplete,
  onEnroll: inFlow,
  onRestart: (note) => {
    leaveNote(note);
    location.replace(withNext(here('/sign-in')));
  },
});

void start();
whenTravelled(() => void start());

/** @param afterSignIn whether another tab changed the sign-in of this page: once the sign-in is complete, nothing has to be set up */
async function start(afterSignIn = false): Promise<void> {
  account = await showWho().catch(() => undefined);
  if (await showUnsaved(stage, () => void start()))
    return stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  if (isUnsentShown() && showUnsent(stage, nextPath())) return;
  try {
    const status = await client.signIn.status({ local: true });
    if (status.status === 'enroll') {
      await learnFromOtherTabs();
      return inFlow(status);
    }
    if (status.status !== 'open') return location.replace(withNext(here('/sign-in')));
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== 'flow-expired') {
      if (!view.refused(thrown)) showFault(thrown);
      return;
    }
  }
  if (account === undefined) location.replace(signInAndReturn());
  else if (afterSignIn) location.replace(nextPath());
  else await inSession();
}

function inFlow({ offer: whole, because, identifier }: EnrollAnswer): void {
  whenChangedElsewhere(() => void start(true));
  const { helpedIn, almostIn, almostInChoose, forAct, forActChoose, codeIsUsed } = words.enrollment;
  const offer = offeredHere(whole);
  const isChoice = offer.length > 1;
  const first = firstSignIn();
  const confirms = account !== undefined && isUndone();
  const [alone, choose] = confirms ? [forAct, forActChoose] : [almostIn, almostInChoose];
  // The server leaves this reason out if an administrator's code asks for the set-up: other factors would be enough.
  const isHelped = !because.some(({ code }) => code === 'nothing-enrolled-satisfies');
  enrollmentView({
    stage,
    title: enrollmentTitle(offer),
    lead: isHelped ? helpedIn : isChoice ? choose : alone,
    offer,
    because: isHelped && !isChoice ? [] : because,
    identifier,
    pendingIn: 'flow',
    inHistory: true,
    after: [
      first?.takesPassword !== true || first.withPassword || isChoice ? null : backToPassword(first),
      first?.withPassword === true
        ? h('p', { class: 'hint', 'data-testid': 'password-waits' }, words.enrollment.passwordWaits)
        : null,
      isHelped && !isChoice ? h('p', { class: 'hint', 'data-testid': 'code-is-used' }, codeIsUsed) : null,
      // Who leaves a first sign-in has no other way in yet.
      first === undefined
        ? h(
            'div',
            { class: 'links small-text' },
            confirms
              ? linkButton(words.buttons.notNow, 'not-now', notNow, 'quiet')
              : linkButton(words.signIn.otherAccount, 'start-over', startOver, 'quiet'),
          )
        : null,
    ],
    show: view.show,
    onSetUp: (method) => {
      const said = setUpDone(method);
      done = confirms ? said : words.account.signedInToo(said);
      if (confirms) setUpOnReturn(method);
    },
    onProblem: view.refused,
  });
}

/** The link of an invitation opens the choice again in this browser. */
function backToPassword({ link, invitation }: FirstSignIn): HTMLElement {
  const hint = link === 'sign-up' ? words.signUp.onlyPasskey : words.signUp.passwordByLink;
  if (invitation === null) return h('p', { class: 'hint', 'data-testid': 'only-passkey' }, hint);
  const path = here(`/sign-in?invitation=${encodeURIComponent(invitation)}`);
  const { passwordInstead } = words.signUp;
  return h(
    'div',
    { class: 'links small-text' },
    h('a', { class: 'link quiet', href: path, 'data-testid': 'password-instead' }, passwordInstead),
  );
}

async function startOver(): Promise<void> {
  await leaveForAnother();
  location.assign(withNext(here('/sign-in')));
}

async function notNow(): Promise<void> {
  await abandonSignIn();
  location.assign(here('/account'));
}

async function inSession(): Promise<void> {
  showsSession(account?.accountId, true);
  const [codes, lead, sessions] = await Promise.all([
    deliveredCodes(),
    enrollmentLead('open'),
    client.account.sessions().catch(() => []),
  ]);
  if (account !== undefined) keepsForSession(account.accountId, sessions);
  enrollmentView({
    stage,
    title: words.enrollment.addTitle,
    lead,
    offer: ['passkey', 'totp', ...codes].map((method) => ({ method })),
    because: [],
    pendingIn: 'session',
    inHistory: true,
    onSetUp: (method) => {
      if (replacesLost(method)) forgetBackupCodeUse();
    },
    show: view.show,
    onProblem: view.refused,
    after: [
      notDoneNote(),
      h(
        'div',
        { class: 'links small-text' },
        h('a', { class: 'link quiet', href: here('/account') }, words.buttons.notNow),
      ),
    ],
    around: (request, setsUp) =>
      withStepUp(request, setsUp).catch((thrown: unknown) => {
        if (thrown instanceof SetUpAlready) isSetUp(setsUp);
        throw thrown;
      }),
  });
}

function isSetUp(method: string): void {
  forgetPendingTotp('session');
  if (replacesLost(method)) forgetBackupCodeUse();
  if (nextPath() === here('/account')) leaveNews(setUpDone(method));
  location.replace(nextPath());
}

function onComplete({ backupCodes: codes, continuation, session }: CompleteAnswer): void {
  whenChangedElsewhere(undefined);
  tellComplete();
  showsSession(session.accountId);
  forgetFirstSignIn();
  const then = continuedPath(continuation) ?? nextPath();
  tellNewsAtEnd(then, done);
  keepInvitationUse(session);
  forgetSigningIn();
  if (codes === undefined) {
    goOnTo(stage, then);
    return;
  }
  stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  showBackupCodes(stage, { codes, then, accountId: session.accountId }, () => goOnTo(stage, then));
}

function showFault(thrown: unknown): void {
  const problem = problemLine();
  const again = button({ label: words.buttons.tryAgain, testid: 'retry', run: () => location.reload() });
  fill(stage, problem.element, h('div', { class: 'actions' }, again));
  problem.show(thrown, again);
}

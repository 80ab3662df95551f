import { type CompleteAnswer, type FlowAnswer, isProblem, type SignInStatus } from '@sallyport/browser';
import { abandonSignIn, leaveForAnother } from '../parts/abandon.ts';
import { showBackupCodes, showUnsaved } from '../parts/backup-codes.ts';
import { client } from '../parts/client.ts';
import { button } from '../parts/controls.ts';
import { byId, type Child, fill, h } from '../parts/element.ts';
import { type FlowView, flowView } from '../parts/flow-view.ts';
import { here } from '../parts/here.ts';
import { leadOn } from '../parts/leaving.ts';
import {
  continuedPath,
  nextPath,
  parameter,
  restoreNext,
  takeNote,
  takeParameter,
  tellNewsAtEnd,
  withNext,
} from '../parts/location.ts';
import { keepOpenWays, lastOpenWays } from '../parts/open-ways.ts';
import { problemLine } from '../parts/problem-line.ts';
import { forgetSentCode } from '../parts/sent-code.ts';
import { sentenceOf } from '../parts/sentences.ts';
import { showsSession } from '../parts/shown-session.ts';
import { isSignedOut } from '../parts/signed-out.ts';
import { currentStep, isDoneWith, onNextStep, stepShown, whenTravelled } from '../parts/steps.ts';
import { forgetNameHere, forgetSigningIn, learnFromOtherTabs, signingIn, whenChangedElsewhere } from '../parts/tabs.ts';
import { goOnTo, isUnsentShown, showUnsent, unsentNote } from '../parts/unsent-form.ts';
import { forgetCodeUse, keepInvitationUse } from '../parts/used-code.ts';
import { showWho } from '../parts/who.ts';
import { wordsForProblem } from '../sso-problem.ts';
import { words } from '../words.ts';
import { acceptInvitation } from './invitation.ts';
import { lostPasskey } from './lost-passkey.ts';
import { chooseNewPassword, forgotPassword } from './recovery.ts';
import { showWaysIn } from './ways-in.ts';

restoreNext('provider');
const stage = byId('sign-in');
const failed = takeParameter('problem');
// After a failure a preferred provider must not take over again: the redirects would loop.
const local = parameter('local') === '1' || failed !== undefined || isSignedOut();
// A person was picked on the start page, so another person's open sign-in is not continued.
const picked = takeParameter('as');
let mailbox = picked;

void showWho().catch(() => undefined);
void start();
whenTravelled((step) => void travelTo(step));

async function start(): Promise<void> {
  if (await showUnsaved(stage, () => void begin()))
    return stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  if (isUnsentShown() && showUnsent(stage, nextPath())) return;
  if (failed !== undefined) {
    fill(byId('problem'), problemNote(failed));
    onNextStep(() => fill(byId('problem')));
  }
  const recover = parameter('recover');
  if (recover !== undefined) {
    return chooseNewPassword({ stage, token: recover, view: view(), onForgot: () => forgot(''), onRecovered: begin });
  }
  const invitation = parameter('invitation');
  if (invitation !== undefined)
    return acceptInvitation({ stage, token: invitation, view: view(), goesOn, onSignIn: begin });
  if (picked !== undefined) await abandonSignIn();
  if (currentStep() === 'forgot') forgot('');
  else if (currentStep() === 'lost-passkey') lost();
  else await begin(takeNote() ?? noteOnNext());
}

function noteOnNext(): string | undefined {
  return nextPath().includes('confirm-email=') ? words.signIn.toConfirmAddress : unsentNote();
}

async function travelTo(step: string | undefined): Promise<void> {
  client.signIn.cancelPasskey();
  fill(byId('problem'));
  if (await showUnsaved(stage, () => void begin()))
    return stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  if (step === 'forgot') forgot('');
  else if (step === 'lost-passkey') lost();
  else await begin();
}

function forgot(identifier: string): void {
  whenChangedElsewhere(undefined);
  fill(byId('aside'));
  forgotPassword({ stage, identifier, onBack: begin });
}

function lost(): void {
  whenChangedElsewhere(undefined);
  fill(byId('aside'));
  lostPasskey(stage, begin);
}

async function goesOn(): Promise<boolean> {
  const status = await client.signIn.status({ local }).catch(() => lastOpenWays());
  if (status.status === 'open') return false;
  view().show(status);
  return true;
}

/** If that sign-in is complete, the note leads on to the page that was asked for. */
async function wentOn(): Promise<Child> {
  const account = await showWho().catch(() => undefined);
  if (account === undefined) return words.signIn.wentOn;
  const name = h('strong', {}, account.identifiers[0] ?? account.accountId);
  const onward = h('a', { href: nextPath(), 'data-testid': 'signed-in-elsewhere' }, words.buttons.continue);
  return [words.signIn.wentOn, ' ', words.signIn.alreadyAs(name), ' ', onward];
}

async function begin(told?: string, instead?: string): Promise<void> {
  let status: SignInStatus;
  let note = told;
  try {
    status = await client.signIn.status({ local });
    if (status.status === 'open') keepOpenWays(status);
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'flow-expired') {
      // While the browser has the cookie of an ended sign-in or linking, the server lists no ways in.
      status = lastOpenWays();
      // In another tab, or days later, nobody waits for the sign-in.
      if (signingIn() !== undefined) note ??= sentenceOf(thrown);
    } else if (view().refused(thrown)) return;
    else return showFault(thrown);
  }
  // Back leads to the first step while the sign-in stays open.
  const underWay = status.status === 'open' ? undefined : status;
  if (failed !== undefined && byId('problem').hasChildNodes() && isProviderAlone(underWay))
    fill(byId('problem'), problemNote(failed, true));
  // The name in this tab is of the sign-in that is over.
  if (underWay !== undefined && instead !== undefined) forgetNameHere();
  if (underWay !== undefined) await learnFromOtherTabs();
  if (underWay !== undefined && currentStep() !== 'start') return view().show(underWay, instead ?? unsentNote());
  whenChangedElsewhere(undefined);
  // A person who leaves for another account gets an empty field.
  const kept = note === undefined ? undefined : signingIn();
  if (underWay === undefined) {
    forgetSigningIn();
    forgetSentCode();
  }
  stepShown('start', words.signIn.title, isDoneWith(currentStep()) ? 'instead' : 'next');
  showWaysIn({
    stage,
    aside: byId('aside'),
    open: status.status === 'open' ? status : lastOpenWays(),
    note: note === words.signIn.wentOn ? await wentOn() : note,
    prefill: (underWay && signingIn()) ?? kept ?? picked,
    underWay: underWay && { goOn: () => go(underWay), leave: leaveForAnother },
    onAnswer: (answer, identifier) => {
      mailbox = identifier ?? mailbox;
      go(answer);
    },
    refused: (thrown) => {
      const dealtWith = view().refused(thrown);
      if (dealtWith) fill(byId('aside'));
      return dealtWith;
    },
    onForgot: forgot,
    onLost: lost,
  });
}

function isProviderAlone(status: SignInStatus | undefined): boolean {
  return status?.status === 'continue' && status.accept.length === 1 && status.accept[0]?.method === 'sso';
}

function go(answer: FlowAnswer): void {
  forgetCodeUse();
  fill(byId('aside'));
  fill(byId('problem'));
  view().show(answer);
}

function problemNote(code: string, isAlone?: boolean): HTMLElement {
  return h('p', { class: 'note warn', role: 'alert', 'data-testid': 'problem' }, wordsForProblem(code, isAlone));
}

function view(): FlowView {
  return flowView({
    stage,
    mailbox,
    onComplete,
    onEnroll: () => leaveFor(withNext(here('/enroll'))),
    onRestart: (note) => {
      forgetSentCode();
      void begin(note, words.signIn.replaced);
    },
  });
}

function onComplete({ backupCodes: codes, continuation, session }: CompleteAnswer): void {
  showsSession(session.accountId);
  forgetSentCode();
  const then = continuedPath(continuation) ?? nextPath();
  tellNewsAtEnd(then);
  keepInvitationUse(session);
  forgetSigningIn();
  if (codes === undefined) {
    if (!showUnsent(stage, then)) leaveFor(then);
    return;
  }
  stepShown('backup-codes', words.enrollment.backupCodes, 'instead');
  showBackupCodes(stage, { codes, then, accountId: session.accountId }, () => goOnTo(stage, then));
}

function leaveFor(path: string): void {
  void leadOn(path, () => (currentStep() === 'start' ? location.assign(path) : location.replace(path)));
}

function showFault(thrown: unknown): void {
  const problem = problemLine();
  const again = button({ label: words.buttons.tryAgain, testid: 'retry', run: () => location.reload() });
  fill(stage, problem.element, h('div', { class: 'actions' }, again));
  problem.show(thrown, again);
}

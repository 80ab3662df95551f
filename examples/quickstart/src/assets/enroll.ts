import { type CompleteAnswer, type EnrollAnswer, isProblem } from '@sallyport/browser';
import { abandonSignIn } from './ui/abandon.ts';
import { showBackupCodes } from './ui/backup-codes.ts';
import { client } from './ui/client.ts';
import { linkButton } from './ui/controls.ts';
import { deliveredCodes } from './ui/delivered-codes.ts';
import { byId, fill, h } from './ui/element.ts';
import { enrollmentView } from './ui/enrollment-view.ts';
import { flowView } from './ui/flow-view.ts';
import { continuedPath, leaveNote, nextPath, signInAndReturn, withNext } from './ui/location.ts';
import { problemLine } from './ui/problem-line.ts';
import { withStepUp } from './ui/step-up.ts';
import { whenChangedElsewhere } from './ui/tabs.ts';
import { showWho } from './ui/who.ts';
import { words } from './ui/words.ts';

const stage = byId('enroll');

const view = flowView({
  stage,
  mailbox: undefined,
  onComplete,
  onEnroll: inFlow,
  onRestart: (note) => {
    leaveNote(note);
    location.assign(withNext('/sign-in'));
  },
});

void start();

/** In a sign-in that asks for it, or else in a session. */
async function start(): Promise<void> {
  const account = await showWho().catch(() => undefined);
  try {
    const status = await client.signIn.status({ local: true });
    if (status.status === 'enroll') return inFlow(status);
    if (status.status !== 'open') return location.replace(withNext('/sign-in'));
  } catch (thrown) {
    if (!isProblem(thrown) || thrown.code !== 'flow-expired') return showFault(thrown);
  }
  if (account === undefined) location.replace(signInAndReturn());
  else await inSession();
}

function inFlow({ offer, because }: EnrollAnswer): void {
  whenChangedElsewhere(() => void start());
  enrollmentView({
    stage,
    title: words.enrollment.secondStep,
    lead: offer.length > 1 ? words.enrollment.almostInChoose : words.enrollment.almostIn,
    offer,
    because,
    after: h(
      'div',
      { class: 'links small-text' },
      linkButton(words.signIn.otherAccount, 'start-over', startOver, 'quiet'),
    ),
    show: view.show,
    onProblem: view.refused,
  });
}

async function startOver(): Promise<void> {
  await abandonSignIn();
  location.assign(withNext('/sign-in'));
}

async function inSession(): Promise<void> {
  const codes = await deliveredCodes();
  enrollmentView({
    stage,
    title: words.enrollment.addTitle,
    lead: words.enrollment.staysAsItIs,
    offer: ['passkey', 'totp', ...codes].map((method) => ({ method })),
    because: [],
    show: view.show,
    onProblem: view.refused,
    after: h(
      'div',
      { class: 'links small-text' },
      h('a', { class: 'link quiet', href: '/account' }, words.common.notNow),
    ),
    around: withStepUp,
  });
}

function onComplete({ backupCodes, continuation }: CompleteAnswer): void {
  const leave = (): void => location.assign(continuedPath(continuation) ?? nextPath());
  if (backupCodes === undefined) leave();
  else showBackupCodes(stage, backupCodes, leave);
}

function showFault(thrown: unknown): void {
  const problem = problemLine();
  fill(stage, problem.element);
  problem.show(thrown);
}

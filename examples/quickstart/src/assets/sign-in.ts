import { type CompleteAnswer, type FlowAnswer, isProblem, type SignInStatus } from '@sallyport/browser';
import { acceptInvitation } from './sign-in/invitation.ts';
import { chooseNewPassword, forgotPassword } from './sign-in/recovery.ts';
import { showWaysIn } from './sign-in/ways-in.ts';
import { abandonSignIn } from './ui/abandon.ts';
import { showBackupCodes } from './ui/backup-codes.ts';
import { client } from './ui/client.ts';
import { byId, fill, h } from './ui/element.ts';
import { forgetMailed } from './ui/factor-panels.ts';
import { type FlowView, flowView } from './ui/flow-view.ts';
import { continuedPath, nextPath, parameter, takeNote, takeParameter, withNext } from './ui/location.ts';
import { problemLine } from './ui/problem-line.ts';
import { wordsForProblem } from './ui/sso-problem.ts';
import { forgetSigningIn, whenChangedElsewhere } from './ui/tabs.ts';
import { showWho } from './ui/who.ts';

const stage = byId('sign-in');
/** What failed at a provider, or on the way back from it. */
const failed = takeParameter('problem');
// After that a preferred provider must not take over again: it would be a loop.
const local = parameter('local') === '1' || failed !== undefined;
// Someone was picked on the start page: a sign-in that another person had begun here is not continued.
const picked = takeParameter('as');
let mailbox = picked;

void showWho().catch(() => undefined);
void start();

async function start(): Promise<void> {
  if (failed !== undefined) fill(byId('problem'), problemNote(failed));
  const recover = parameter('recover');
  if (recover !== undefined) {
    const onForgot = (): void => forgotPassword({ stage, identifier: '', onBack: begin });
    return chooseNewPassword({ stage, token: recover, view: view(), onForgot, onRecovered: begin });
  }
  const invitation = parameter('invitation');
  if (invitation !== undefined) return acceptInvitation({ stage, token: invitation, view: view() });
  if (picked !== undefined) await abandonSignIn();
  await begin(takeNote());
}

/** Goes on where a sign-in stands, or offers the ways in. */
async function begin(note?: string): Promise<void> {
  let status: SignInStatus;
  try {
    status = await client.signIn.status({ local });
  } catch (thrown) {
    if (isProblem(thrown) && thrown.code === 'flow-expired') status = noFlow;
    else return showFault(thrown);
  }
  if (status.status !== 'open') return view().show(status);
  whenChangedElsewhere(undefined);
  forgetSigningIn();
  showWaysIn({
    stage,
    aside: byId('aside'),
    open: status,
    note,
    prefill: picked,
    onAnswer: (answer, identifier) => {
      mailbox = identifier ?? mailbox;
      go(answer);
    },
    refused: (thrown) => {
      const dealtWith = view().refused(thrown);
      if (dealtWith) fill(byId('aside'));
      return dealtWith;
    },
    onForgot: (identifier) => {
      fill(byId('aside'));
      forgotPassword({ stage, identifier, onBack: begin });
    },
  });
}

const noFlow: SignInStatus = { status: 'open', methods: ['password', 'passkey'], providers: [] };

function go(answer: FlowAnswer): void {
  forgetMailed();
  fill(byId('aside'));
  fill(byId('problem'));
  view().show(answer);
}

function problemNote(code: string): HTMLElement {
  return h('p', { class: 'note warn', role: 'alert', 'data-testid': 'problem' }, wordsForProblem(code));
}

function view(): FlowView {
  return flowView({
    stage,
    mailbox,
    onComplete,
    onEnroll: () => location.assign(withNext('/enroll')),
    onRestart: (note) => {
      forgetMailed();
      void begin(note);
    },
  });
}

function onComplete({ backupCodes, continuation }: CompleteAnswer): void {
  forgetMailed();
  forgetSigningIn();
  const leave = (): void => location.assign(continuedPath(continuation) ?? nextPath());
  if (backupCodes === undefined) leave();
  else showBackupCodes(stage, backupCodes, leave);
}

function showFault(thrown: unknown): void {
  const problem = problemLine();
  fill(stage, problem.element);
  problem.show(thrown);
}

import {
  type CompleteAnswer,
  type EnrollAnswer,
  type FlowAnswer,
  isProblem,
  type Session,
  type StepUpDemand,
} from '@sallyport/browser';
import { abandonOwn } from './abandon.ts';
import { client } from './client.ts';
import { TakenBack } from './controls.ts';
import { openDialog } from './dialog.ts';
import { fill, h } from './element.ts';
import { enrollmentTitle } from './enrollment-title.ts';
import { enrollmentView } from './enrollment-view.ts';
import { flowView } from './flow-view.ts';
import { runningAct } from './hold.ts';
import { keepCodes } from './keep-codes.ts';
import { forgetUndone, leaveUndone } from './location.ts';
import { PageRefusal } from './page-refusal.ts';
import { offeredHere } from './passkeys-here.ts';
import { loadForAnother, shownAccount } from './shown-session.ts';
import { whenChangedElsewhere } from './tabs.ts';
import { words } from './words.ts';

interface Act {
  readonly otherwise?: string | undefined;
  readonly setsUp?: string | undefined;
}

export async function stepUp(demand: StepUpDemand, act: Act = {}): Promise<string | undefined> {
  // A refused step-up stays open on the server, and the next page would go on with it.
  const begun = client.stepUp(demand).catch(async (thrown: unknown) => {
    await abandonOwn();
    throw thrown;
  });
  const session = client.session.get().catch(() => undefined);
  const [first, ...person] = await Promise.all([begun, ownMailbox(), session]);
  if (first.status !== 'complete') return finishInDialog({ demand, ...act }, first, ...person);
  refuseAnother(first, person[1]);
  return undefined;
}

/** Another tab may sign another account in meanwhile, and the act would be done to that account. @throws TakenBack */
function refuseAnother({ session }: CompleteAnswer, before: Session | undefined): void {
  const account = shownAccount() ?? before?.accountId;
  if (account === undefined || account === session.accountId) return;
  loadForAnother();
  throw new TakenBack();
}

function finishInDialog(
  { demand, otherwise, setsUp }: Act & { readonly demand: StepUpDemand },
  first: FlowAnswer,
  mailbox: string | undefined,
  session: Session | undefined,
): Promise<string | undefined> {
  return new Promise((resolve, reject) => {
    let isTakenOver = false;
    let setUp: string | undefined;
    const abandoned = abandonedWithPage(setsUp);
    const act = runningAct();
    const dialog = openDialog(words.steps.confirmItIsYou, () => {
      over();
      if (isTakenOver) return reject(new PageRefusal(words.steps.wentOnNotDone));
      void abandonOwn();
      reject(new TakenBack());
    });
    const over = (): void => {
      abandoned.forget();
      whenChangedElsewhere(undefined);
    };
    const content = h('div', { class: 'stage' });
    const dismiss = (): void => dialog.stage.closest('dialog')?.close();
    const close = h(
      'button',
      { type: 'button', class: 'link quiet', 'data-testid': 'step-up-cancel', onclick: dismiss },
      words.buttons.notNow,
    );
    const eyebrow = h('p', { class: 'eyebrow' }, words.steps.confirmItIsYou);
    const purpose =
      act === undefined
        ? null
        : h('p', { class: 'muted', 'data-testid': 'step-up-for' }, words.steps.confirmsFor(h('strong', {}, act)));
    fill(dialog.stage, eyebrow, purpose, content, close);

    const done = async (answer: CompleteAnswer): Promise<void> => {
      over();
      dialog.close();
      const { backupCodes: codes, session: raised } = answer;
      if (codes !== undefined) await keepCodes({ codes, accountId: raised.accountId });
      refuseAnother(answer, session);
      resolve(setUp);
    };
    const view = flowView({
      stage: content,
      mailbox,
      canStartOver: false,
      confirms: true,
      session,
      otherwise,
      inHistory: false,
      onComplete: (answer) => void done(answer).catch(reject),
      onEnroll: (answer) => showEnrollment(content, answer),
      onChangedElsewhere: () => {
        isTakenOver = true;
        dismiss();
      },
      onRestart: () => restart(),
    });
    const restart = (): void => {
      eyebrow.textContent = words.steps.confirmItIsYou;
      client.stepUp(demand).then(view.show, () => dismiss());
    };
    const showEnrollment = (stage: HTMLElement, { offer: whole, because }: EnrollAnswer): void => {
      const offer = offeredHere(whole);
      const several = offer.length > 1;
      eyebrow.textContent = words.enrollment.oneThingFirst;
      enrollmentView({
        stage,
        title: enrollmentTitle(offer),
        lead: several ? words.enrollment.needsMoreChoose : words.enrollment.needsMore,
        offer,
        because,
        pendingIn: 'flow',
        show: view.show,
        onSetUp: (method) => {
          setUp = method;
        },
        onProblem: (thrown) => {
          if (!isProblem(thrown) || thrown.code !== 'insufficient-strength') return view.refused(thrown);
          restart();
          return true;
        },
      });
    };
    view.show(first);
  });
}

/** The next page would continue the step-up. On the way to a provider the step-up stays, but the act does not. */
function abandonedWithPage(setsUp: string | undefined): { forget(): void } {
  let toProvider = false;
  const onClick = ({ target }: MouseEvent): void => {
    if (target instanceof Element && target.closest('[data-testid=sso-link]') !== null) toProvider = true;
  };
  const onLeave = (): void => {
    if (toProvider) leaveUndone(setsUp);
    else void abandonOwn();
  };
  addEventListener('click', onClick);
  addEventListener('pagehide', onLeave);
  return {
    forget: () => {
      forgetUndone();
      removeEventListener('click', onClick);
      removeEventListener('pagehide', onLeave);
    },
  };
}

async function ownMailbox(): Promise<string | undefined> {
  return client.account.get().then(
    (account) => account.email,
    () => undefined,
  );
}

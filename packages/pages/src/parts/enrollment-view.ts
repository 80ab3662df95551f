import {
  type EnrollAnswer,
  type FlowAnswer,
  isProblem,
  type OfferedMethod,
  type PendingTotp,
} from '@sallyport/browser';
import { client } from './client.ts';
import { copyButton } from './clipboard.ts';
import { actionForm, codeOfDigits, field, linkButton, TakenBack, textOf } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { type Child, fill, h } from './element.ts';
import { enrollCode } from './enroll-code.ts';
import { whileBusy } from './hold.ts';
import { icon } from './icons.ts';
import { makePasskey } from './passkey-handover.ts';
import { PasskeyNotMade } from './passkey-not-made.ts';
import { hasPasskeys } from './passkeys-here.ts';
import { forgetPendingTotp, keepPendingTotp, type PendingIn, pendingTotp, whenBegunElsewhere } from './pending-totp.ts';
import { problemLine } from './problem-line.ts';
import { reasonsNote } from './reasons.ts';
import { sentenceOf } from './sentences.ts';
import { stepTitle } from './step-title.ts';
import { currentStep, stepBack, stepShown } from './steps.ts';
import { whoLine } from './who-line.ts';
import { words } from './words.ts';

export interface EnrollmentInput {
  readonly stage: HTMLElement;
  readonly title: string;
  readonly lead: string;
  readonly offer: EnrollAnswer['offer'];
  readonly because: EnrollAnswer['because'];
  readonly identifier?: string | undefined;
  show(answer: FlowAnswer): void;
  readonly replacesApp?: boolean;
  onSetUp?(method: OfferedMethod['method']): void;
  readonly after?: Child;
  /** A single method on offer begins at once if it needs no gesture. */
  readonly begun?: boolean;
  readonly pendingIn: PendingIn;
  readonly inHistory?: boolean;
  onProblem(thrown: unknown): boolean;
  around?<Answer>(request: () => Promise<Answer>, setsUp: OfferedMethod['method']): Promise<Answer>;
}

export function enrollmentView(input: EnrollmentInput): void {
  const { stage, pendingIn } = input;
  const { enroll } = pendingIn === 'flow' ? client.inFlow : client.inSession;
  const around = input.around ?? ((request) => request());

  function shown(method: OfferedMethod['method'], answer: FlowAnswer): void {
    input.onSetUp?.(method);
    input.show(answer);
  }

  function showChoice(thrown?: unknown): void {
    whenBegunElsewhere(undefined);
    named('choice', input.title, 'instead');
    const problem = problemLine();
    const title = stepTitle(stage, input.title);
    const offers = (method: OfferedMethod['method']): boolean =>
      input.offer.some((offered) => offered.method === method);
    const isPasskeyAlone = offers('passkey') && input.offer.length === 1;
    const choose = (run: () => Promise<void>) => async (event: Event) => {
      problem.clear();
      const { currentTarget } = event;
      if (!(currentTarget instanceof HTMLButtonElement)) return;
      await whileBusy(currentTarget, async () => {
        try {
          await run();
        } catch (thrown) {
          if (thrown instanceof TakenBack || input.onProblem(thrown)) return;
          if (thrown instanceof PasskeyNotMade && offers('totp'))
            problem.say(`${sentenceOf(thrown)} ${words.enrollment.orApp}`);
          else problem.show(thrown);
        }
      });
    };
    const show = (method: string, says: string, about: string, onclick: (event: Event) => Promise<void>) =>
      says === input.title && input.offer.length === 1
        ? single(method, says, about, thrown === undefined ? words.buttons.continue : words.buttons.tryAgain, onclick)
        : choice(method, says, about, onclick);
    fill(
      stage,
      h('header', {}, title, who(), h('p', { class: 'muted' }, input.lead)),
      reasonsNote(input.because, true, { isPasskeyAlone }),
      offers('passkey') && hasPasskeys()
        ? show('passkey', words.enrollment.passkey, words.enrollment.aboutPasskey, choose(registerPasskey))
        : null,
      isPasskeyAlone && !hasPasskeys()
        ? h('p', { class: 'note warn', 'data-testid': 'no-passkeys' }, words.enrollment.noPasskeysHere)
        : null,
      offers('totp') ? show('totp', words.enrollment.totp, words.enrollment.aboutTotp, choose(beginTotp)) : null,
      input.offer.map(({ method }) => {
        const says = codeWords(method);
        return says && choice(method, says.choose, says.about, async () => beginCode(method));
      }),
      problem.element,
      input.after,
    );
    title.focus();
    if (typeof thrown === 'string') problem.say(thrown);
    else if (thrown !== undefined) problem.show(thrown);
  }

  function named(step: string, title: string, how?: 'next' | 'instead'): void {
    if (input.inHistory === true) stepShown(step, title, how);
  }

  function who(): HTMLElement | null {
    return pendingIn === 'flow' ? whoLine(input.identifier) : null;
  }

  function beginCode(method: OfferedMethod['method']): void {
    const says = codeWords(method);
    if (says === undefined) {
      showChoice();
      return;
    }
    named(`code:${method}`, says.choose);
    const show = (answer: FlowAnswer): void => shown(method, answer);
    const aroundCode = <Answer>(request: () => Promise<Answer>): Promise<Answer> => around(request, method);
    enrollCode({
      stage,
      method,
      says,
      enroll,
      around: aroundCode,
      show,
      onProblem: input.onProblem,
      back: backToChoice(),
    });
  }

  function backToChoice(): HTMLElement | null {
    if (input.offer.length < 2) return null;
    const giveUp = (): void => {
      forgetPendingTotp(pendingIn);
      if (input.inHistory !== true || !stepBack('choice')) showChoice();
    };
    return linkButton(words.enrollment.chooseAnother, 'enroll-back', giveUp, 'quiet');
  }

  async function registerPasskey(): Promise<void> {
    // No name: the server knows the model and the existing names.
    shown('passkey', await around(() => makePasskey({}, { enroll }), 'passkey'));
  }

  async function beginAtOnce(): Promise<void> {
    fill(stage, h('p', { class: 'muted' }, words.shell.oneMoment));
    try {
      await beginTotp();
    } catch (thrown) {
      if (!input.onProblem(thrown)) showChoice(thrown instanceof TakenBack ? undefined : thrown);
    }
  }

  async function beginTotp(): Promise<void> {
    // Before the server is asked: a file may be missing at a bad connection.
    const { qrCode } = await import('./qr-code.ts');
    const kept = pendingTotp(pendingIn);
    const pending = kept ?? (await around(() => enroll.secret('totp'), 'totp'));
    if (kept === undefined) keepPendingTotp(pendingIn, pending);
    showTotp(pending, await qrCode(pending.uri));
  }

  function refusedKey(thrown: unknown): boolean {
    if (input.onProblem(thrown)) return true;
    if (!isProblem(thrown) || thrown.code !== 'invalid-credentials' || pendingTotp(pendingIn) !== undefined)
      return false;
    showChoice(words.enrollment.tookTooLong);
    return true;
  }

  function showTotp(pending: PendingTotp, qr: string): void {
    const { addToApp, replaceApp } = words.enrollment;
    const title = input.replacesApp === true ? replaceApp : addToApp;
    named('totp', title);
    whenBegunElsewhere(() => showChoice(words.enrollment.begunElsewhere));
    const form = actionForm({
      fields: field({
        name: 'code',
        label: words.enrollment.appCode,
        attributes: { required: true, ...codeOfDigits() },
      }),
      submit: words.buttons.confirm,
      run: async (values) => {
        const code = textOf(values, 'code').replace(/\s/g, '');
        const answer = await around(() => enroll.confirmCode('totp', code), 'totp');
        whenBegunElsewhere(undefined);
        forgetPendingTotp(pendingIn);
        shown('totp', answer);
      },
      mismatch: words.problems.mismatch.newApp,
      onProblem: refusedKey,
    });
    fill(
      stage,
      h(
        'header',
        {},
        stepTitle(stage, title),
        who(),
        input.replacesApp === true ? h('p', {}, words.enrollment.oldAppStops) : null,
        h('p', { class: 'muted' }, words.enrollment.addToAppLead),
      ),
      h(
        'div',
        { class: 'on-touch' },
        h(
          'div',
          { class: 'stack' },
          h('a', { class: 'button wide', href: pending.uri, 'data-testid': 'open-totp' }, words.enrollment.openApp),
          h('p', { class: 'or' }, words.steps.or),
        ),
      ),
      h(
        'div',
        { class: 'field' },
        h('p', { class: 'label' }, words.enrollment.scan),
        h('img', { class: 'qr', src: qr, width: 220, height: 220, alt: words.enrollment.qr, 'data-testid': 'qr' }),
      ),
      h('p', { class: 'or' }, words.steps.or),
      h(
        'div',
        { class: 'field' },
        h('p', { class: 'label' }, words.enrollment.typeKey),
        h(
          'div',
          { class: 'secret' },
          h('code', { class: 'groups', 'data-testid': 'totp-secret' }, inGroups(pending.secret)),
          copyButton(pending.secret, 'copy-secret'),
        ),
      ),
      form,
      input.offer.length > 1 ? h('div', { class: 'links small-text' }, backToChoice()) : null,
    );
    form.querySelector('input')?.focus({ preventScroll: true });
  }

  /** An abandoned key is not created again without a request. */
  function chosenBefore(): string | undefined {
    const step = currentStep();
    const chosen = step === 'totp' && pendingTotp(pendingIn) === undefined ? undefined : step?.replace(/^code:/, '');
    return input.offer.find(({ method }) => method === chosen)?.method;
  }

  const [only] = input.offer;
  const chosen = input.inHistory === true ? chosenBefore() : undefined;
  const begun = chosen ?? (input.begun === true && input.offer.length === 1 ? only?.method : undefined);
  if (begun === 'totp') void beginAtOnce();
  else if (begun !== undefined && codeWords(begun) !== undefined) beginCode(begun);
  else showChoice();
}

function inGroups(secret: string): HTMLElement[] {
  return (secret.match(/.{1,4}/g) ?? []).map((four) => h('span', {}, four));
}

function choice(method: string, title: string, text: string, onclick: (event: Event) => void): HTMLElement {
  return h(
    'button',
    { type: 'button', class: 'button choice', 'data-testid': `enroll-${method}`, onclick },
    icon(method === 'passkey' || method === 'totp' ? method : 'code'),
    h('span', {}, h('strong', {}, title), h('span', {}, text)),
  );
}

function single(
  method: string,
  act: string,
  about: string,
  label: string,
  onclick: (event: Event) => void,
): HTMLElement {
  const looks = { type: 'button', class: 'button primary wide', 'data-testid': `enroll-${method}` };
  return h('div', { class: 'stack' }, h('p', {}, about), h('button', { ...looks, 'data-act': act, onclick }, label));
}

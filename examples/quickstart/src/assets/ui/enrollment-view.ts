import type { EnrollAnswer, FlowAnswer, OfferedMethod, PendingTotp } from '@sallyport/browser';
import QRCode from 'qrcode';
import { client } from './client.ts';
import { copyButton } from './clipboard.ts';
import { actionForm, digits, field, linkButton, TakenBack, textOf, whileBusy } from './controls.ts';
import { codeWords } from './delivered-codes.ts';
import { type Child, fill, h } from './element.ts';
import { enrollCode } from './enroll-code.ts';
import { icon } from './icons.ts';
import { makePasskey } from './passkey-handover.ts';
import { problemLine } from './problem-line.ts';
import { reasonsNote } from './reasons.ts';
import { words } from './words.ts';

export interface EnrollmentInput {
  readonly stage: HTMLElement;
  readonly title: string;
  readonly lead: string;
  readonly offer: EnrollAnswer['offer'];
  readonly because: EnrollAnswer['because'];
  show(answer: FlowAnswer): void;
  /** The way out, below the choice. */
  readonly after?: Child;
  /** The person chose already: the only way on offer begins by itself, where it needs no gesture. */
  readonly begun?: boolean;
  /** Deals with a refusal that ends this; answers whether it did. */
  onProblem(thrown: unknown): boolean;
  /** Runs each request; a session may need a step-up around it. */
  around?<Answer>(request: () => Promise<Answer>): Promise<Answer>;
}

/** The ways to set up a second step, side by side, then the chosen one. The same in a sign-in and in a session. */
export function enrollmentView(input: EnrollmentInput): void {
  const { stage, show } = input;
  const around = input.around ?? ((request) => request());

  function showChoice(thrown?: unknown): void {
    const problem = problemLine();
    const title = h('h1', { tabindex: -1 }, input.title);
    const offers = (method: OfferedMethod['method']): boolean =>
      input.offer.some((offered) => offered.method === method);
    const choose = (run: () => Promise<void>) => async (event: Event) => {
      problem.clear();
      const { currentTarget } = event;
      if (!(currentTarget instanceof HTMLButtonElement)) return;
      await whileBusy(currentTarget, async () => {
        try {
          await run();
        } catch (thrown) {
          if (!(thrown instanceof TakenBack) && !input.onProblem(thrown)) problem.show(thrown);
        }
      });
    };
    fill(
      stage,
      h('header', {}, title, h('p', { class: 'muted' }, input.lead)),
      reasonsNote(input.because),
      offers('passkey') && hasPasskeys()
        ? choice('passkey', words.enrollment.passkey, words.enrollment.aboutPasskey, choose(registerPasskey))
        : null,
      offers('totp') ? choice('totp', words.enrollment.totp, words.enrollment.aboutTotp, choose(beginTotp)) : null,
      input.offer.map(({ method }) => {
        const says = codeWords(method);
        return says && choice(method, says.choose, says.about, async () => beginCode(method));
      }),
      problem.element,
      input.after,
    );
    title.focus();
    if (thrown !== undefined) problem.show(thrown);
  }

  function beginCode(method: OfferedMethod['method']): void {
    const says = codeWords(method);
    if (says === undefined) showChoice();
    else enrollCode({ stage, method, says, around, show, onProblem: input.onProblem, back: backToChoice() });
  }

  function backToChoice(): HTMLElement | null {
    if (input.offer.length < 2) return null;
    return linkButton(words.enrollment.chooseAnother, 'enroll-back', () => showChoice(), 'quiet');
  }

  async function registerPasskey(): Promise<void> {
    // The server finds a name: it knows the model, and the names that are taken.
    show(await around(() => makePasskey()));
  }

  /** Straight to the QR code; the choice is shown only where that fails. */
  async function beginAtOnce(): Promise<void> {
    fill(stage, h('p', { class: 'muted' }, words.shell.oneMoment));
    try {
      await beginTotp();
    } catch (thrown) {
      if (!input.onProblem(thrown)) showChoice(thrown instanceof TakenBack ? undefined : thrown);
    }
  }

  async function beginTotp(): Promise<void> {
    const pending = await around(() => client.enroll.totp());
    showTotp(pending, await drawQr(pending.uri));
  }

  function showTotp(pending: PendingTotp, qr: string): void {
    const form = actionForm({
      fields: field({
        name: 'code',
        label: words.enrollment.appCode,
        attributes: { required: true, ...digits },
      }),
      submit: words.common.confirm,
      run: async (values) => {
        const code = textOf(values, 'code').replace(/\s/g, '');
        show(await around(() => client.enroll.confirmTotp(code)));
      },
      onProblem: input.onProblem,
    });
    fill(
      stage,
      h(
        'header',
        {},
        h('h1', { tabindex: -1 }, words.enrollment.scan),
        h('p', { class: 'muted' }, words.enrollment.scanLead),
      ),
      h('img', {
        class: 'qr',
        src: qr,
        width: 220,
        height: 220,
        alt: words.enrollment.qr,
        'data-testid': 'qr',
      }),
      h(
        'a',
        { class: 'button wide on-touch', href: pending.uri, 'data-testid': 'open-totp' },
        words.enrollment.openApp,
      ),
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

  const [only] = input.offer;
  const begun = input.begun === true && input.offer.length === 1 ? only?.method : undefined;
  if (begun === 'totp') void beginAtOnce();
  else if (begun !== undefined && codeWords(begun) !== undefined) beginCode(begun);
  else showChoice();
}

function hasPasskeys(): boolean {
  return typeof PublicKeyCredential !== 'undefined';
}

/** Easier to type off in fours; what is copied has no gaps. */
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

/** Black on white in both themes: cameras want it so. */
async function drawQr(uri: string): Promise<string> {
  const drawing = await QRCode.toString(uri, { type: 'svg', margin: 4, errorCorrectionLevel: 'M' });
  return `data:image/svg+xml;charset=utf-8,${encodeURIComponent(drawing)}`;
}

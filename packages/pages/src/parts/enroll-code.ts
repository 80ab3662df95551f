import type { Enroll, FlowAnswer } from '@sallyport/browser';
import { actionForm, codeOfDigits, field, linkButton, textOf } from './controls.ts';
import type { CodeWords } from './delivered-codes.ts';
import { type Child, fill, h } from './element.ts';
import { mailLink } from './mail-link.ts';
import { stepTitle } from './step-title.ts';
import { words } from './words.ts';

export interface EnrollCodeInput {
  readonly stage: HTMLElement;
  readonly method: string;
  readonly says: CodeWords;
  readonly enroll: Pick<Enroll, 'code' | 'confirmCode'>;
  readonly back: Child;
  around<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  show(answer: FlowAnswer): void;
  onProblem(thrown: unknown): boolean;
}

export function enrollCode(input: EnrollCodeInput): void {
  const { stage, method, says, enroll, around, show, onProblem } = input;

  function askAddress(): void {
    const form = actionForm({
      fields: field({
        name: 'address',
        label: says.addressLabel,
        type: says.addressType,
        hint: says.addressHint,
        attributes: { required: true, autocomplete: says.addressType, maxlength: 64 },
      }),
      submit: words.enrollment.sendCode,
      run: async (values) => {
        const address = textOf(values, 'address').trim();
        const { sentTo } = await around(() => enroll.code(method, address));
        askCode(sentTo, address);
      },
      onProblem,
    });
    fill(
      stage,
      h('header', {}, stepTitle(stage, says.choose), h('p', { class: 'muted' }, says.about)),
      form,
      input.back === null ? null : h('div', { class: 'links small-text' }, input.back),
    );
    form.querySelector('input')?.focus({ preventScroll: true });
  }

  function askCode(sentTo: string, address: string): void {
    const form = actionForm({
      fields: field({
        name: 'code',
        label: words.enrollment.code,
        attributes: { required: true, spellcheck: 'false', ...codeOfDigits() },
      }),
      submit: words.buttons.confirm,
      run: async (values) => {
        const code = textOf(values, 'code').replace(/\s/g, '');
        show(await around(() => enroll.confirmCode(method, code)));
      },
      mismatch: words.problems.mismatch.newCode,
      onProblem,
    });
    fill(
      stage,
      h(
        'header',
        {},
        stepTitle(stage, says.title),
        h(
          'p',
          { class: 'muted', role: 'status', 'data-testid': 'sent-to' },
          words.steps.sentTo(h('strong', {}, sentTo)),
        ),
      ),
      form,
      h(
        'div',
        { class: 'links small-text' },
        linkButton(words.enrollment.otherAddress, 'change-address', askAddress, 'quiet'),
        mailLink(address),
      ),
    );
    form.querySelector('input')?.focus({ preventScroll: true });
  }

  askAddress();
}

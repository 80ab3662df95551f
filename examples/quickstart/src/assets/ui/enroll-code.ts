import type { FlowAnswer } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, digits, field, linkButton, textOf } from './controls.ts';
import type { CodeWords } from './delivered-codes.ts';
import { mailPage } from './demo.ts';
import { type Child, fill, h } from './element.ts';

export interface EnrollCodeInput {
  readonly stage: HTMLElement;
  readonly method: string;
  readonly words: CodeWords;
  /** The way back, where there is a choice. */
  readonly back: Child;
  around<Answer>(request: () => Promise<Answer>): Promise<Answer>;
  show(answer: FlowAnswer): void;
  onProblem(thrown: unknown): boolean;
}

/** Sets up a delivered code of the host's: first the address, then the code that went there. */
export function enrollCode(input: EnrollCodeInput): void {
  const { stage, method, words, around, show, onProblem } = input;

  function askAddress(): void {
    const form = actionForm({
      fields: field({
        name: 'address',
        label: words.addressLabel,
        type: words.addressType,
        hint: words.addressHint,
        attributes: { required: true, autocomplete: words.addressType, maxlength: 64 },
      }),
      submit: 'Send a code',
      run: async (values) => {
        const address = textOf(values, 'address').trim();
        const { sentTo } = await around(() => client.enroll.code(method, address));
        askCode(sentTo, address);
      },
      onProblem,
    });
    fill(
      stage,
      h('header', {}, h('h1', { tabindex: -1 }, words.choose), h('p', { class: 'muted' }, words.about)),
      form,
      input.back === null ? null : h('div', { class: 'links small-text' }, input.back),
    );
    form.querySelector('input')?.focus({ preventScroll: true });
  }

  function askCode(sentTo: string, address: string): void {
    const form = actionForm({
      fields: field({ name: 'code', label: 'Code', attributes: { required: true, spellcheck: 'false', ...digits } }),
      submit: 'Confirm',
      run: async (values) => {
        const code = textOf(values, 'code').replace(/\s/g, '');
        show(await around(() => client.enroll.confirmCode(method, code)));
      },
      onProblem,
    });
    const open = h(
      'a',
      { href: mailPage(address), target: '_blank', rel: 'noopener', 'data-testid': 'mail-link' },
      'Open the demo’s mail page',
    );
    fill(
      stage,
      h(
        'header',
        {},
        h('h1', { tabindex: -1 }, words.title),
        h(
          'p',
          { class: 'muted', role: 'status', 'data-testid': 'sent-to' },
          'We sent a code to ',
          h('strong', {}, sentTo),
          '. It works for a few minutes.',
        ),
      ),
      form,
      h(
        'div',
        { class: 'links small-text' },
        linkButton('Use another address', 'change-address', askAddress, 'quiet'),
        h('span', { class: 'link' }, open),
      ),
    );
    form.querySelector('input')?.focus({ preventScroll: true });
  }

  askAddress();
}

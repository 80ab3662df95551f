import { client } from '../ui/client.ts';
import { actionForm, field, linkButton, textOf } from '../ui/controls.ts';
import { mailPage } from '../ui/demo.ts';
import { fill, h } from '../ui/element.ts';
import type { FlowView } from '../ui/flow-view.ts';
import { dropParameters } from '../ui/location.ts';

export interface ForgotInput {
  readonly stage: HTMLElement;
  readonly identifier: string;
  onBack(note?: string): unknown;
}

/** Asks for a link to a new password. The answer is the same for everyone. */
export function forgotPassword({ stage, identifier, onBack }: ForgotInput): void {
  const back = h(
    'div',
    { class: 'links small-text' },
    linkButton('Back to sign in', 'back', () => onBack(), 'quiet'),
  );
  const form = actionForm({
    fields: field({
      name: 'identifier',
      label: 'Email',
      type: 'email',
      attributes: { autocomplete: 'username', required: true, value: identifier },
    }),
    submit: 'Send me a link',
    run: async (values) => {
      const address = textOf(values, 'identifier').trim();
      await client.recovery.begin(address);
      showSent(address);
    },
  });

  function showSent(address: string): void {
    const title = h('h1', { tabindex: -1 }, 'Check your mail');
    const words = 'If this address may reset its password here, a link is on its way. It works once, for a short time.';
    const open = h(
      'a',
      { class: 'button wide', href: mailPage(address), 'data-testid': 'mail-link' },
      'Open the demo’s mail page',
    );
    fill(
      stage,
      h('header', {}, title, h('p', { class: 'muted', role: 'status', 'data-testid': 'sent' }, words)),
      open,
      back,
    );
    title.focus();
  }

  const lead = 'We’ll mail you a link. Your second step stays as it is, and you’ll be asked for it.';
  fill(stage, h('header', {}, h('h1', {}, 'Reset your password'), h('p', { class: 'muted' }, lead)), form, back);
  form.querySelector('input')?.focus();
}

export interface NewPasswordInput {
  readonly stage: HTMLElement;
  readonly token: string;
  readonly view: FlowView;
  onRecovered(note?: string): unknown;
}

/** Where the mailed link leads. Goes on with another factor wherever the account has one. */
export function chooseNewPassword({ stage, token, view, onRecovered }: NewPasswordInput): void {
  const form = actionForm({
    fields: newPasswordField('Long beats complicated: a few words you can remember are fine.'),
    submit: 'Save the new password',
    run: async (values) => {
      const answer = await client.recovery.confirm({ token, next: textOf(values, 'next') });
      dropParameters();
      if (answer.status === 'recovered') onRecovered('Your new password is saved. Sign in with it.');
      else view.show(answer);
    },
    onProblem: view.refused,
  });
  const back = linkButton('Back to sign in', 'back', () => leave(onRecovered), 'quiet');
  fill(
    stage,
    h('header', {}, h('h1', {}, 'Choose a new password')),
    form,
    h('div', { class: 'links small-text' }, back),
  );
  form.querySelector('input')?.focus();
}

export function newPasswordField(hint: string): HTMLElement {
  return field({
    name: 'next',
    label: 'New password',
    type: 'password',
    hint,
    attributes: { autocomplete: 'new-password', required: true, maxlength: 256 },
  });
}

function leave(go: () => unknown): void {
  dropParameters();
  go();
}

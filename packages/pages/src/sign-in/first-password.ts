import { isProblem } from '@sallyport/browser';
import { actionForm, hiddenUsername, linkButton, textOf } from '../parts/controls.ts';
import { breakable, fill, h } from '../parts/element.ts';
import { createsPasskeys, hasPasskeys } from '../parts/passkeys-here.ts';
import { problemLine } from '../parts/problem-line.ts';
import { stepTitle } from '../parts/step-title.ts';
import { words } from '../words.ts';
import { newPasswordField } from './recovery.ts';

export interface FirstPasswordInput {
  readonly stage: HTMLElement;
  readonly title: string;
  readonly lead: string;
  readonly identifier?: string | undefined;
  readonly hint: string | undefined;
  accept(password?: string): Promise<void>;
  refused(thrown: unknown): boolean;
}

export function firstPassword(input: FirstPasswordInput): void {
  const { stage, title, lead, identifier, hint, accept, refused } = input;
  if (hint === undefined) {
    withoutPassword(input);
    return;
  }
  const problem = problemLine();
  const form = actionForm({
    fields: [hiddenUsername(identifier), newPasswordField(hint, 'password')],
    submit: words.buttons.continue,
    run: (values) => accept(textOf(values, 'password')),
    onProblem: refused,
  });
  const without = linkButton(
    words.signIn.withoutPassword,
    'without-password',
    () => accept().catch((thrown: unknown) => refused(thrown) || problem.show(thrown)),
    'quiet',
  );
  const warning = h('p', { class: 'note warn', hidden: true, 'data-testid': 'no-passkey-here' });
  void createsPasskeys().then((creates) => {
    if (creates) return;
    fill(warning, hasPasskeys() ? words.signUp.noPasskeyByItself : words.signUp.noPasskeysInBrowser);
    warning.hidden = false;
  });
  fill(
    stage,
    h('header', {}, stepTitle(stage, title), h('p', { class: 'muted' }, lead), invitedAs(identifier)),
    form,
    problem.element,
    warning,
    hasPasskeys()
      ? h(
          'div',
          {},
          h('p', { class: 'hint', 'data-testid': 'about-without-password' }, words.signUp.aboutWithoutPassword),
          h('div', { class: 'links small-text' }, without),
        )
      : null,
  );
  form.querySelector<HTMLElement>('input:not([hidden])')?.focus();
}

/** The account may have no password or one already: the server says how the person signs in. */
function withoutPassword({ stage, title, identifier, accept, refused }: FirstPasswordInput): void {
  const form = actionForm({
    fields: [],
    submit: words.buttons.continue,
    run: () => accept(),
    onProblem: refused,
  });
  fill(
    stage,
    h(
      'header',
      {},
      stepTitle(stage, title),
      h('p', { class: 'muted' }, words.signUp.noPassword),
      invitedAs(identifier),
    ),
    form,
  );
  form.querySelector('button')?.focus();
}

function invitedAs(identifier: string | undefined): HTMLElement | null {
  return identifier === undefined
    ? null
    : h(
        'p',
        { class: 'muted', 'data-testid': 'invited-as' },
        words.signIn.invitedAs(h('strong', {}, breakable(identifier))),
      );
}

export function isNoPassword(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.code === 'method-not-allowed';
}

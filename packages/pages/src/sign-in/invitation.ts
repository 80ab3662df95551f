import { client } from '../parts/client.ts';
import { actionForm, linkButton, textOf } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import type { FlowView } from '../parts/flow-view.ts';
import { dropParameters } from '../parts/location.ts';
import { problemLine } from '../parts/problem-line.ts';
import { stepTitle } from '../parts/step-title.ts';
import { words } from '../words.ts';
import { newPasswordField } from './recovery.ts';

export interface InvitationInput {
  readonly stage: HTMLElement;
  readonly token: string;
  readonly view: FlowView;
}

/** The first sign-in of an invited person: with a new password, or with a passkey and without a password. */
export function acceptInvitation({ stage, token, view }: InvitationInput): void {
  const problem = problemLine();

  async function accept(password?: string): Promise<void> {
    const answer = await client.invitation.accept({ token, password });
    dropParameters();
    view.show(answer);
  }

  const form = actionForm({
    fields: newPasswordField(words.signIn.invitedHint),
    submit: words.buttons.continue,
    run: (values) => accept(textOf(values, 'next')),
    onProblem: view.refused,
  });
  const without = linkButton(
    words.signIn.withoutPassword,
    'without-password',
    () => accept().catch((thrown: unknown) => view.refused(thrown) || problem.show(thrown)),
    'quiet',
  );
  fill(
    stage,
    h('header', {}, stepTitle(stage, words.signIn.welcome), h('p', { class: 'muted' }, words.signIn.invited)),
    form,
    problem.element,
    h('div', { class: 'links small-text' }, without),
  );
  form.querySelector('input')?.focus();
}

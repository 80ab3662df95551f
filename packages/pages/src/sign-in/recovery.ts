import { isProblem } from '@sallyport/browser';
import { client } from '../parts/client.ts';
import { actionForm, button, field, linkButton, textOf } from '../parts/controls.ts';
import { fill, h } from '../parts/element.ts';
import type { FlowView } from '../parts/flow-view.ts';
import { linkSent } from '../parts/link-sent.ts';
import { dropParameters, leaveNewsAtEnd } from '../parts/location.ts';
import { lengthHint } from '../parts/password-length.ts';
import { signedInAlready } from '../parts/signed-in-already.ts';
import { stepTitle } from '../parts/step-title.ts';
import { stepBack, stepShown } from '../parts/steps.ts';
import { words } from '../words.ts';

let asked = '';

export interface ForgotInput {
  readonly stage: HTMLElement;
  readonly identifier: string;
  onBack(note?: string): unknown;
}

/** The answer is the same for every identifier. */
export function forgotPassword({ stage, identifier, onBack }: ForgotInput): void {
  const back = linkButton(words.signIn.backToSignIn, 'back', () => stepBack('start') || onBack(), 'quiet');
  const form = actionForm({
    fields: field({
      name: 'identifier',
      label: words.signIn.emailOrName,
      // Not of the type `email`: the sign-in name may be no address.
      attributes: {
        autocomplete: 'username',
        inputmode: 'email',
        required: true,
        value: identifier || asked,
        autocapitalize: 'none',
        spellcheck: 'false',
      },
    }),
    submit: words.signIn.sendLink,
    run: async (values) => {
      const address = textOf(values, 'identifier').trim();
      await client.recovery.begin(address);
      asked = address;
      showSent(address);
    },
  });

  function showSent(address: string): void {
    linkSent({
      stage,
      address,
      sent: words.signIn.linkSent(address),
      sentAgain: words.signIn.linkSentAgain(address),
      send: () => client.recovery.begin(address),
      other: { label: words.signIn.otherIdentifier, step: 'forgot' },
      onOther: () => forgotPassword({ stage, identifier: address, onBack }),
      out: back,
    });
  }

  stepShown('forgot', words.signIn.forgotTitle);
  fill(
    stage,
    h('header', {}, stepTitle(stage, words.signIn.forgotTitle), h('p', { class: 'muted' }, words.signIn.forgotLead)),
    form,
    h('div', { class: 'links small-text' }, back),
  );
  form.querySelector('input')?.focus();
}

export interface NewPasswordInput {
  readonly stage: HTMLElement;
  readonly token: string;
  readonly view: FlowView;
  onForgot(): void;
  onRecovered(note?: string): unknown;
}

/** If the account has another factor, the recovery continues with it. */
export async function chooseNewPassword(input: NewPasswordInput): Promise<void> {
  const { stage, token, view, onRecovered } = input;
  let used = false;
  const hint = await lengthHint('next', async (next) => {
    await client.recovery.confirm({ token, next }).catch((thrown: unknown) => {
      used = isUsed(thrown);
      throw thrown;
    });
  });
  if (used) return showUsed(input);
  const form = actionForm({
    fields: newPasswordField(hint),
    submit: words.signIn.saveNewPassword,
    run: async (values) => {
      const answer = await client.recovery.confirm({ token, next: textOf(values, 'next') });
      dropParameters();
      if (answer.status === 'recovered') onRecovered(words.signIn.passwordSaved);
      else {
        leaveNewsAtEnd(words.account.factors.passwordSaved);
        view.show(answer, words.signIn.newPasswordWaits);
      }
    },
    onProblem: (thrown) => {
      if (!isUsed(thrown)) return view.refused(thrown);
      void showUsed(input);
      return true;
    },
  });
  const back = linkButton(words.signIn.backToSignIn, 'back', () => leave(onRecovered), 'quiet');
  stepShown('new-password', words.signIn.newPasswordTitle);
  fill(
    stage,
    h(
      'header',
      {},
      stepTitle(stage, words.signIn.newPasswordTitle),
      h('p', { class: 'muted' }, words.signIn.newPasswordFor(location.host)),
    ),
    form,
    h('div', { class: 'links small-text' }, back),
  );
  form.querySelector('input')?.focus();
}

function isUsed(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.code === 'invalid-credentials';
}

async function showUsed({ stage, onForgot, onRecovered }: NewPasswordInput): Promise<void> {
  const signedIn = await signedInAlready();
  const title = stepTitle(stage, words.signIn.usedTitle, 'link-used');
  stepShown('link-used', words.signIn.usedTitle, 'instead');
  const again = (): void => leave(onForgot);
  fill(
    stage,
    h('header', {}, title, h('p', { class: 'muted' }, words.signIn.usedText), signedIn?.said),
    signedIn?.toAccount,
    button({
      label: words.signIn.sendNewLink,
      testid: 'new-link',
      look: signedIn === undefined ? 'primary wide' : 'wide',
      run: again,
    }),
    h(
      'div',
      { class: 'links small-text' },
      signedIn === undefined ? linkButton(words.signIn.backToSignIn, 'back', () => leave(onRecovered), 'quiet') : null,
    ),
  );
  title.focus();
}

export function newPasswordField(hint: string, name = 'next'): HTMLElement {
  return field({
    name,
    label: words.signIn.newPassword,
    type: 'password',
    hint,
    attributes: { autocomplete: 'new-password', required: true, maxlength: 256 },
  });
}

function leave(go: () => unknown): void {
  dropParameters();
  go();
}

import { type FlowAnswer, isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, field, linkButton, textOf } from './controls.ts';
import { h } from './element.ts';
import { words } from './words.ts';

interface CodeContext {
  show(answer: FlowAnswer): void;
  onProblem(thrown: unknown): boolean;
}

/**
 * The form for an administrator's code. A person who lost the password chooses a new password with the code: by the link below the form, or because
 * the server asks for a password.
 */
export function administratorCodeForm(context: CodeContext): HTMLFormElement {
  const says = words.steps.enrollmentCode;
  const place = h('div', { hidden: true });
  const isOpen = (): boolean => place.childElementCount > 0;
  const open = (): void => {
    const attributes = { autocomplete: 'new-password', required: true, maxlength: 256 };
    const hint = words.signIn.newPasswordHint;
    place.append(field({ name: 'password', label: words.signIn.newPassword, type: 'password', hint, attributes }));
    place.hidden = false;
    ask.hidden = true;
    const code = form.querySelector<HTMLInputElement>('#code');
    (code?.value === '' ? code : place.querySelector('input'))?.focus();
  };
  const ask = linkButton(says.lostPassword, 'lost-password', open, 'quiet');
  const form = actionForm({
    fields: [
      field({
        name: 'code',
        label: says.label,
        attributes: {
          required: true,
          spellcheck: 'false',
          autocomplete: 'off',
          class: 'token',
          autocapitalize: 'none',
        },
      }),
      place,
    ],
    submit: words.buttons.continue,
    mismatch: words.problems.mismatch.enrollmentCode,
    after: h('div', { class: 'links small-text' }, ask),
    run: async (values) => {
      const code = textOf(values, 'code').replace(/\s/g, '');
      context.show(await client.signIn.enrollmentCode(code, isOpen() ? textOf(values, 'password') : undefined));
    },
    onProblem: (thrown) => {
      if (isOpen() || !asksForPassword(thrown)) return context.onProblem(thrown);
      open();
      return true;
    },
  });
  return form;
}

/** True if the code is right, and leads nowhere without a new password. */
function asksForPassword(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path === 'password') === true;
}

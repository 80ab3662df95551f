import { type FlowAnswer, isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, field, linkButton, TakenBack, textOf } from './controls.ts';
import { fill, h } from './element.ts';
import { createsPasskeys } from './passkeys-here.ts';
import { words } from './words.ts';

interface CodeContext {
  /** Whether the person has not shown the password in this flow. */
  readonly withoutPassword: boolean;
  show(answer: FlowAnswer): void;
  onProblem(thrown: unknown): boolean;
}

/**
 * The form for an administrator's code. A person who lost the password chooses a new password with the code. The field for the password stands in the form
 * if the flow has seen no password, because the code works once. Otherwise a link below the form, or the server, asks for a password.
 *
 * Without a new password the code leads to the set-up of a passkey. The person chooses the passkey by a link, so that an empty field does
 * not use up the code. On a device that creates no passkey, the form says so before the code is used up.
 */
export function administratorCodeForm(context: CodeContext): HTMLFormElement {
  const says = words.steps.enrollmentCode;
  const place = h('div', { hidden: true });
  const warning = h('p', { class: 'note warn', role: 'alert', hidden: true, 'data-testid': 'needs-passkey' });
  const isOpen = (): boolean => place.childElementCount > 0;
  const missing = says.choose(says.passkeyOnly);
  const open = (required: boolean): void => {
    const attributes = { autocomplete: 'new-password', required, maxlength: 256 };
    const [hint, unless] = required ? [words.signIn.newPasswordHint] : [says.onlyIfLost, missing];
    const label = words.signIn.newPassword;
    fill(place, field({ name: 'password', label, type: 'password', hint, missing: unless, attributes }));
    place.hidden = false;
    ask.hidden = true;
    passkeyOnly.hidden = required;
  };
  const openWithFocus = (): void => {
    open(true);
    const code = form.querySelector<HTMLInputElement>('#code');
    (code?.value === '' ? code : place.querySelector('input'))?.focus();
  };
  const ask = linkButton(says.lostPassword, 'lost-password', openWithFocus, 'quiet');
  const passkeyOnly = linkButton(says.passkeyOnly, 'code-without-password', () => {
    const password = place.querySelector('input');
    if (password === null) return;
    password.value = '';
    delete password.dataset['missing'];
    form.requestSubmit();
    password.dataset['missing'] = missing;
  });
  passkeyOnly.hidden = true;
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
      warning,
    ],
    submit: words.buttons.continue,
    mismatch: context.withoutPassword
      ? words.problems.mismatch.enrollmentCodeFirst
      : words.problems.mismatch.enrollmentCode,
    after: h('div', { class: 'links small-text' }, passkeyOnly, ask),
    run: async (values) => {
      const code = textOf(values, 'code').replace(/\s/g, '');
      const password = isOpen() ? textOf(values, 'password') : '';
      if (context.withoutPassword && password === '' && warning.hidden && !(await createsPasskeys())) {
        fill(warning, says.noPasskeyHere);
        warning.hidden = false;
        place.querySelector('input')?.focus();
        throw new TakenBack();
      }
      context.show(await client.signIn.enrollmentCode(code, password === '' ? undefined : password));
    },
    onProblem: (thrown) => {
      const isEmpty = form.querySelector<HTMLInputElement>('#password')?.value === '';
      if ((isOpen() && !isEmpty) || !asksForPassword(thrown)) return context.onProblem(thrown);
      openWithFocus();
      return true;
    },
  });
  if (context.withoutPassword) open(false);
  return form;
}

/** True if the code is right, and leads nowhere without a new password. */
function asksForPassword(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path === 'password') === true;
}

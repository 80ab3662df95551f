import { type FlowAnswer, isProblem } from '@sallyport/browser';
import { client } from './client.ts';
import { actionForm, field, linkButton, TakenBack, textOf } from './controls.ts';
import { fill, h } from './element.ts';
import { createsPasskeys } from './passkeys-here.ts';
import { signingIn } from './tabs.ts';
import { words } from './words.ts';

export interface TypedCode {
  readonly code: string;
  readonly password: string;
}

export interface CodeContext {
  readonly typed: TypedCode | undefined;
  /** Absent if the person has shown the password in this flow. */
  readonly passwordFirst: ((typed: TypedCode) => void) | undefined;
  show(answer: FlowAnswer): void;
  beginAgain(typed: TypedCode): Promise<boolean>;
  onProblem(thrown: unknown): boolean;
}

/**
 * The code works once, so the field for a password stands in the form if the flow has seen none. Without a new password the code leads to the set-up
 * of a passkey, which the person chooses by a link: an empty field does not use up the code.
 */
export function administratorCodeForm(context: CodeContext): HTMLFormElement {
  const says = words.steps.enrollmentCode;
  const { passwordFirst, typed } = context;
  const place = h('div', { hidden: true });
  const warning = h('p', { class: 'note warn', role: 'alert', hidden: true, 'data-testid': 'needs-passkey' });
  const missing = says.choose(says.knowPassword, says.passkeyOnly);
  const open = (required: boolean): void => {
    const attributes = { autocomplete: 'new-password', required, maxlength: 256 };
    const [hint, unless] = required ? [words.signIn.newPasswordHint] : [says.onlyIfLost(says.knowPassword), missing];
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
  ask.hidden = signingIn() === undefined;
  const passkeyOnly = linkButton(says.passkeyOnly, 'code-without-password', () => {
    const password = place.querySelector('input');
    if (password === null) return;
    password.value = '';
    delete password.dataset['missing'];
    form.requestSubmit();
    password.dataset['missing'] = missing;
  });
  passkeyOnly.hidden = true;
  const know =
    passwordFirst &&
    linkButton(says.knowPassword, 'know-password', () => passwordFirst({ ...entered(), password: '' }));
  const form = actionForm({
    fields: [
      field({
        name: 'code',
        label: says.label,
        attributes: {
          value: typed?.code,
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
    mismatch:
      passwordFirst === undefined
        ? words.problems.mismatch.enrollmentCode
        : words.problems.mismatch.enrollmentCodeFirst(says.knowPassword),
    after: h('div', { class: 'links small-text' }, know, passkeyOnly, ask),
    run: async () => {
      const { code, password } = entered();
      if (passwordFirst !== undefined && password === '' && warning.hidden && !(await createsPasskeys())) {
        fill(warning, says.noPasskeyHere);
        warning.hidden = false;
        place.querySelector('input')?.focus();
        throw new TakenBack();
      }
      try {
        context.show(await client.signIn.enrollmentCode(code, password === '' ? undefined : password));
      } catch (thrown) {
        const isOver = isProblem(thrown) && thrown.code === 'flow-expired';
        if (!isOver || !(await context.beginAgain({ code, password }))) throw thrown;
      }
    },
    onProblem: (thrown) => {
      if (entered().password !== '' || !asksForPassword(thrown)) return context.onProblem(thrown);
      openWithFocus();
      return true;
    },
  });
  function entered(): TypedCode {
    const values = new FormData(form);
    return { code: textOf(values, 'code').replace(/\s/g, ''), password: textOf(values, 'password') };
  }
  if (passwordFirst !== undefined) open(false);
  else if (typed !== undefined && typed.password !== '') open(true);
  const password = place.querySelector('input');
  if (password !== null && typed !== undefined) password.value = typed.password;
  return form;
}

function asksForPassword(thrown: unknown): boolean {
  return isProblem(thrown) && thrown.errors?.some(({ path }) => path === 'password') === true;
}

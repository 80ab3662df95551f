import { isProblem } from '@sallyport/browser';
import { type Attributes, type Child, h } from './element.ts';
import { blame, fieldAtFault, forgive } from './field-fault.ts';
import { isIdle, whileBusy } from './hold.ts';
import { type ProblemLine, problemLine } from './problem-line.ts';
import { words } from './words.ts';

/** Thrown by an action that the person cancelled. No message is shown. */
export class TakenBack extends Error {
  /** `TakenBack`. */
  override readonly name = 'TakenBack';
}

/** The parts of a {@link button}. */
export interface ButtonInput {
  /** The content of the button. */
  readonly label: Child;
  /** The value of `data-testid`, for tests. */
  readonly testid: string;
  /** Further CSS classes: `primary`, `danger`. Default: none. */
  readonly look?: string;
  /** Further attributes of the element. Default: none. */
  readonly attributes?: Attributes;
  /** Runs on each click. The button is busy until the promise settles. */
  run(): unknown;
}

/** A button that is busy while its action runs. The action shows its own problems. */
export function button({ label, testid, look = '', attributes = {}, run }: ButtonInput): HTMLButtonElement {
  const element = h(
    'button',
    { type: 'button', class: `button ${look}`.trim(), 'data-testid': testid, ...attributes },
    label,
  );
  element.addEventListener('click', () => void whileBusy(element, async () => run()));
  return element;
}

/** A small action that looks like a link. */
export function linkButton(label: string, testid: string, run: () => unknown, look = ''): HTMLButtonElement {
  const element = h('button', { type: 'button', class: `link ${look}`.trim(), 'data-testid': testid }, label);
  element.addEventListener('click', () => {
    if (!isIdle(element)) void run();
  });
  return element;
}

/** The parts of an {@link actionForm}. */
export interface FormInput {
  /** The content above the submit button. */
  readonly fields: Child;
  /** The text of the submit button. */
  readonly submit: string;
  /** Further classes of the submit button. Default: none. */
  readonly look?: string;
  /** The `data-testid` of the submit button. Default: `submit`. */
  readonly testid?: string;
  /** Content below the submit button. */
  readonly after?: Child;
  /** The problem line, if the page also clears the line. */
  readonly problem?: ProblemLine | undefined;
  /** The message for a wrong secret, with advice. A function, if the advice depends on what the page offers at the time. */
  readonly mismatch?: string | (() => string);
  /** Runs with the values of the fields. An error goes to the problem line. */
  run(values: FormData): Promise<void>;
  /** Returns true if the error was handled. */
  onProblem?(thrown: unknown): boolean;
  /** The content below the message of an error, such as another way to sign in. */
  belowProblem?(thrown: unknown): Child;
}

/** A form that shows problems above its button and never sends twice. */
export function actionForm(input: FormInput): HTMLFormElement {
  const problem = input.problem ?? problemLine();
  const submit = h(
    'button',
    { class: `button primary wide ${input.look ?? ''}`.trim(), 'data-testid': input.testid ?? 'submit' },
    input.submit,
  );
  const form = h('form', {}, input.fields, problem.element, submit, input.after);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (isIdle(submit)) return;
    problem.clear();
    if (input.problem === undefined) submit.before(problem.element);
    for (const field of form.querySelectorAll('input')) forgive(field);
    const empty = firstMissing(form);
    if (empty === undefined) return void send();
    // Beside the empty field, because the button may be out of sight.
    if (input.problem === undefined) empty.closest('.field')?.append(problem.element);
    problem.say(empty.dataset['missing'] ?? '');
    blame(empty, problem.element);
    empty.focus();
  });
  let sentOff = '';
  form.addEventListener('input', ({ target }) => {
    if (!(target instanceof HTMLInputElement)) return;
    forgive(target);
    const typed = target.value.replace(/\s/g, '');
    // A code that was wrong is sent again by the button alone.
    if (typed === sentOff || !isWhole(typed, target)) return;
    sentOff = typed;
    form.requestSubmit();
  });

  form.addEventListener('reset', () => {
    problem.clear();
    for (const field of form.querySelectorAll('input')) forgive(field);
    sentOff = '';
  });

  async function send(): Promise<void> {
    let thrown: unknown;
    await whileBusy(submit, async () => {
      try {
        await input.run(new FormData(form));
      } catch (caught) {
        thrown = caught;
      }
    });
    if (thrown === undefined || thrown instanceof TakenBack || input.onProblem?.(thrown) === true) return;
    const { mismatch } = input;
    if (mismatch !== undefined && isMismatch(thrown)) problem.say(typeof mismatch === 'string' ? mismatch : mismatch());
    else problem.show(thrown, submit);
    problem.below(input.belowProblem?.(thrown));
    const fault = fieldAtFault(form, thrown);
    if (fault !== null) blame(fault, problem.element);
    fault?.select();
  }

  return form;
}

function isWhole(typed: string, { dataset }: HTMLInputElement): boolean {
  return /^\d+$/.test(typed) && typed.length === Number(dataset['digits'] ?? Number.NaN);
}

function firstMissing(form: HTMLFormElement): HTMLInputElement | undefined {
  const fields = form.querySelectorAll<HTMLInputElement>('input[data-missing]');
  return [...fields].find(({ value }) => value.trim() === '');
}

function isMismatch(thrown: unknown): boolean {
  if (!isProblem(thrown) || thrown.code !== 'invalid-credentials') return false;
  const { passkey, directory } = thrown.members;
  return passkey === undefined && directory === undefined;
}

/** The parts of a field with its label. */
export interface FieldInput {
  /** The name of the value in the form's data. */
  readonly name: string;
  /** The visible label. */
  readonly label: string;
  /** The `type` of the input. Default: `text`. */
  readonly type?: string;
  /** A sentence below the field. */
  readonly hint?: string;
  /** The message for an empty field. The form is then not sent. */
  readonly missing?: string;
  /** Further attributes of the input: `autocomplete`, `maxlength`. */
  readonly attributes?: Attributes;
}

/** A labelled input. Its test id is its name by default. */
export function field({ name, label, type = 'text', hint, missing, attributes = {} }: FieldInput): HTMLElement {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  const input = h('input', {
    id: name,
    name,
    type,
    'data-testid': name,
    'data-missing': missing,
    'aria-required': missing === undefined ? undefined : 'true',
    'aria-describedby': hintId,
    ...attributes,
  });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    type === 'password' ? h('div', { class: 'secret-input' }, input, showButton(input, label)) : input,
    hint === undefined ? null : h('p', { class: 'hint', id: hintId }, hint),
  );
}

/** The parts of a field with a list of options. */
export interface ChoiceInput extends Pick<FieldInput, 'name' | 'label' | 'hint'> {
  /** The options, as `option` and `optgroup` elements. */
  readonly options: Child;
}

/** A labelled select list. Its test id is its name. */
export function choice({ name, label, hint, options }: ChoiceInput): HTMLElement {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  const attributes = { id: name, name, 'data-testid': name, 'aria-describedby': hintId };
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    h('select', attributes, options),
    hint === undefined ? null : h('p', { class: 'hint', id: hintId }, hint),
  );
}

function showButton(input: HTMLInputElement, label: string): HTMLButtonElement {
  const toggle = h('button', { type: 'button', class: 'link quiet', 'data-testid': `show-${input.name}` });
  const show = (shown: boolean): void => {
    input.type = shown ? 'text' : 'password';
    toggle.textContent = shown ? words.buttons.hide : words.buttons.show;
    toggle.setAttribute('aria-label', shown ? words.buttons.hideField(label) : words.buttons.showField(label));
  };
  show(false);
  toggle.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  return toggle;
}

/** An invisible field with the account's identifier, for password managers. */
export function hiddenUsername(identifier: string | undefined): HTMLElement | null {
  if (identifier === undefined) return null;
  return h('input', {
    type: 'text',
    autocomplete: 'username',
    value: identifier,
    readonly: true,
    hidden: true,
    'data-testid': 'username',
  });
}

export function codeOfDigits(count: number = 6) {
  return {
    inputmode: 'numeric',
    autocomplete: 'one-time-code',
    maxlength: 11,
    class: 'code-input',
    'data-digits': count,
  } as const satisfies Attributes;
}

/** The value of a form's text field. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

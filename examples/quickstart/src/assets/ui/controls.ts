import { isProblem } from '@sallyport/browser';
import { type Attributes, type Child, h } from './element.ts';
import { inputOf, type ProblemLine, problemLine } from './problem-line.ts';
import { words } from './words.ts';

/** Thrown by an action that the person took back; nothing is said about it. */
export class TakenBack extends Error {
  override readonly name = 'TakenBack';
}

export interface ButtonInput {
  readonly label: Child;
  readonly testid: string;
  readonly look?: string;
  readonly attributes?: Attributes;
  run(): unknown;
}

/** A button that is busy while its action runs. Its action shows its own problems. */
export function button({ label, testid, look = '', attributes = {}, run }: ButtonInput): HTMLButtonElement {
  const element = h(
    'button',
    { type: 'button', class: `button ${look}`.trim(), 'data-testid': testid, ...attributes },
    label,
  );
  element.addEventListener('click', () => void whileBusy(element, async () => run()));
  return element;
}

/** A small action that reads as a link. */
export function linkButton(label: string, testid: string, run: () => unknown, look = ''): HTMLButtonElement {
  const element = h('button', { type: 'button', class: `link ${look}`.trim(), 'data-testid': testid }, label);
  element.addEventListener('click', () => void run());
  return element;
}

export interface FormInput {
  readonly fields: Child;
  readonly submit: string;
  readonly look?: string;
  readonly testid?: string;
  /** Below the submit button. */
  readonly after?: Child;
  /** Where to say it, for a page that clears it as well. */
  readonly problem?: ProblemLine;
  run(values: FormData): Promise<void>;
  /** Answers true where it dealt with what was thrown. */
  onProblem?(thrown: unknown): boolean;
}

/** A form that says what went wrong above its button and never sends twice. */
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
    if (submit.disabled || isBusy(submit)) return;
    problem.clear();
    forgive(form);
    void send();
  });
  form.addEventListener('input', ({ target }) => {
    if (target instanceof HTMLInputElement) forgive(form, target);
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
    problem.show(thrown, submit);
    const fault = inputAtFault(form, thrown);
    if (fault !== null) blame(fault, problem.element);
    fault?.select();
  }

  return form;
}

/** The input to put right; where the server names none, the secret that did not match. */
function inputAtFault(form: HTMLFormElement, thrown: unknown): HTMLInputElement | null {
  if (!isProblem(thrown)) return null;
  const path = thrown.errors?.[0]?.path;
  if (path !== undefined) return inputOf(form, path);
  if (thrown.code === 'already-exists') return form.querySelector('input:not([hidden])');
  return form.querySelector('input.code-input, input.token, input[type=password]');
}

/** Ties what went wrong to the field that it is about. */
function blame(input: HTMLInputElement, problem: HTMLElement): void {
  if (problem.id === '') {
    problems += 1;
    problem.id = `problem-${problems}`;
  }
  input.setAttribute('aria-invalid', 'true');
  input.setAttribute('aria-describedby', [problem.id, ...described(input)].join(' '));
}

let problems = 0;

/** What was wrong is being put right. */
function forgive(form: HTMLFormElement, only?: HTMLInputElement): void {
  const inputs = only === undefined ? form.querySelectorAll<HTMLInputElement>('input[aria-invalid]') : [only];
  for (const input of inputs) {
    if (!input.hasAttribute('aria-invalid')) continue;
    input.removeAttribute('aria-invalid');
    const left = described(input).filter((id) => !id.startsWith('problem-'));
    if (left.length === 0) input.removeAttribute('aria-describedby');
    else input.setAttribute('aria-describedby', left.join(' '));
  }
}

function described(input: HTMLInputElement): readonly string[] {
  return (input.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '');
}

/** Shows that a button works and keeps it from doing so twice. It is not `disabled`: that would lose the focus. */
export async function whileBusy(element: HTMLButtonElement, run: () => Promise<unknown>): Promise<void> {
  if (element.disabled || isBusy(element)) return;
  element.setAttribute('aria-busy', 'true');
  element.setAttribute('aria-disabled', 'true');
  try {
    await run();
  } finally {
    element.removeAttribute('aria-busy');
    element.removeAttribute('aria-disabled');
  }
}

function isBusy(element: HTMLButtonElement): boolean {
  return element.hasAttribute('aria-busy');
}

export interface FieldInput {
  readonly name: string;
  readonly label: string;
  readonly type?: string;
  readonly hint?: string;
  readonly attributes?: Attributes;
}

/** A labelled input; its test id is its name unless told. */
export function field({ name, label, type = 'text', hint, attributes = {} }: FieldInput): HTMLElement {
  const hintId = hint === undefined ? undefined : `${name}-hint`;
  const input = h('input', { id: name, name, type, 'data-testid': name, 'aria-describedby': hintId, ...attributes });
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    type === 'password' ? h('div', { class: 'secret-input' }, input, showButton(input, label)) : input,
    hint === undefined ? null : h('p', { class: 'hint', id: hintId }, hint),
  );
}

/** Shows what was typed, until it is pressed again. */
function showButton(input: HTMLInputElement, label: string): HTMLButtonElement {
  const toggle = h('button', { type: 'button', class: 'link quiet', 'data-testid': `show-${input.name}` });
  const show = (shown: boolean): void => {
    input.type = shown ? 'text' : 'password';
    toggle.textContent = shown ? words.common.hide : words.common.show;
    toggle.setAttribute('aria-label', shown ? words.common.hideField(label) : words.common.showField(label));
  };
  show(false);
  toggle.addEventListener('click', () => {
    show(input.type === 'password');
    input.focus();
  });
  return toggle;
}

/** For the password manager: whose password this is. Nobody sees it. */
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

/** How a field is typed into that takes a code of digits. */
export const digits = {
  inputmode: 'numeric',
  autocomplete: 'one-time-code',
  maxlength: 11,
  class: 'code-input',
} as const satisfies Attributes;

/** What a form's text field holds. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

import { isProblem } from '@sallyport/browser';
import { type Attributes, type Child, h } from './element.ts';
import { inputOf, type ProblemLine, problemLine } from './problem-line.ts';

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
    void send();
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
    inputAtFault(form, thrown)?.select();
  }

  return form;
}

/** The input to put right; where the server names none, the secret that did not match. */
function inputAtFault(form: HTMLFormElement, thrown: unknown): HTMLInputElement | null {
  if (!isProblem(thrown)) return null;
  const path = thrown.errors?.[0]?.path;
  if (path !== undefined) return inputOf(form, path);
  if (thrown.code === 'already-exists') return form.querySelector('input');
  return form.querySelector('input.code-input, input.token, input[type=password]');
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
  return h(
    'div',
    { class: 'field' },
    h('label', { for: name }, label),
    h('input', { id: name, name, type, 'data-testid': name, 'aria-describedby': hintId, ...attributes }),
    hint === undefined ? null : h('p', { class: 'hint', id: hintId }, hint),
  );
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

import { type Attributes, type Child, h } from './element.ts';
import { problemLine } from './problem-line.ts';

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
  run(values: FormData): Promise<void>;
  /** Answers true where it dealt with what was thrown. */
  onProblem?(thrown: unknown): boolean;
}

/** A form that says what went wrong above its button and never sends twice. */
export function actionForm(input: FormInput): HTMLFormElement {
  const problem = problemLine();
  const submit = h(
    'button',
    { class: `button primary wide ${input.look ?? ''}`.trim(), 'data-testid': input.testid ?? 'submit' },
    input.submit,
  );
  const form = h('form', {}, input.fields, problem.element, submit, input.after);
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    if (submit.disabled) return;
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
    form.querySelector<HTMLInputElement>('input.code-input, input[type=password]')?.select();
  }

  return form;
}

/** Disables a button and shows that it works, for as long as it does. */
export async function whileBusy(element: HTMLButtonElement, run: () => Promise<unknown>): Promise<void> {
  if (element.disabled) return;
  element.disabled = true;
  element.setAttribute('aria-busy', 'true');
  try {
    await run();
  } finally {
    element.disabled = false;
    element.removeAttribute('aria-busy');
  }
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

/** What a form's text field holds. */
export function textOf(values: FormData, name: string): string {
  const value = values.get(name);
  return typeof value === 'string' ? value : '';
}

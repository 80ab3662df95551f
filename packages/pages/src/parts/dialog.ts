import { actionForm, linkButton, TakenBack } from './controls.ts';
import { dialogOpened } from './dialog-history.ts';
import { breakable, type Child, h } from './element.ts';
import { restWheels } from './hold.ts';
import { isEmptied } from './left-page.ts';
import { words } from './words.ts';

/** An open dialog: fill `stage`, then call `close`. */
export interface OpenDialog {
  readonly stage: HTMLElement;
  close(): void;
}

/**
 * Opens a modal dialog. `onDismiss` runs if the person closes the dialog without an answer. Without `onDismiss` the dialog stays until
 * answered.
 */
export function openDialog(label: string, onDismiss?: () => void): OpenDialog {
  const stage = h('div', { class: 'stage' });
  const dialog = h('dialog', { 'aria-label': label, 'data-testid': 'dialog' }, stage);
  let answered = false;
  const dismiss = (): boolean => {
    if (onDismiss !== undefined) dialog.close();
    return onDismiss !== undefined;
  };
  dialog.addEventListener('cancel', (event) => {
    if (onDismiss === undefined) event.preventDefault();
  });
  dialog.addEventListener('close', () => {
    // A page can block closing only once (HTML, "close watcher").
    if (!answered && onDismiss === undefined) return dialog.showModal();
    dialog.remove();
    over();
    if (!answered) onDismiss?.();
  });
  // A late answer opens no dialog after the end of the session.
  if (isEmptied()) return { stage, close: () => {} };
  document.body.append(dialog);
  dialog.showModal();
  const closed = dialogOpened(dismiss);
  const turnOn = restWheels();
  const over = (): void => {
    closed();
    turnOn();
  };
  return {
    stage,
    close: () => {
      answered = true;
      dialog.close();
      over();
    },
  };
}

/** The parts of a question in a dialog: see {@link ask}. */
export interface AskInput {
  /** The heading of the dialog. */
  readonly title: string;
  /** The heading, if it is more than the text of `title`. */
  readonly heading?: Child;
  /** An explanation below the heading. */
  readonly text?: Child;
  /** The content above the submit button. Default: none. */
  readonly fields?: Child;
  /** The text of the submit button. */
  readonly submit: string;
  /** The submit button looks dangerous, for a loss that nobody can undo. Default: false. */
  readonly danger?: boolean;
  /** The message for a wrong secret. */
  readonly mismatch?: string | undefined;
  /** Runs with the values of the fields. An error is shown, and the dialog stays open. */
  run(values: FormData): Promise<void>;
}

/** Asks in a dialog and runs the action. Resolves after success, and throws `TakenBack` if the person closes the dialog. */
export function ask(input: AskInput): Promise<void> {
  return new Promise((resolve, reject) => {
    const dialog = openDialog(input.title, () => reject(new TakenBack()));
    const dismiss = (): void => dialog.stage.closest('dialog')?.close();
    const cancel = linkButton(words.buttons.cancel, 'cancel', dismiss, 'quiet');
    const form = actionForm({
      fields: input.fields,
      submit: input.submit,
      testid: 'confirm',
      mismatch: input.mismatch,
      look: input.danger === true ? 'danger' : '',
      after: cancel,
      run: async (values) => {
        try {
          await input.run(values);
        } catch (thrown) {
          if (thrown instanceof TakenBack && input.fields === undefined) dismiss();
          throw thrown;
        }
        dialog.close();
        resolve();
      },
    });
    const confirm = form.querySelector('[data-testid=confirm]');
    form.append(h('div', { class: 'dialog-acts' }, confirm, cancel));
    dialog.stage.append(
      h(
        'header',
        {},
        h('h2', {}, input.heading ?? breakable(input.title)),
        input.text ? h('div', { class: 'muted' }, input.text) : null,
      ),
      form,
    );
    (form.querySelector<HTMLElement>('input:not([hidden])') ?? cancel).focus();
  });
}

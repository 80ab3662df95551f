import { isProblem } from '@sallyport/browser';
import { isVaultError } from '@sallyport/vault/passkey';
import { PageRefusal } from './page-refusal.ts';
import { inputOf } from './problem-line.ts';

const ofSecrets: ReadonlySet<string> = new Set(['invalid-credentials', 'wrong-secret', 'secret-malformed']);

export function fieldAtFault(form: HTMLFormElement, thrown: unknown): HTMLInputElement | null {
  const path = isProblem(thrown) ? thrown.errors?.[0]?.path : thrown instanceof PageRefusal ? thrown.field : undefined;
  if (path !== undefined) return inputOf(form, path);
  const code = isProblem(thrown) || isVaultError(thrown) ? thrown.code : undefined;
  if (code === 'already-exists') return form.querySelector('input:not([hidden])');
  if (!(thrown instanceof PageRefusal) && (code === undefined || !ofSecrets.has(code))) return null;
  return form.querySelector(
    'input.code-input, input.token, input[autocomplete=current-password], input[type=password]',
  );
}

let problems = 0;

/** Marks an input as invalid and links the message to the input. */
export function blame(field: HTMLElement, problem: HTMLElement): void {
  if (problem.id === '') {
    problems += 1;
    problem.id = `problem-${problems}`;
  }
  field.setAttribute('aria-invalid', 'true');
  field.setAttribute('aria-describedby', [problem.id, ...described(field).filter((id) => id !== problem.id)].join(' '));
}

/** Removes the mark when the person edits the input. */
export function forgive(field: HTMLElement): void {
  if (!field.hasAttribute('aria-invalid')) return;
  field.removeAttribute('aria-invalid');
  const left = described(field).filter((id) => !id.startsWith('problem-'));
  if (left.length === 0) field.removeAttribute('aria-describedby');
  else field.setAttribute('aria-describedby', left.join(' '));
}

function described(field: HTMLElement): readonly string[] {
  return (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== '');
}

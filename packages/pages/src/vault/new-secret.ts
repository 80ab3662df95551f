import { field, textOf } from '../parts/controls.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { words } from '../words.ts';

/**
 * Characters of a new master secret, at least: NIST SP 800-63B-4, section 3.1.1.2, for a password that is the only factor. An older vault
 * with a shorter secret opens as before.
 */
const SHORTEST = 15;

/** A field for a master secret. */
export function secretField(name: string, label: string, hint?: string): HTMLElement {
  const attributes = { autocomplete: 'off', required: true };
  return field({ name, label, type: 'password', hint, attributes });
}

/** Two fields for a new master secret, named `name` and `again`. */
export function newSecretFields(name: string, again: string, label: string): readonly HTMLElement[] {
  return [secretField(name, label, words.vault.masterSecretHint(SHORTEST)), secretField(again, words.vault.onceMore)];
}

/** @throws PageRefusal if the secret is too short for a new secret */
export function checkLength(secret: string): void {
  // Characters of the person, after the normalisation by the vault.
  if ([...secret.normalize('NFC')].length < SHORTEST) throw new PageRefusal(words.vault.tooShort(SHORTEST));
}

/** The two fields in a dialog. */
export function nextSecretFields(): readonly HTMLElement[] {
  return newSecretFields('next-secret', 'next-again', words.vault.ways.newSecret);
}

/**
 * The secret of {@link nextSecretFields}.
 *
 * @throws PageRefusal if the secret is too short, or the fields differ
 */
export function nextSecretOf(values: FormData): string {
  const secret = textOf(values, 'next-secret');
  checkLength(secret);
  if (secret !== textOf(values, 'next-again')) throw new PageRefusal(words.vault.notTheSame);
  return secret;
}

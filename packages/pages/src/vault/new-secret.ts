import { field, textOf } from '../parts/controls.ts';
import { PageRefusal } from '../parts/page-refusal.ts';
import { words } from './words.ts';

/** NIST SP 800-63B-4, section 3.1.1.2, for a password that is the only factor. An older vault with a shorter secret opens as before. */
const SHORTEST = 15;

export function secretField(name: string, label: string, hint?: string): HTMLElement {
  const attributes = { autocomplete: 'off', required: true };
  return field({ name, label, type: 'password', hint, attributes });
}

export interface SecretNames {
  readonly once: string;
  readonly again: string;
}

/** A dialog may be open beside another field for a secret. */
export const NEXT_SECRET: SecretNames = { once: 'next-secret', again: 'next-again' };

export function newSecretFields({ once, again }: SecretNames, label: string): readonly HTMLElement[] {
  return [secretField(once, label, words.vault.masterSecretHint(SHORTEST)), secretField(again, words.vault.onceMore)];
}

export function newSecretOf(values: FormData, { once, again }: SecretNames): string {
  const secret = textOf(values, once);
  if ([...secret.normalize('NFC')].length < SHORTEST) throw new PageRefusal(words.vault.tooShort(SHORTEST), once);
  if (secret !== textOf(values, again)) throw new PageRefusal(words.vault.notTheSame, again);
  return secret;
}

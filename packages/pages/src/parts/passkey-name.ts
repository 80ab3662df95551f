import type { Passkey } from '@sallyport/browser';
import { when } from './explain.ts';
import { passkeyModels } from './passkey-models.ts';
import { sentenceFor, words } from './words.ts';

const passkeyOnly = /^Passkey(?: on this device)?(?: \d+)?$/;
const securityKeyOnly = /^Security key(?: \d+)?$/;

/**
 * A passkey's name: the owner's name, else the name of the model or provider, else the kind. Pages add the date to distinguish equal
 * names.
 */
export function passkeyName({ name, aaguid }: Pick<Passkey, 'name' | 'aaguid'>): string {
  const isKey = securityKeyOnly.test(name);
  if (!isKey && !passkeyOnly.test(name)) return name;
  const { securityKey, passkey } = words.passkeyNames;
  return sentenceFor(passkeyModels, aaguid) ?? (isKey ? securityKey : passkey);
}

/** A passkey's name with its date, to distinguish passkeys with equal names. */
export function datedPasskeyName(passkey: Pick<Passkey, 'name' | 'aaguid' | 'createdAt'>): string {
  return words.passkeyNames.which(passkeyName(passkey), when(passkey.createdAt));
}

import type { Passkey } from '@sallyport/browser';
import { sentenceFor, words } from '../ui/words.ts';
import { passkeyModels } from './passkey-models.ts';

/** What the server calls a passkey of which it knows no more than its kind, numbered or not. */
const passkeyOnly = /^Passkey(?: on this device)?(?: \d+)?$/;
const securityKeyOnly = /^Security key(?: \d+)?$/;

/** A passkey's name: its owner's for it, else that of its model or provider, else its kind. Its age tells apart what is called the same. */
export function passkeyName({ name, aaguid }: Pick<Passkey, 'name' | 'aaguid'>): string {
  const isKey = securityKeyOnly.test(name);
  if (!isKey && !passkeyOnly.test(name)) return name;
  const { securityKey, passkey } = words.account.passkeys;
  return sentenceFor(passkeyModels, aaguid) ?? (isKey ? securityKey : passkey);
}

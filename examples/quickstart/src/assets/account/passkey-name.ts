import type { Passkey } from '@sallyport/browser';
import { words } from '../ui/words.ts';
import { passkeyModels } from './passkey-models.ts';

/** What the server calls a passkey of which it knows no more than its kind, numbered or not. */
const kindOnly = /^(Passkey(?: on this device)?|Security key)(?: \d+)?$/;

/** A passkey's name: its owner's for it, else that of its model or provider, else its kind. Its age tells apart what is called the same. */
export function passkeyName({ name, aaguid }: Pick<Passkey, 'name' | 'aaguid'>): string {
  const [, kind] = kindOnly.exec(name) ?? [];
  if (kind === undefined) return name;
  const model = Object.hasOwn(passkeyModels, aaguid) ? passkeyModels[aaguid] : undefined;
  const { securityKey, passkey } = words.account.passkeys;
  return model ?? (kind === 'Security key' ? securityKey : passkey);
}

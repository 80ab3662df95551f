import type { AdminAccount, HelpedIn } from '@sallyport/browser';
import { datedPasskeyName, passkeyName, wayName } from '@sallyport/pages/parts';
import { words } from './words.ts';

const { helpIn: says } = words;

type Passkeys = AdminAccount['factors']['passkeys'];

export function nameOfItem({ kind, id, name }: HelpedIn['ends'][number], passkeys: Passkeys): string {
  if (kind === 'passkey') {
    const passkey = passkeys.find((one) => one.id === id);
    return passkey === undefined ? wayName('passkey') : nameOfPasskey(passkey, passkeys);
  }
  if (kind === 'email') return name ?? says.things.mailbox;
  if (kind === 'sessions' || kind === 'devices' || kind === 'backup-codes' || kind === 'invitation')
    return says.kinds[kind];
  return name === undefined ? wayName(kind) : `${wayName(kind)}: ${name}`;
}

function nameOfPasskey(passkey: Passkeys[number], passkeys: Passkeys): string {
  const { name } = passkey;
  // A name that the server made begins so.
  if (!/^(?:Passkey|Security key)\b/.test(name)) return `${wayName('passkey')}: ${name}`;
  const shown = passkeyName(passkey);
  return passkeys.filter((one) => passkeyName(one) === shown).length > 1 ? datedPasskeyName(passkey) : shown;
}

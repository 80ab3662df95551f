import type { AdminAccount, HelpInInput } from '@sallyport/browser';
import { breakable, type Child, passkeyName, usedIdentities } from '@sallyport/pages/parts';
import { canUseCode } from './acts.ts';
import { words } from './words.ts';

const { helpIn: says } = words;

/** The person lost nothing, and needs a code to set something up. */
export const NOTHING = 'nothing';

export interface LostThing {
  readonly lost: HelpInInput['lost'][number] | typeof NOTHING;
  readonly name: string;
  readonly about: Child;
  readonly isNone?: boolean;
}

/** Always the password, and “nothing” if a code helps a person who lost nothing. */
export function lostThings(account: AdminAccount): readonly LostThing[] {
  const { accountId, identifiers, factors, email } = account;
  const { totp, codes, passkeys, password } = factors;
  const whose = identifiers[0] ?? accountId;
  const hasWayIn = passkeys.length > 0 || usedIdentities(account).length > 0;
  const phones = codes.map(({ sentTo }) => sentTo);
  const things: readonly (LostThing | undefined)[] = [
    totp || codes.length > 0
      ? { lost: 'app', name: says.things.app, about: phones.join(', ') || says.setUp }
      : // The caller says that the telephone is lost: nothing was on it.
        {
          lost: 'app',
          name: says.things.app,
          about: passkeys.length > 0 ? `${says.noApp} ${says.passkeyOnPhone}` : says.noApp,
          isNone: true,
        },
    passkeys.length > 0
      ? { lost: 'passkey', name: says.things.passkey, about: passkeys.map(passkeyName).join(', ') }
      : undefined,
    email === undefined
      ? undefined
      : { lost: 'mailbox', name: says.things.mailbox, about: breakable(`${email}. ${says.mailboxGoes(whose)}`) },
    // A person without any way in chooses a first password with the code.
    password || hasWayIn
      ? {
          lost: 'password',
          name: says.things.password,
          about: password ? says.setUp : says.notSetUp,
          isNone: !password,
        }
      : totp
        ? { lost: 'password', name: says.things.password, about: says.passwordBesideApp }
        : { lost: 'password', name: says.nothingLost, about: says.firstPassword },
    codes.length === 0 && canUseCode(account)
      ? { lost: NOTHING, name: says.nothingLost, about: says.onlyCode }
      : undefined,
  ];
  return things.filter((thing) => thing !== undefined);
}

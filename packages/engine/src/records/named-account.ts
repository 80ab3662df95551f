import type { AccountRecord } from '@sallyport/store';
import type { NamedAccount } from '../contract/index.ts';
import { shownIdentifier } from './identifier.ts';

/** The mailbox of an account, if it is none of the identifiers. Absent also without a mailbox. */
export function mailboxBeside({ identifiers, email }: AccountRecord): string | undefined {
  return email === undefined || identifiers.includes(email.address) ? undefined : shownIdentifier(email.address);
}

/** An account by its names, for a list. */
export function namedAccountOf(account: AccountRecord): NamedAccount {
  const { id, identifiers } = account;
  return {
    accountId: id,
    identifier: identifiers[0] === undefined ? id : shownIdentifier(identifiers[0]),
    email: mailboxBeside(account),
  };
}

/** The names of an account as one text: the identifier, and the mailbox behind it if the mailbox is another address. */
export function namesInText(account: AccountRecord): string {
  const { identifier, email } = namedAccountOf(account);
  return email === undefined ? identifier : `${identifier} (${email})`;
}

import type { AccountRecord } from '@sallyport/store';
import type { NamedAccount } from '../contract/index.ts';
import { shownIdentifier } from './identifier.ts';

export function mailboxBeside({ identifiers, email }: AccountRecord): string | undefined {
  return email === undefined || identifiers.includes(email.address) ? undefined : shownIdentifier(email.address);
}

export function namedAccountOf(account: AccountRecord): NamedAccount {
  const { id, identifiers } = account;
  return {
    accountId: id,
    identifier: identifiers[0] === undefined ? id : shownIdentifier(identifiers[0]),
    email: mailboxBeside(account),
  };
}

export function namesInText(account: AccountRecord): string {
  const { identifier, email } = namedAccountOf(account);
  return email === undefined ? identifier : `${identifier} (${email})`;
}

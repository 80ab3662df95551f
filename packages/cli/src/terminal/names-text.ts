/** An account by its names: in a list of people, or in another list, which has the first identifier alone. */
export interface Named {
  readonly accountId?: string;
  readonly identifiers?: readonly string[];
  readonly identifier?: string;
  readonly email?: string | undefined;
}

/** The mailbox, if it is no sign-in name of the account. A name proves nothing, so the operator also sees the mailbox, which is verified. */
export function otherMailbox({ identifiers = [], identifier, email }: Named): string | undefined {
  return email === identifier || (email !== undefined && identifiers.includes(email)) ? undefined : email;
}

/** The first sign-in name, otherwise the id, with the mailbox behind it if the mailbox is another address. */
export function namesText(account: Named): string {
  const { accountId = '', identifiers = [], identifier = identifiers[0] ?? accountId } = account;
  const email = otherMailbox(account);
  return email === undefined ? identifier : `${identifier} (${email})`;
}

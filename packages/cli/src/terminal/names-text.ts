export interface Named {
  readonly accountId?: string;
  readonly identifiers?: readonly string[];
  readonly identifier?: string;
  readonly email?: string | undefined;
}

/** A name proves nothing, so the operator also sees the verified mailbox. */
export function otherMailbox({ identifiers = [], identifier, email }: Named): string | undefined {
  return email === identifier || (email !== undefined && identifiers.includes(email)) ? undefined : email;
}

/** The first sign-in name, otherwise the id, then another mailbox. */
export function namesText(account: Named): string {
  const { accountId = '', identifiers = [], identifier = identifiers[0] ?? accountId } = account;
  const email = otherMailbox(account);
  return email === undefined ? identifier : `${identifier} (${email})`;
}

/** An identifier that an owner wants for the account. All names are in their normal form. */
export interface NewName {
  /** The name that the owner wants. */
  readonly identifier: string;
  /** The identifiers that the account has. A name among these is not taken anew. */
  readonly present: readonly string[];
  /** The verified mailbox of the account. Absent: the account has none. */
  readonly mailbox?: string | undefined;
  /** The name is another account's mailbox, or finds an entry of the directory that is not the owner's. */
  readonly isOthers: boolean;
}

/**
 * Returns whether a name has the form of a mail address: an `@` with text on both sides. Every mail address has the form, and so does every text that
 * a
 * person could take for an address, such as an address with a full stop at its end or with letters that no mail server takes.
 *
 * @param identifier in its normal form
 */
export function isInAddressForm(identifier: string): boolean {
  return /.@./su.test(identifier);
}

/** Only the verified mailbox says whose an address is. */
export function nameFault({
  identifier,
  present,
  mailbox,
  isOthers,
}: NewName): 'not-own-mailbox' | 'name-taken' | undefined {
  if (present.includes(identifier)) return undefined;
  if (isInAddressForm(identifier) && identifier !== mailbox) return 'not-own-mailbox';
  return isOthers ? 'name-taken' : undefined;
}

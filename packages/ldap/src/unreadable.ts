/** The password is right, and nobody can say whose it is. @throws always */
export function unreadable(dn: string): never {
  throw new Error(
    `neither entryUUID nor objectGUID of '${dn}' can be read: let the account that searches read it, or the entry's owner`,
  );
}

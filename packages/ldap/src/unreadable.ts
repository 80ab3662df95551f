/** The password is right, but the entry's immutable id cannot be read. @throws always */
export function unreadable(dn: string): never {
  throw new Error(
    `neither entryUUID nor objectGUID of '${dn}' can be read: allow the search account or the entry's owner to read it`,
  );
}

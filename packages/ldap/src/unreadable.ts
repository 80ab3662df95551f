export function unreadable(dn: string): never {
  throw new Error(
    `neither entryUUID, objectGUID nor nsUniqueId of '${dn}' can be read: allow the search account or the entry's owner to read it`,
  );
}

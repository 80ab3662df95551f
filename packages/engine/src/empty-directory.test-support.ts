import type { Directory } from '@sallyport/engine';

/** A directory without entries. */
export const emptyDirectory: Directory = {
  ...{ id: 'ldap', name: 'Directory', roles: [] },
  find: async () => ({ outcome: 'none' }),
  verify: async () => undefined,
  close: async () => {},
};

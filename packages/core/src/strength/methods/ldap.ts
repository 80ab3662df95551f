import type { WayIn } from './descriptor.ts';

/** A password that the directory checks. */
export const ldap: WayIn<'ldap'> = {
  name: 'ldap',
  role: 'way-in',
  beside: [],
  word: 'directory password',
  guessed: true,
  opening: 'none',
  enrolled: (factors) => factors.ldap === true,
  factor: { name: 'ldap', add: (factors) => ({ ...factors, ldap: true }) },
  proof: (_, factors, at) => (factors.ldap === true ? { method: 'ldap', at } : undefined),
};

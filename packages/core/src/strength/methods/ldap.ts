import type { WayIn } from './descriptor.ts';

export const ldap: WayIn<'ldap'> = {
  name: 'ldap',
  use: 'way-in',
  beside: [],
  inSentences: 'directory password',
  guessed: true,
  worthForSetUp: 'none',
  enrolled: (factors) => factors.ldap === true,
  factor: { name: 'ldap', add: (factors) => ({ ...factors, ldap: true }) },
  proof: (_, factors, at) => (factors.ldap === true ? { method: 'ldap', at } : undefined),
};

/** The links in the head of every page. */
export const navigation = {
  start: 'Start',
  account: 'Account',
  vault: 'Vault',
  admin: 'Admin',
  mail: 'Mail',
};

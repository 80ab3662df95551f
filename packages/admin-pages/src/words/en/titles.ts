/** The titles of the pages, and the text before a page’s script has loaded. */
export const titles = {
  administration: 'Administration',
  accounts: 'Accounts',
  security: 'Security',
  policy: 'Policy',
  askingTheServer: 'Asking the server…',
};

/** The frame of every page, and the text before the page's script has loaded. */
export const shell = {
  skip: 'Skip to the content',
  pages: 'Pages',
  start: 'Start',
  account: 'Account',
  vault: 'Vault',
  admin: 'Admin',
  mail: 'Mail',
  noScript: 'This demo needs JavaScript. It is a client of Sallyport’s HTTP contract.',
  foot: 'A demo on your own machine. Its accounts are made up, and its mail stays here.',
  askingTheServer: 'Asking the server…',
  oneMoment: 'One moment…',
  signIn: 'Sign in',
  secondStep: 'Set up a second step',
  yourAccount: 'Your account',
  yourVault: 'Your vault',
  aboutTheVault:
    'A note that only you can read. Your browser holds the key; the server keeps the note sealed, and can open none of it.',
  administration: 'Administration',
  accounts: 'Accounts',
  security: 'Security',
  policy: 'Policy',
};

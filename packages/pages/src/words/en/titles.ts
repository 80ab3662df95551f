/** The titles of the pages. */
export const titles = {
  signIn: 'Sign in',
  signUp: 'Create an account',
  disown: 'Was this you?',
  secondStep: 'Set up a second step',
  account: 'Account',
  yourAccount: 'Your account',
  vault: 'Vault',
  yourVault: 'Your vault',
  aboutTheVault:
    'A note that only you can read. Your browser holds the key; the server keeps the note sealed, and can open none of it.',
};

export const titles = {
  signIn: 'Sign in',
  signUp: 'Create an account',
  disown: 'Was this you?',
  secondStep: 'Set up a second step',
  account: 'Account',
  yourAccount: 'Your account',
  organisation: 'Organisation',
  vault: 'Vault',
  yourVault: 'Your vault',
  aboutTheVault: 'A private note. Your browser holds the key; the server keeps the note sealed, and can’t read it.',
};

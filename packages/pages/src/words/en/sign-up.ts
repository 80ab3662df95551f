export const signUp = {
  title: 'Create an account',
  lead: 'We’ll mail you a link. With the link you choose how you sign in.',
  sent: (address: string): string => `A mail is on its way to ${address}. Its link works once, for an hour.`,
  sentAgain: (address: string): string => `Another mail is on its way to ${address}. Its link works once, for an hour.`,
  haveAccount: 'I have an account: sign in',
  noAccount: 'Create an account',
  passwordTitle: 'Your new account',
  passwordLead: 'Choose a password, or set up a passkey instead.',
  noPassword: 'You don’t choose a password here. Continue, and you’ll see how you sign in.',
  usedText:
    'It was used already, or is too old. If your account is made already, sign in. Otherwise we can mail you a new link.',
  takenTitle: 'You have an account already',
  takenText: 'This address has an account. Sign in with it.',
  aboutWithoutPassword:
    'Without a password, you sign in with a passkey: your fingerprint, your face, a PIN or a security key. You can set a password later, on the account page.',
  noPasskeyByItself:
    'This device can’t create a passkey by itself. Choose a password, unless you have a security key, or a phone for the passkey.',
  noPasskeysInBrowser: 'This browser can’t create passkeys. Choose a password.',
  onlyPasskey:
    'You chose no password, so you create a passkey. If that doesn’t work, create the account once more, and choose a password with the new link.',
  passwordInstead: 'Choose a password instead',
  passwordByLink: 'To choose a password instead, open the link in the invitation again, in this browser.',
};

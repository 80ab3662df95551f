export const signUp = {
  title: 'Create an account',
  lead: 'We’ll mail you a link. With the link you choose how you sign in.',
  sent: (address: string): string => `A mail is on its way to ${address}. Its link works once, for an hour.`,
  sentAgain: (address: string): string => `Another mail is on its way to ${address}. Its link works once, for an hour.`,
  haveAccount: 'I have an account: sign in',
  /** On the sign-in page. */
  noAccount: 'Create an account',
  passwordTitle: 'Your new account',
  passwordLead: 'Choose a password, or set up a passkey instead.',
  /** For an invitation too. */
  noPassword: 'You don’t choose a password here. Continue, and you’ll see how you sign in.',
  usedText:
    'It was used already, or is too old. If your account is made already, sign in. Otherwise we can mail you a new link.',
  takenTitle: 'You have an account already',
  takenText: 'This address has an account. Sign in with it.',
  /** For an invitation too. */
  aboutWithoutPassword:
    'Without a password, you sign in with a passkey: your fingerprint, your face, a PIN or a security key. You can set a password later, on the account page.',
  /** Without fingerprint, face or PIN. */
  noPasskeyByItself:
    'This device can’t create a passkey by itself. Choose a password, unless you have a security key, or a phone for the passkey.',
  noPasskeysInBrowser: 'This browser can’t create passkeys. Choose a password.',
  /** A passkey is the only thing that can be set up. */
  onlyPasskey:
    'You chose no password, so you create a passkey. If that doesn’t work, create the account once more, and choose a password with the new link.',
  /** There, after an invitation. */
  passwordInstead: 'Choose a password instead',
  /** In another tab than the link's. */
  passwordByLink: 'To choose a password instead, open the link in the invitation again, in this browser.',
};

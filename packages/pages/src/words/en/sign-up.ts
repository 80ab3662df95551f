/** The page on which a person makes an account, and the mailed link. */
export const signUp = {
  title: 'Create an account',
  lead: 'We’ll mail you a link. With the link you choose how you sign in.',
  sent: 'A mail is on its way. Its link works once, for an hour.',
  haveAccount: 'I have an account: sign in',
  /** On the sign-in page. */
  noAccount: 'Create an account',
  passwordTitle: 'Your new account',
  passwordLead: 'Choose a password, or set up a passkey instead.',
  usedText:
    'It was used already, or is too old. If your account is made already, sign in. Otherwise we can mail you a new link.',
  takenTitle: 'You have an account already',
  takenText: 'This address has an account. Sign in with it.',
};

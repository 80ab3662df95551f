export const helpIn = {
  open: 'Help them in…',
  title: (who: string): string => `Help ${who} in`,
  isBlocked: 'The account is blocked. Unblock it as well, so that the code works.',
  makeSure: 'Make sure that it is them before you go on.',
  whatIsLost: 'What is lost?',
  whichPasskeys: 'Which passkeys?',
  things: { app: 'Phone or authenticator app', passkey: 'Passkeys', mailbox: 'Mailbox', password: 'Password' },
  setUp: 'Has one',
  notSetUp: 'Has none',
  noApp: 'No authenticator app and no phone number set up.',
  passkeyOnPhone: 'If a passkey was on the phone, tick “Passkeys”.',
  mailboxGoes: (name: string): string =>
    `Tick it if they cannot get at the mailbox, or somebody else reads it. The address is removed for good; the sign-in name stays: ${name}. Mails about what you do here still go to it, without the code.`,
  nothingLost: 'Nothing',
  firstPassword: 'They have nothing to sign in with. With the code they set up the first.',
  passwordBesideApp:
    'Has none. With the code they choose one, and are asked for the app as well. If they no longer have the app, tick it too.',
  onlyCode:
    'They only need a code: the code by email doesn’t reach them, or the set-up of a passkey or an app asks for it.',
  newAddress: 'New address',
  newAddressHint: 'May stay empty. Nobody checks the address, so make sure that it’s theirs.',
  passwordToo: 'If somebody else may know the password, tick it too.',
  ends: 'Ends now',
  keeps: 'Stays',
  nothingStays: 'Nothing',
  kinds: {
    'backup-codes': 'Backup codes',
    invitation: 'The link of the invitation',
    sessions: 'They are signed out everywhere',
    devices: 'Known devices are forgotten',
  },
  code: 'You get a code to pass on. With it they sign in once, and set up something new. What stays may be asked for as well.',
  codeBeside:
    'You get a code to pass on. The person signs in with what stays. The code is for setting up something new.',
  /** @param isMailed the account's mailbox is not lost */
  lasts: (isMailed: boolean): string =>
    `The code works for 24 hours.${isMailed ? ' A mail tells the person that there is a code, without the code.' : ''}`,
  whenUnblocked: 'The code works once the account is unblocked.',
  tickFirst: 'Tick what is lost.',
  /** The lists differ from those that the administrator saw. */
  lookAgain:
    'Nothing is done yet, because the lists below are new. Read what ends and what stays, and press once more.',
  submit: 'Help them in',
  done: 'What was lost is removed. The code is above: pass it on only if you are sure that it’s them.',
};

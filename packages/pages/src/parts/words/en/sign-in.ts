import type { Sentence } from '../../../sentence.ts';

export const whichName =
  'If you changed your sign-in name, use the new one. If you changed only your email address, keep to the sign-in name from before.';

const aboutLink = `The link works once, for half an hour. No mail? ${whichName} If your account has no password, no mail comes: ask an administrator for a code.`;

export const signIn = {
  title: 'Sign in',
  email: 'Email',
  emailOrName: 'Sign-in name (often your email address)',
  password: 'Password',
  withPasskey: 'Sign in with a passkey',
  continueWith: (provider: string): string => `Continue with ${provider}`,
  forgot: 'Forgot your password?',
  /** @param providers joined. Empty without providers */
  insteadOf: (passkey: boolean, providers: string): string => {
    const ways = [passkey ? 'a passkey if you have one' : '', providers].filter((way) => way !== '').join(', or ');
    return `Meanwhile you can ${ways === '' ? '' : `sign in with ${ways}, or `}choose a new password: “Forgot your password?”.`;
  },
  directoryPassword: 'Use the password of the directory',
  sitePassword: 'Use the password of this site',
  sampleAccounts: 'Sample accounts. Tap a name to fill in the form:',
  underWay: 'You’re in the middle of signing in.',
  underWayAs: <Part>(who: Part): Sentence<Part> => ['You’re in the middle of signing in as ', who, '.'],
  goOn: 'Go on with it',
  signingInAs: <Part>(who: Part): Sentence<Part> => ['Signing in as ', who],
  another: 'Use another way',
  otherAccount: 'Use a different account',
  haveCode: 'I have a code from an administrator',
  /** Where only some accounts have a use for a name. */
  withName: 'Emergency account or administrator’s code',
  nameFirst: (label: string): string =>
    `First fill in “${label}”. Then press “I have a code from an administrator” again.`,
  wentOn: 'This sign-in went on in another tab.',
  replaced: 'The sign-in of this page is over. Another tab began this one.',
  confirmedBy: (provider: string): string => `${provider} has confirmed who you are. One more step is asked for here.`,
  /**
   * The sign-in at the provider adds nothing to what else was proved.
   *
   * @param proofs joined, the provider last
   */
  countAsOne: (proofs: string, provider: string): string =>
    `${proofs} count as one step here, because ${provider} may have asked for a password only. One more step is asked for.`,
  yours: { password: 'Your password', ldap: 'Your directory password' },
  changedMeanwhile: 'Your account was changed meanwhile, so this sign-in begins again.',
  blocked: 'This account is blocked',
  notThisWay: 'Not this way',
  nothingElse: 'You have set up nothing else that works here.',
  nothingElseCounts: (proofs: string): string =>
    `${proofs} count as one step here, and nothing else that you have set up is enough for the second.`,
  /** If some report of the provider is enough. The page does not know which. */
  moreAtProvider: (provider: string, otherAccount: string, continueWith: string): string =>
    `If ${provider} can ask you for more than a password, begin again: press “${otherAccount}”, then “${continueWith}”, and prove more there, for example two steps. That can be enough here.`,
  somethingElse: 'Use something else that you set up:',
  passwordIfAny: 'Use your password, if you have one',
  /** A host adds names and addresses here. */
  help: {
    ifNone: (others: number): string =>
      others === 1 ? 'If you don’t have that either:' : 'If you have none of these:',
    newPasskey: 'For a new passkey you need an administrator:',
    ask: 'Ask an administrator of this site, in person or by phone. Say all that you have lost. If you have lost your mailbox or your password too, say that as well. If no administrator is left, ask whoever runs the server of this site.',
    helpIn: (button: string): string =>
      `Once they are sure that it’s you, they press “${button}” for your account and give you a code. What you lost stops working then, and so may your backup codes. You’re signed out everywhere.`,
    button: 'Help them in',
    enterCode: (label: string): string =>
      `On the page “Sign in”, fill in “${label}”. If you still have your password, enter it too and press “Sign in”. Then press “I have a code from an administrator” and enter the code. After that, set up a new passkey, or an app if the page offers it.`,
    enterCodeByName: (label: string, withName: string): string =>
      `On the page “Sign in”, press “${withName}” and fill in “${label}”. Then press “I have a code from an administrator” and enter the code. After that, set up a new passkey, or an app if the page offers it.`,
  },
  lost: {
    passkey: 'I no longer have my passkey',
    app: 'I no longer have the app',
    mailbox: 'I can’t open this mailbox',
    backupCodes: 'I no longer have the codes',
    deliveredCode: 'I can’t receive these codes',
  },
  lostHere: {
    onlyPasskey:
      'This needs one of your passkeys. A password or a code is not enough. If your passkey is on another device, choose the other device in your browser’s window, or open this page there.',
    nothingElse: 'Nothing else that you have set up is enough for this.',
  },
  youSignedOut: 'You are signed out.',
  signedOutByIt:
    'You’re signed out, because you had signed in with it here, or your session was ended. Sign in again to go on.',
  signedOut: 'You were signed out. Sign in again to go on.',
  signedOutTitle: 'You were signed out',
  accountDeleted: 'Your account was deleted, so you are signed out.',
  accountDeletedTitle: 'Your account was deleted',
  signInAgain: 'Sign in again',
  backToSignIn: 'Back to sign in',
  forgotTitle: 'Reset your password',
  forgotLead: 'We’ll mail you a link. If you have set up a second step, you need it for the new password too.',
  sendLink: 'Send me a link',
  checkMail: 'Check your mail',
  linkSent: (address: string): string =>
    `If you can reset your password with “${address}”, a link is on its way. ${aboutLink}`,
  linkSentAgain: (address: string): string =>
    `If you can reset your password with “${address}”, another link is on its way, and only the newest one works. We send at most five an hour. ${aboutLink}`,
  otherIdentifier: 'Use another address or name',
  newPasswordTitle: 'Choose a new password',
  /** The link does not say whose it is. */
  newPasswordFor: (host: string): string =>
    `The password is for the account at ${host} with the address that we mailed the link to. If it has no passkey and no authenticator app, you may need an administrator to set one up afterwards.`,
  newPassword: 'New password',
  newPasswordHint: 'A few words that you can remember are fine.',
  saveNewPassword: 'Save the new password',
  newPasswordWaits:
    'Your new password is saved as soon as you have done this step, not before. If you first need help from an administrator, choose “Forgot your password?” again afterwards.',
  overUnsaved: 'This sign-in is over, and your new password was not saved. Choose it again.',
  passwordSaved: 'Your password is saved, and you’re signed out everywhere. Sign in with it.',
  usedTitle: 'This link doesn’t work any more',
  invitationUsedTitle: 'This link doesn’t open your invitation',
  usedText: 'It was used already, or is too old, or a newer one was sent. We can mail you a new one.',
  sendNewLink: 'Send me a new link',
  toConfirmAddress: 'Sign in to confirm your new address, with the name that you have signed in with so far.',
  invitationUsed:
    'If you got more than one invitation, only the newest mail works. If you finished with this link, sign in. If you began and did not finish, go on in the browser in which you began, or open the link again after half an hour. Otherwise the invitation is over or was taken back: ask an administrator of this site for a new one.',
  unsent: {
    before: 'Your form was not sent. Once it’s clear that it’s you, you go back to the page and send the form again.',
    title: 'Your form was not sent',
    text: 'You’re signed in now. Nothing was done with what you entered before: go back to the page, check your entries, and send the form again.',
    back: 'Back to the page',
  },
  welcome: 'Welcome',
  invited: 'You’ve been invited. Choose a password to open your account, or set up a passkey instead.',
  invitedAs: <Part>(who: Part): Sentence<Part> => ['This invitation is for ', who, '.'],
  invitedHint: (name: string | undefined): string =>
    `You’ll sign in with ${name ?? 'your email address'} and this password.`,
  alreadyAs: <Part>(who: Part): Sentence<Part> => ['You are already signed in as ', who, '.'],
  toAccount: 'To your account',
  withoutPassword: 'Continue without a password',
};

import { passkeys } from './passkeys.ts';

/** The account page. */
export const account = {
  /** After a sign-in with an enrollment. */
  signedInToo: (done: string): string => `${done} You’re signed in.`,
  emailConfirmed: 'Your new address is confirmed.',
  emailLinkUsed:
    'This link doesn’t work any more: it was used already, or is too old. Press “Change” at your email address to get a new one.',
  emailNotConfirmed:
    'Your new address is not confirmed yet. Open the link in the mail again, and confirm that it’s you.',
  overview: {
    /** The newest proof, which may be later than the sign-in. */
    proved: (when: string, proofs: string): string =>
      proofs === '' ? `Last confirmed ${when}.` : `Last confirmed ${when} with ${proofs}.`,
  },
  factors: {
    title: 'How you sign in',
    totp: 'Authenticator app',
    isSetUp: 'Set up.',
    notSetUp: 'Not set up.',
    totpNotSetUp: 'Not set up. As a second step, an app on your phone shows a code.',
    setUp: 'Set up',
    replace: 'Replace',
    replaceTotp: 'Replace the authenticator app',
    removeTotp: 'Remove the authenticator app',
    setUpTotp: 'Set up an authenticator app',
    totpDone: 'The authenticator app is set up.',
    totpReplaced: 'The new app is set up. The old one no longer works.',
    removeTotpTitle: 'Remove the authenticator app?',
    removeTotpText: 'Its codes stop working at once.',
    removeTotpWithCodes: 'Its codes stop working at once, and so do your backup codes.',
    removeTotpEnds: 'You’ll be signed out wherever you signed in with it: here too, if you used it here.',
    totpRemoved: 'The authenticator app is removed.',
    backupCodesLeft: (left: number): string => `${left} left. Each works once in place of your app or passkey.`,
    newCodes: 'New codes',
    newCodesTitle: 'Make new backup codes?',
    newCodesText: 'The old ones stop working as soon as you press the button, not when you save the new ones.',
    newCodesTextNoneLeft: 'You have none left. The new ones are shown until you have saved them.',
    makeNewCodes: 'Make new codes',
    newCodesDone: 'You have new backup codes.',
    password: 'Password',
    passwordSet: 'Set.',
    passwordDirectory: 'The directory’s.',
    passwordNone: 'None.',
    changePassword: 'Change password',
    setPassword: 'Set a password',
    change: 'Change',
    changePasswordTitle: 'Change your password',
    setPasswordTitle: 'Set a password',
    otherSessionsEnd: 'You’ll be signed out everywhere else.',
    currentPassword: 'Current password',
    newPassword: 'New password',
    passwordSaved: 'Your new password is saved. You’re signed out everywhere else.',
    email: 'Email',
    noAddress: 'No address.',
    receivesCodes: (address: string): string => `${address} · receives codes`,
    changeEmail: 'Change email',
    changeEmailTitle: 'Change your email address',
    changeEmailText: 'We’ll mail a link to the new address. Nothing changes until you open it.',
    newAddress: 'New address',
    sendLink: 'Send the link',
    linkSent: (address: string): string => `A link is on its way to ${address}.`,
  },
  /** After the last second step is removed. */
  nextSignIn:
    'At your next sign-in, use what you have left, such as your password. If this site asks for a second step, you set up a new one then.',
  usedBackupCode: {
    left: (left: number): string =>
      left === 1
        ? 'You signed in with a backup code. 1 is left.'
        : `You signed in with a backup code. ${left === 0 ? 'None' : left} are left.`,
    lostApp:
      'Did you lose the phone with your authenticator app? Replace the app, so that the old one no longer works.',
    lostPasskey:
      'To change anything under “How you sign in”, this page asks for one of your passkeys; a backup code is not enough. If you lost your only passkey, this is how you get a new one:',
  },
  passkeys,
  recommendations: { createPasskey: 'Create a passkey', makeNewCodes: 'Make new codes' },
  codes: {
    goTo: (address: string): string => `Codes go to ${address}.`,
    setUpTitle: (label: string): string => `Set up ${label}`,
    done: (label: string): string => `${label} is set up.`,
    replace: (label: string): string => `Replace ${label}`,
    remove: (label: string): string => `Remove ${label}`,
    removeTitle: (label: string): string => `Remove ${label}?`,
    removeText: 'Its codes stop working at once.',
    removed: (label: string): string => `${label} is removed.`,
  },
  identities: {
    title: 'Single sign-on',
    notLinked: 'Not linked.',
    link: 'Link',
    unlink: 'Unlink',
    linkOne: (name: string): string => `Link ${name}`,
    unlinkOne: (name: string): string => `Unlink ${name}`,
    linked: (whom: string, when: string): string => `Linked to ${whom}, ${when}.`,
    unlinkTitle: (name: string): string => `Unlink ${name}?`,
    unlinkText: (name: string): string => `You can’t sign in by ${name} any more, and lose the roles that it gave you.`,
    unlinkIt: 'Unlink it',
    unlinked: (name: string): string => `${name} is unlinked.`,
  },
  sessions: {
    title: 'Where you’re signed in',
    endOthers: 'Sign out everywhere else',
    othersEnded: 'You’re signed out everywhere else.',
    end: 'Sign out',
    endOne: (device: string): string => `Sign out ${device}`,
    ended: 'That device is signed out.',
    seen: (when: string): string => `Last seen ${when}`,
    since: (when: string): string => `signed in ${when}`,
    thisOne: 'This one',
  },
  devices: {
    title: 'Known devices',
    about:
      'Too many wrong passwords lock your account for a while. If somebody else types them elsewhere, you can still sign in on the devices listed here. “Forget” takes a device off this list.',
    forget: 'Forget',
    forgetOne: (device: string): string => `Forget ${device}`,
    forgotten: 'The device is forgotten.',
    signedIn: (when: string): string => `Last signed in ${when}`,
    knownSince: (when: string): string => `first signed in ${when}`,
    unknown: 'Unknown device',
    browserOn: (browser: string, device: string): string => `${browser} on ${device}`,
  },
  data: {
    title: 'Your data',
    export: 'Export',
    aboutExport: 'Everything this account holds, as a file.',
    delete: 'Delete the account',
    aboutDelete: 'For good, with everything you sign in with.',
    deleteButton: 'Delete…',
    deleteTitle: 'Delete your account?',
    deleteText: (who: string): string =>
      `${who} and everything set up to sign in with are gone at once, and can’t be brought back.`,
    thisAccount: 'This account',
    deleteForGood: 'Delete it for good',
  },
};

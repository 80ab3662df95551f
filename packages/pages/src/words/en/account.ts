import { passkeys } from './passkeys.ts';

export const account = {
  signedInToo: (done: string): string => `${done} You’re signed in.`,
  undone: {
    text: 'You left this site to confirm that it’s you. What you wanted to do was not done: do it again.',
    back: 'Back to the page',
  },
  emailConfirmed: 'Your new address is confirmed.',
  otherName: {
    text: (name: string, address: string): string => `You sign in with ${name}, and mail goes to ${address}.`,
  },
  /** Used, taken back, too old, or of another account: the page does not know which. */
  emailLinkUnusable: (name: string, address: string | undefined): string =>
    `You are signed in as ${name}${address === undefined ? '' : `, and your email address is ${address}`}. This link changes nothing here: it was used already or taken back, or is too old, or belongs to another account. If it belongs to another account, press “Use a different account”: you’re signed out here, and sign in with that account.${address === undefined ? '' : ' If you want another address for this account, press “Change” at the address.'}`,
  emailNotConfirmed:
    'The link was not used, because you didn’t confirm that it’s you. Open the link in the mail again.',
  overview: {
    /** The newest proof. The provider did not check the others. */
    proved: (when: string, proofs: string, providers: string): string => {
      const ways = [providers === '' ? '' : `by ${providers}`, proofs === '' ? '' : `with ${proofs}`];
      return `Last confirmed ${[when, ways.filter((way) => way !== '').join(' and ')].join(' ').trim()}.`;
    },
  },
  factors: {
    title: 'How you sign in',
    asksAgain: (span: string): string =>
      `Before you change something here, you confirm that it’s you. A confirmation counts for ${span}, and after that this page asks again.`,
    closed: (kinds: string): string => `You can’t set up or change these for now: ${kinds}.`,
    /** With a soft hyphen, because few browsers hyphenate a word with a capital letter. */
    totp: 'Authen\u00adticator app',
    isSetUp: 'Set up.',
    notSetUp: 'Not set up.',
    totpNotSetUp: 'Not set up. An app on your phone shows codes for the second step.',
    setUp: 'Set up',
    replace: 'Replace',
    replaceTotp: 'Replace the authenticator app',
    removeTotp: 'Remove the authenticator app',
    setUpTotp: 'Set up an authenticator app',
    totpDone: 'The authenticator app is set up.',
    totpReplaced: 'The new app is set up. The old one no longer works.',
    removeTotpTitle: 'Remove the authenticator app?',
    removeTotpText: 'The codes of the app stop working at once.',
    removeTotpWithCodes: 'Its codes stop working at once, and so do your backup codes.',
    appEnds: {
      notHere: 'You’ll be signed out wherever you signed in or confirmed something with it. Here you stay signed in.',
      hereIfUsed:
        'You’ll be signed out wherever you signed in or confirmed something with it: here too, if you did so here.',
      perhapsHere:
        'You’ll be signed out wherever you signed in or confirmed something with it: here too, if you used it here or use it now to confirm this.',
    },
    totpRemoved: 'The authenticator app is removed.',
    totpRemovedWithCodes: 'The authenticator app is removed, and with it your backup codes.',
    backupCodesLeft: (left: number): string =>
      `${left} left. Each works for one sign-in, in place of your app or passkey, where the sign-in offers it.`,
    backupCodesBesidePassword: (left: number): string =>
      `${left} left. Each works once, together with a password, and you have none.`,
    besidePassword: 'Counts only together with a password, and you have none.',
    newCodes: 'New codes',
    newCodesTitle: 'Make new backup codes?',
    newCodesText:
      'The old codes stop working as soon as you press the button, even before you have saved the new codes.',
    newCodesTextNoneLeft: 'You have none left. The new ones are shown until you have saved them.',
    makeNewCodes: 'Make new codes',
    newCodesDone: 'You have new backup codes.',
    password: 'Password',
    passwordSet: 'Set.',
    passwordDirectory: 'The directory’s.',
    passwordNone: 'None. You sign in without a password.',
    changePassword: 'Change password',
    setPassword: 'Set a password',
    change: 'Change',
    changePasswordTitle: 'Change your password',
    setPasswordTitle: 'Set a password',
    otherSessionsEnd: 'You’ll be signed out everywhere else.',
    currentPassword: 'Current password',
    newPassword: 'New password',
    passwordSaved: 'Your password is saved. You’re signed out everywhere else.',
    email: 'Email',
    /** A notice may still go to an address that a role took from the account. */
    noAddress: 'No address is set up. If you add one, codes, links and notices go there.',
    identifier: 'Sign-in name',
    changeIdentifier: 'Change the sign-in name',
    changeIdentifierText: (name: string): string =>
      `You will sign in with the new name, and no longer with ${name}. If you forget your password, give the new name there too.`,
    mailStays: (address: string): string => `Mail still goes to ${address}.`,
    addressIfEntered: 'You can sign in with this address only if you enter it here.',
    mailOnly: (address: string): string => `Mail still goes to ${address}, but you can’t sign in with that address.`,
    newIdentifier: 'New sign-in name',
    identifierChanged: (name: string): string => `You now sign in as ${name}.`,
    receivesCodes: (address: string): string => `${address}\u00a0· receives codes`,
    receivesNotices: (address: string): string => `${address}\u00a0· receives notices`,
    addEmail: 'Add',
    addEmailTitle: 'Add an email address',
    changeEmail: 'Change email',
    changeEmailTitle: 'Change your email address',
    changeEmailText:
      'We’ll mail a link to the new address. Open it within an hour, in this browser. Nothing changes until then.',
    replacesPending: (address: string): string => `The link to ${address} stops working.`,
    changeEmailEnds: 'After that, you are signed out everywhere else.',
    nameStays: (name: string): string => `You go on signing in with ${name}, until you change the sign-in name.`,
    waitsAgain: (ends: string): string =>
      `A link that confirms this address as yours is on its way. The link ends ${ends}.`,
    waits: (address: string, ends: string): string =>
      `${address} waits for you to open the link in its mail. The link ends ${ends}. If you don’t open it, nothing changes.`,
    takeBack: {
      button: 'Take back',
      spoken: 'Take back the change of the email address',
      title: (address: string): string => `Take back the change to ${address}?`,
      text: (address: string): string =>
        `The link to ${address} stops working. You’re also signed out everywhere else, and your other devices are no longer known.`,
      submit: 'Take it back',
      done: (address: string): string =>
        `The change is taken back. The link to ${address} no longer works, and you’re signed out everywhere else.`,
      tooLate: (address: string): string =>
        `Too late: the link was opened already, and your address is ${address} now. You’re signed out everywhere else. If you don’t want this address, change it again.`,
    },
    newAddress: 'New address',
    sendLink: 'Send the link',
    linkSent: (address: string): string => `A link is on its way to ${address}.`,
  },
  nextSignIn:
    'At your next sign-in, use what you have left, such as your password. If this site asks for a second step, you set up a new one then. If you forget your password, you may need an administrator.',
  usedBackupCode: {
    left: (left: number): string =>
      left === 1
        ? 'You signed in with a backup code. 1 is left.'
        : `You signed in with a backup code. ${left === 0 ? 'None' : left} are left.`,
    codesWent:
      'You have no second step and no backup codes any more: the codes went with what you removed. A new app brings new codes.',
    lostApp:
      'Did you lose the phone with your authenticator app? Replace the app, so that the old one no longer works.',
    lostPasskey:
      'To change anything under “How you sign in”, and to download your data, this page asks for one of your passkeys; a backup code is not enough. If you lost your only passkey, this is how you get a new one:',
  },
  passkeys,
  recommendations: { createPasskey: 'Create a passkey', makeNewCodes: 'Make new codes' },
  soon: {
    setUpNow: (ways: string, date: string): string =>
      `From ${date} on you need ${ways} to sign in here. Set it up now.`,
    askForHelp: (date: string): string =>
      `From ${date} on, what you sign in with now is no longer enough here. Ask an administrator for help before that.`,
    ways: { passkey: 'a passkey', totp: 'an authenticator app' },
  },
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
  organisations: {
    title: 'Your organisations',
    enters: 'You can enter.',
    /** Its rule names something that the policy has no more. */
    closed: 'Nobody can enter at present. Ask an administrator of this site.',
    noStepUp: (name: string): string =>
      `What you have set up isn’t enough. If you can, set it up below. Otherwise ask somebody who manages ${name}.`,
    confirm: 'Confirm',
    confirmOne: (name: string): string => `Confirm to enter ${name}`,
    entered: (name: string): string => `You can enter ${name} now.`,
    notEntered: (name: string): string => `You still can’t enter ${name}. See the reason in the list.`,
    failed: 'Your organisations can’t be shown right now. Load this page again later.',
    manage: 'Manage',
    manageOne: (name: string): string => `Manage ${name}`,
  },
  identities: {
    title: 'Single sign-on',
    notLinked: 'Not linked.',
    link: 'Link',
    unlink: 'Unlink',
    linkOne: (name: string): string => `Link ${name}`,
    unlinkOne: (name: string): string => `Unlink ${name}`,
    linked: (whom: string, when: string): string => `Linked to ${whom}, ${when}.`,
    linkedNow: (name: string): string => `${name} is linked. You can sign in with it now.`,
    unlinkTitle: (name: string): string => `Unlink ${name}?`,
    unlinkText: (name: string): string =>
      `You can’t sign in by ${name} any more, and lose the roles that it gave you. Sessions in which you signed in with it end, this one too if it is one of them.`,
    unlinkIt: 'Unlink it',
    unlinked: (name: string): string => `${name} is unlinked.`,
  },
  sessions: {
    title: 'Where you’re signed in',
    endOthers: 'Sign out everywhere else',
    stillElsewhere: (where: string): string =>
      `You’re also signed in elsewhere: ${where}. If you have lost one of these devices, or don’t know it, sign it out under “Where you’re signed in”.`,
    othersEnded: 'You’re signed out everywhere else, and your other devices are no longer known.',
    passkeysStay:
      'A passkey on a lost device still works: remove it under “How you sign in”. If it is your only one, ask an administrator to remove it.',
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
      'Too many wrong passwords lock your account for a while. If somebody else types them elsewhere, you can still sign in on the devices listed here.',
    forgets: '“Forget” takes a device off this list.',
    endOthersForgets:
      '“Forget” takes a device off this list, and “Sign out everywhere else” takes off all other devices.',
    forget: 'Forget',
    forgetOne: (device: string): string => `Forget ${device}`,
    forgetTitle: (device: string): string => `Forget ${device}?`,
    forgetText:
      'While too many wrong passwords lock your account, you can’t sign in there either. Nobody is signed out.',
    forgotten: 'The device is no longer known.',
    signedIn: (when: string): string => `Last signed in ${when}`,
    knownSince: (when: string): string => `first signed in ${when}`,
    unknown: 'Unknown device',
    browserOn: (browser: string, device: string): string => `${browser} on ${device}`,
  },
  data: {
    title: 'Your data',
    export: 'Export',
    fileName: (site: string, date: string): string => `account-${site}-${date}.json`,
    aboutExport: 'Everything that is kept about you here, in one JSON file.',
    readExport: 'How to read the file',
    exportNotes: [
      'The file is made for programs, so the names in it are English, and times are in UTC.',
      '“amr” is what you signed in with: “pwd” is a password, “otp” a code, and “hwk”, “swk” or “pop” a passkey. “user” says that you confirmed at the passkey, and “mfa” that you gave more than one proof; a passkey that asks for your PIN, finger or face is enough for that. Single sign-on is not in the list. “strength” is how strong the policy calls the sign-in.',
      '“methods” has the ways to sign in to which your account is limited. With “null”, your account has no limit of its own.',
      '“identities” are your accounts at single sign-on, also those that you had before. “said” is what single sign-on last told about your sign-in there: “acr” is its level, and “amr” what you proved there. “providerRoles” are the roles that came from there, and “roleGains” says when you got a role. “emergency” is true only for an account that this site keeps for emergencies.',
      '“userHandle” is the random ID that your passkeys keep for your account.',
      'For a passkey, “aaguid” is the model of the device or app that keeps it, “transports” is how the browser reaches it, and “deviceBound” is true if no copy of it is kept elsewhere. “publicKey” is how this site checks it, and no secret.',
      '“flow” is the ID of one sign-in: entries with the same ID belong together. “actor” is who did it: your own “accountId”, that of an administrator, or “system”, or a text that begins with “host”, for this site.',
      'The list of events is kept with addresses and sign-in names in a short form, such as “a•••” for “ada”.',
      '“setUpBy”, where the file has it, is the id of the person from whom your access came, such as the administrator who invited you. It does not say that this person did something there.',
      '“former\u00adAddresses” has only addresses that a new role took from you. An address that you changed is in the list of events, in its short form.',
      '“codes” are numbers or addresses to which this site sends you codes, for example by text message. Codes by email go to “email”.',
    ],
    vaultNotInFile:
      'What is in your vault is not in the file, because it is sealed, and this site cannot read it: copy it on the page of the vault.',
    delete: 'Delete the account',
    aboutDelete: 'Deletes the account for good, with everything you sign in with.',
    deleteButton: 'Delete…',
    deleteTitle: 'Delete your account?',
    deleteText: (who: string | undefined): string =>
      `The account${who === undefined ? '' : ` ${who}`} and everything set up to sign in with it are gone at once, and can’t be brought back.`,
    logKeeps:
      'The log keeps its entries about the account, such as your sign-ins with your network address. Administrators still see these entries, with a random ID in place of your name. Where an entry has a sign-in name or an address of yours, it has a short form, such as “a•••” for “ada”, or “a•••@example.org”.',
    deleteForGood: 'Delete it for good',
    exportFirst: 'To keep your data, download it first.',
    vaultGoes:
      'Your vault is deleted as well. What is in it is not in the file with your data, because it is sealed, and this site cannot read it: to keep it, copy it on the page of the vault first.',
    deleted: 'Your account is deleted',
    aboutDeleted: 'Everything that you had set up is gone, and you are signed out everywhere.',
    toStart: 'To the start page',
  },
};

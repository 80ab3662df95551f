import type { Sentence, Site } from '@sallyport/pages';
import type { EventRecord } from '@sallyport/store';

/** The start page. */
const home = {
  title: 'What to try',
  eyebrow: 'Quickstart',
  headline: 'One policy decides who gets in',
  lead: 'The policy of this demo says what each person needs to sign in. Sign in as each of the four and see what they are asked for. Then change the policy as Ada, and see what is different.',
  people: 'Four people',
  password: <Part>(password: Part): Sentence<Part> => [
    'All with the password ',
    password,
    '. Choosing one fills in the form.',
  ],
  /** The requirements of the demo's first policy. */
  noRole: 'No role',
  meets: {
    superAdmin: 'At the start: sets up a passkey or an app first, then runs the place.',
    emailCode: 'At the start: a password and an emailed code are enough.',
    contractor: 'At the start: sets up a passkey or an app before getting in.',
  },
  askingTheServer: 'Asking the server…',
  session: 'You, right now',
  nobody: 'Nobody is signed in on this browser.',
  signIn: 'Sign in',
  signOut: 'Sign out',
  yourAccount: 'Your account',
  confirmed: (when: string): string => `Last confirmed ${when}.`,
  app: 'An app behind the gate',
  aboutTheApp:
    'Three pages of the demo app, each with its own demand. A person who falls short of it is asked for more, not sent away.',
  route: { reports: 'Read the reports', vault: 'Open the team vault', payout: 'Send a payout' },
  demand: {
    askingTheServer: 'Asking the server…',
    session: 'Anyone who is signed in',
    enhanced: 'With a passkey or an authenticator app',
    passkey: 'With a passkey, used in the last 5 minutes',
  },
  tryIt: 'Try',
  letIn: {
    reports: 'Let in. The app shows the quarterly reports.',
    vault: 'Let in. The app opens the team vault.',
    payout: 'Let in. The app sends the payout.',
  },
  mail: 'Mail',
  aboutMail: 'Codes and links go to the demo’s mail page instead of a real mailbox. Keep it open in another tab.',
  openMail: 'Open the mail page',
  sso: 'Single sign-on',
  trySso: <Part>(button: Part, page: (text: string) => Part): Sentence<Part> => [
    'Press ',
    button,
    ' on the ',
    page('sign-in page'),
    '. You are sent to the demo’s own identity provider, say there who you are, and come back. That counts as one step. At the start, a code by mail is the second, and after it Ada and Cleo set up a passkey or an app. If you tick there that you proved two factors, you are asked for nothing more, and Ada and Cleo set up nothing: the policy trusts Example Corp for that. The team vault below opens then, too.',
  ],
  continueWith: (provider: string): string => `Continue with ${provider}`,
  aboutSso:
    'You can also begin with the password, and sign in at Example Corp after it. A password and one factor there count as one step together; two factors there are enough. Ada and Cleo are sent there after the password until they have a passkey or an app. If you signed in here with Example Corp and sign out here, you are offered to sign out there as well. On your account page you unlink your identity at Example Corp, and link it again.',
};

/** The pages of the demo's own identity provider. */
const corp = {
  signIn: {
    title: 'Sign in',
    lead: 'This is the demo’s own identity provider. A real one would ask for a password; here, say who you are.',
    twoFactors: 'I proved two factors here, and the provider says so',
    cancel: 'Cancel',
  },
  signOut: {
    title: 'Sign out',
    lead: 'You are signed out of the quickstart. Sign out of Example Corp as well?',
    signOut: 'Sign out of Example Corp',
    stay: 'Stay signed in there',
  },
  failed: {
    title: 'That didn’t work',
    over: 'This sign-in is over. Go back to the quickstart and begin again.',
    back: 'Back to the quickstart',
  },
};

/** The demo's mail page. */
const mail = {
  title: 'Mail',
  lead: 'What Sallyport sent, instead of a real mailbox. New mail appears by itself.',
  mailbox: 'Mailbox',
  example: 'name@example.org',
  show: 'Show',
  choose: 'Choose a mailbox to see its mail.',
  none: (mailbox: string): string => `No mail for ${mailbox} yet.`,
  newest: (subject: string, count: number): string => `${subject} (${count})`,
  openLink: 'Open the link',
};

/** Mails and text messages of the demo. */
const mails = {
  signInCode: {
    subject: (code: string): string => `${code} is your code`,
    text: (code: string, site: string): string =>
      `Your code for ${site} is ${code}. It works for ten minutes, in the browser where you asked for it.\nIf you did not ask for it, somebody may be trying to sign in to your account, or be signed in to your account: choose a new password on the account page. That signs out everybody else.`,
  },
  newPassword: {
    subject: 'Choose a new password',
    text: (link: string, site: string): string =>
      `Open this link within half an hour to choose a new password at ${site}:\n${link}\nIf you did not ask for it, you need not do anything: your password stays as it is.`,
  },
  newAccount: {
    subject: 'Open your new account',
    text: (link: string, site: string): string =>
      `Open this link within an hour to make your account at ${site}:\n${link}\nIf you did not ask for an account, you need not do anything: no account is made.`,
  },
  reminder: {
    subject: 'Please set up your account',
    text: (ways: readonly string[], link: string, site: string): string =>
      `Your account at ${site} needs one more way to sign in. Set up one of these at your next sign-in: ${ways.join(', ')}.\n${link}`,
    before: (date: string, ways: readonly string[], link: string, site: string): string =>
      `From ${date} your account at ${site} needs one more way to sign in. Set up one of these before then, on your account page: ${ways.join(', ')}.\n${link}`,
  },
  invitation: {
    subject: (name: string): string => `You are invited to ${name}`,
    text: (address: string, site: string, link: string, until: string): string =>
      `An administrator of ${site} made an account for you, with the address ${address}. Open this link to sign in for the first time:\n${link}\nThe link works once, until ${until}. If you have several such mails, only the newest link works. If it no longer works, ask an administrator of the site for a new one.\nIf you do not know the site, you need not do anything.`,
  },
  organisationInvitation: {
    subject: (name: string): string => `You are invited to ${name}`,
    text: (name: string, address: string, site: string, link: string, until: string): string =>
      `Somebody invites you to join ${name} at ${site}. Open this link, and sign in with the account of ${address}, or make one with this address:\n${link}\nThe link works once, until ${until}.\nIf you do not know who invites you, you need not do anything.`,
  },
  addressTaken: {
    subject: 'You have an account already',
    text: (site: string, link: string): string =>
      `Somebody asked for a new account at ${site} with this address. The address has an account already: sign in on the sign-in page. If you forgot your password, choose a new one there:\n${link}\nIf it was not you, you need not do anything.`,
  },
  addressChanging: {
    subject: 'Somebody asked to change your address',
    text: (site: string, link: string): string =>
      `Somebody who is signed in to your account at ${site} wants to use another email address for it. Until the other address is confirmed, our mails come here as before.\nIf it was not you, choose a new password on the account page. That ends the change, and signs out everybody else:\n${link}\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page, or tell an administrator.`,
  },
  newAddress: {
    subject: 'Confirm your new address',
    text: (link: string, site: string): string =>
      `Somebody who is signed in to an account at ${site} wants to use this email address for it.\nIf it was you, open this link within an hour, in the browser where you are signed in:\n${link}\nUntil the link is opened, nothing changes.\nIf it was not you, do not open the link.`,
  },
  sms: {
    subject: (code: string): string => `SMS: ${code}`,
    text: (code: string): string => `${code} is your code. It works for ten minutes. Give it to nobody.`,
  },
  /** Notices about an account. */
  notice: {
    subject: (what: string): string => `Security notice: ${what}`,
    about: (account: string, site: string, when: string): string => `Account: ${account}, at ${site}. Time: ${when}.`,
    /** After an act of an administrator, or of nobody. */
    unexpected: 'If you did not expect this, tell an administrator.',
    /** After the deletion of the account: its entries have a random ID, which the person does not know. */
    unexpectedDeletion:
      'If you did not expect this, tell an administrator, with the time in this mail: by it, the administrator finds the entries in the log.',
    /** After an event of which the owner sees more on the account page. */
    unexpectedAtAccount: (link: string): string =>
      `If you did not expect this, see on the account page where you are signed in and what is set up:\n${link}\nIf you do not know something there, remove it and choose a new password. If you cannot sign in, tell an administrator.`,
    /** After an act of somebody who was signed in as the owner. */
    notYou: (link: string): string =>
      `If it was not you, choose a new password on the account page. That signs out everybody else:\n${link}\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page. If that does not help, tell an administrator.`,
    /** As `notYou`, to an address to which the account sends no codes and no links any more. */
    notYouElsewhere: (link: string): string =>
      `If it was not you, tell an administrator at once.\nIf you have a passkey or an authenticator app, you can also sign in, choose a new password on the account page, and then enter your own address there again:\n${link}`,
    /** As `notYou`, after a change of the sign-in name. */
    notYourName: (link: string): string =>
      `If it was not you, choose a new password on the account page. That signs out everybody else:\n${link}\nThen change the sign-in name back there. Otherwise you can sign in only with the other name.\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page, with the new sign-in name. If that does not help, tell an administrator.`,
    /** As `notYou`, if somebody else may have all backup codes: after the use of one, because they are kept together, and after new ones. */
    notYourBackupCode: (link: string): string =>
      `If it was not you, choose a new password on the account page. That signs out everybody else:\n${link}\nThen make new backup codes there: somebody else may have all of yours.\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page. If that does not help, tell an administrator.`,
    /** After a set-up by somebody who was signed in as the owner. */
    notYoursAdded: (link: string): string =>
      `If it was not you, remove it on the account page, and then choose a new password there. That signs out everybody else:\n${link}\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page. If a page asks for what you do not have, tell an administrator.`,
    /** As `notYoursAdded`, after a link to a provider. */
    notYourLink: (provider: string, link: string): string =>
      `If it was not you, press “Unlink” beside ${provider} on the account page, and then choose a new password there. That signs out everybody else:\n${link}\nIf you can no longer sign in, choose “Forgot your password?” on the sign-in page. If a page asks for what you do not have, tell an administrator.`,
    /** As `notYou`, after a change of the vault, which a new password does not undo. */
    notYourVault: (link: string, vault: string): string =>
      `If it was not you, choose a new password on the account page. That signs out everybody else:\n${link}\nThen open your vault, and press “Replace the key” there. What somebody else added no longer opens it after that:\n${vault}\nIf you can’t open the vault, press “I can’t open it any more” there. If you can no longer sign in, choose “Forgot your password?” on the sign-in page. If that does not help, tell an administrator.`,
    added: (what: string): string => `A new way to sign in was added to your account: ${what}.`,
    /** For an app or a number, of which an account has one. */
    takesThePlace: 'If you had one before, the old one no longer works.',
    /** Names of factors. */
    ways: {
      passkey: 'Passkey',
      totp: 'Authenticator app',
      'sms-code': 'SMS code',
      password: 'Password',
      email: 'Email address',
      'backup-code': 'Backup codes',
      'enrollment-code': 'Sign-in code of an administrator',
    },
    wasThisYou: {
      subject: (browser: string, when: string): string => `Security notice: Was this you? ${browser}, ${when}`,
      /** @param signIn the browser and the network address */
      text: (about: string, signIn: string, because: string, link: string): string =>
        `Shortly before this mail, somebody signed in to your account: ${signIn}. ${because}\n${about}\nIf it was you, you need not do anything.\nIf it was not you, open this link within seven days and end that sign-in:\n${link}`,
      browser: (browser: string | undefined, device: string | undefined): string =>
        browser === undefined || device === undefined
          ? (browser ?? device ?? 'unknown browser')
          : `${browser} on ${device}`,
      place: (ip: string): string => `network address ${ip}`,
      nowhere: 'unknown network address',
      because: {
        device:
          'Until then, the device was not known here. It may still be yours: a new password, an administrator’s help or “Forget” on the account page can make your own device unknown.',
        failures: 'There were several wrong attempts before.',
        absence: 'It was the first sign-in in half a year.',
      },
    },
    /** To the former address; the new one is masked. */
    mailGoesTo: (address: string): string =>
      `Codes and links no longer come to this address. They go to another address from now on, of which this mail shows only a part: ${address}.`,
    /** To the former address. `name` is the sign-in name at the time of the change. */
    nameMayChange: (name: string, id: string): string =>
      `The account’s sign-in name is ${name}. If that name is changed later, this address is not told. An administrator then finds the account by its ID: ${id}.`,
    mailComesHere: 'The mail of this site comes to this address from now on.',
    mailGoesNowhere:
      'The email address of your account was removed. Codes and links no longer come here, and the account has no other address.',
    nameIsNow: (name: string): string => `Sign in with ${name} from now on.`,
    /** A way to open the vault that was added, by its kind. */
    vaultOpens: {
      passkey: 'Another passkey can open your vault now.',
      secret:
        'A new master secret was set for your vault. If there was one before, a second mail comes when that one no longer opens it.',
      emergency: 'The emergency account can open your vault now, if you lose everything else.',
    },
    /** A way to open the vault that was removed, by its kind. */
    vaultNoLongerOpens: {
      passkey: 'A passkey can no longer open your vault.',
      secret: 'A master secret no longer opens your vault. If the master secret was changed, that is the old one.',
      emergency: 'The emergency account can no longer open your vault.',
    },
    /** To a person who was invited and has never signed in, by the state of the invitation. */
    unblockedInvited: {
      open: 'Your account is no longer blocked. Sign in for the first time with the link in the newest mail with an invitation.',
      over: 'Your account is no longer blocked. The link of your invitation no longer works. Ask an administrator of the site for a new invitation.',
    },
    /** @param provider the name of a provider for single sign-on, or of a directory */
    linked: (provider: string): string =>
      `Your account was linked to ${provider}. You can sign in here with ${provider} now.`,
    unlinked: (provider: string): string =>
      `Your account is no longer linked to ${provider}. You can’t sign in here with ${provider} any more.`,
    removed: (what: string): string => `A way to sign in was removed from your account: ${what}.`,
    /** New roles of an administration. `ended` is what an administrator had helped to set up. */
    rolesEnded: (ended: string): string =>
      `You have a role in the administration now. What an administrator had helped you to set up ended with it: ${ended}. You are signed out everywhere. If nothing else of yours signs you in, ask an administrator for a sign-in code.`,
    /** In place of `account.deleted`, if the owner did not do it. */
    deletedByAdministrator: 'An administrator deleted your account.',
    /** In place of `password.reset`, if the owner did not do it. */
    passwordRemoved:
      'An administrator removed your password. Choose a new one on the sign-in page, together with the code that the administrator gives you.',
    told: {
      'account.locked':
        'There were too many wrong attempts to sign in to your account. It is locked for a while. A passkey still works. If somebody else tried, you can also sign in at your known devices. If it was you, wait and try again. If you forgot your password, choose “Forgot your password?” on the sign-in page.',
      'sign-in.disowned':
        'A sign-in was reported as somebody else’s, by the link in our mail. If it still had a session, that session has ended. Its device is no longer known.',
      'account.unlocked':
        'An administrator unlocked your account before its time was up. Wrong attempts are counted from zero again.',
      'account.blocked':
        'An administrator blocked your account. You are signed out everywhere, and cannot sign in for now.',
      'account.unblocked': 'Your account is no longer blocked. You can sign in as before.',
      'account.dormant': 'Nobody has signed in to your account for a long time. Sign in soon, or it is blocked.',
      'account.email-changed': 'The email address of your account was changed.',
      'account.identifier-changed': 'The name that you sign in with was changed.',
      'account.exported':
        'What is kept about you here was exported as a file. If you have a vault, what you keep in it is not in the file.',
      'account.deleted': 'Your account was deleted.',
      'account.methods-changed': 'An administrator changed how you may sign in.',
      'two-step.reset':
        'An administrator reset your second step, and made a one-time sign-in code for your account. If you had backup codes, they stopped working, too. You are signed out everywhere. If your next sign-in asks for a second step, you set up a new one.',
      'passkeys.reset':
        'An administrator removed all your passkeys. If you have no authenticator app, your backup codes no longer work, either. You then get new ones when you set up a passkey or an app. You are signed out everywhere.',
      'passkey.revoked': 'A passkey was removed from your account.',
      'passkey.suspicious': 'Somebody may have a copy of one of your passkeys.',
      'backup-codes.issued':
        'Backup codes were made for your account. If you had any before, the old ones no longer work.',
      'backup-code.used': 'A backup code was used to sign in.',
      'enrollment.vouched': 'An administrator made a one-time sign-in code for your account.',
      'password.changed': 'Your account has a new password.',
      'password.reset': 'Your password was reset.',
      'device.forgotten':
        'One of your devices is no longer known here. If others type wrong passwords, you may have to wait on it as well.',
      'vault.created': 'A vault was made for your account.',
      'vault.replaced': 'Your vault got a new key. What opened it before may not open it any more.',
      'vault.emergency-opened': 'The emergency account took what opens your vault.',
      'emergency.used': 'Somebody signed in with the emergency account.',
    } satisfies Partial<Record<EventRecord['type'], string>>,
  },
};

/** The links in the head of every page. */
const navigation = {
  start: 'Start',
  account: 'Account',
  vault: 'Vault',
  admin: 'Admin',
  mail: 'Mail',
};

/** Sentences of the demo in place of those of the pages. */
const site: NonNullable<NonNullable<Site['words']>['en']> = {
  shell: {
    noScript: 'This demo needs JavaScript. It is a client of Sallyport’s HTTP contract.',
    foot: 'A demo on your own machine. Its accounts are made up, and its mail stays here.',
    notPermitted: 'You have no role that lets you see this page. In the demo, Ada can see it.',
  },
  buttons: { openMail: 'Open the demo’s mail page' },
  signIn: { sampleAccounts: 'Demo accounts. Tap a name to fill in the form:' },
};

/** The roles of the demo's first policy, for the people who have them. */
const roles = {
  'super-admin': 'super administrator',
  admin: 'administrator',
  employee: 'employee',
  contractor: 'contractor',
};

/** English, which defines the sentences of all languages. */
export const english = {
  roles,
  home,
  corp,
  mail,
  mails,
  navigation,
  site,
};

/** All sentences of the demo. English defines the sentences, and an incomplete language does not compile. */
export type Words = typeof english;

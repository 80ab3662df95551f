export const person = {
  title: 'Person',
  about: (who: string): string => `About ${who}`,
  tabs: { ways: 'Ways to sign in', sessions: 'Sessions', activity: 'Activity', access: 'Access' },
  group: {
    meets: 'Has everything that the policy asks for.',
    mustEnroll: 'Must set something up at the next sign-in.',
    noWayIn: 'Cannot sign in without your help.',
  },
  /** Lost nothing. */
  needsCode: 'Needs a sign-in code from you to set up a passkey or an app.',
  unlockHelps: '“Unlock” lets them try again now.',
  forgotten: 'After a forgotten password they press “Forgot your password?” themselves.',
  /** @param what one of these */
  mustSetUp: (what: string): string => `Must set up ${what} at the next sign-in.`,
  byCode: (when: string): string => `Comes in by the sign-in code that was given out. The code expires: ${when}.`,
  invited: 'Comes in by the link of the invitation, and chooses a password or a passkey there.',
  /** @param what one of these */
  invitedMustSetUp: (what: string): string => `After a password, also sets up ${what}.`,
  above: 'This account may change the policy, so only somebody who may change the policy can act on it.',
  administersWithout:
    'The pages for administrators ask for a passkey or an app. This person has neither, and sets one up on the first visit to these pages. If they have reset their password by mail, they need a sign-in code from you there, because that password proves no more than their mailbox.',
  /** Never signed in: nobody knows what the provider will report. */
  countsByTrust: (provider: string): string =>
    `This person has not signed in with ${provider} yet, and counts as if ${provider} reports what the policy trusts. If it reports less, the first sign-in can ask for more.`,
  /**
   * @param n open sessions
   * @param ends sessions to end before a new one has room
   */
  full: (n: number, text: string, most: string, ends: number, endsText: string): string =>
    `Signed in at ${text} ${n === 1 ? 'place' : 'places'}, and the policy allows ${most}: a new sign-in is refused. End ${ends === 1 ? 'a session' : `${endsText} sessions`} under “Sessions”.`,
  lastSignIn: (when: string): string => `Last signed in ${when}.`,
  neverSignedIn: 'Never signed in.',
  blockedBy: (who: string, when: string): string => `Blocked by ${who}, ${when}.`,
  blockedBecause: (reason: string): string => `Reason: ${reason}.`,
  firstFactor: 'No passkey and no app',
  firstFactorHint:
    'Give out a sign-in code only if the person cannot read the mailbox, or has reset the password by mail. Who has lost the password and the mailbox needs “Help them in”.',
  /** Before `firstFactorHint`. */
  needsNoCode: 'They need no code now: at the next sign-in they set up by themselves what the policy asks for.',
  change: 'Change…',
  changeMethods: 'Change how they may sign in',
  liftMethods: 'Remove restriction',
  stop: 'Stop access',
  saveRoles: 'Save roles',
  aboutTitle: 'About',
  created: 'Created',
  company: 'Single sign-on',
  id: 'ID',
  setUp: 'Has one',
  codesGoTo: (address: string): string => `Codes go to ${address}`,
  codesGoHere: 'Codes for signing in go here',
  mailOnly: 'For notices only',
  mailMostly: 'For notices, and for codes if the policy offers them',
  backupCodes: 'Backup codes',
  /** The server does not tell whether there ever were any. */
  noCodes: 'None',
  /** @param helps false: no password beside which the codes count */
  left: (n: number, helps: boolean): string => `${n} left${helps ? '' : ', only with a password'}`,
  nothing: 'Nothing is set up yet.',
  invitation: {
    open: 'They were invited, and have not signed in yet.',
    worksUntil: (when: string): string => `The link expires: ${when}.`,
    expired: 'They were invited. The link has expired.',
    over: 'They were invited. The link was used, or does not work any more.',
    byCode: (when: string): string =>
      `They were invited. A sign-in code took the place of the link. The code expires: ${when}.`,
    endsCode: 'If you send the invitation again, the code stops working.',
    isTakenBack: (when: string): string => `They were invited. The invitation was taken back ${when}.`,
    toLetIn: 'To let them in, send the invitation again.',
    /** A block voids the link of an invitation. */
    blocked: 'They were invited, and are blocked. Unblock them first, and then send the invitation again.',
    orDelete: 'If the invitation was a mistake, delete the account.',
    wrongAddress: 'Wrong address? Delete the account and invite anew.',
    send: 'Send again',
    sendNew: 'Send the invitation',
    sent: (address: string): string => `The invitation is on its way to ${address}. The link before no longer works.`,
    takeBackAsk: 'Take back…',
    takeBack: 'Take back',
    takeBackTitle: (who: string): string => `Take back the invitation for ${who}?`,
    takeBackText: 'The link in the mail stops working. The account stays, and you can invite them again.',
    takenBack: 'The invitation is taken back.',
  },
  doneBy: 'What they did to others',
  sessions: {
    none: 'They are signed in nowhere.',
    seen: (when: string): string => `used ${when}`,
    since: (when: string): string => `signed in ${when}`,
    end: 'Sign out',
    endOne: (device: string): string => `Sign out ${device}`,
    ended: 'The session is ended.',
    endAllAsk: 'Sign out everywhere…',
    endAll: 'Sign out everywhere',
    endAllTitle: 'Sign them out everywhere?',
    allEnded: 'They are signed out everywhere.',
  },
  administers: {
    title: 'In the administration',
    byRole: (role: string): string => `By the role ${role}`,
  },
  devices: {
    title: 'Known devices',
    unknown: 'Unknown device',
    browserOn: (browser: string, device: string): string => `${browser} on ${device}`,
    seen: (when: string): string => `signed in ${when}`,
    forget: 'Forget',
    forgetOne: (device: string): string => `Forget ${device}`,
    forgotten: 'The device is forgotten.',
  },
};

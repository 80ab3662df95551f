/** By the server's code. The number comes as a number, and as a text. */
export const risks = {
  urgent: 'urgent',
  says: {
    'administrator-without-strong-factor': (n: number, text: string): string =>
      n === 1 ? `${text} administrator has no passkey and no app` : `${text} administrators have no passkey and no app`,
    'one-passkey-only': (n: number, text: string): string =>
      n === 1 ? `${text} person has only one passkey` : `${text} people have only one passkey`,
    'no-backup-codes': (n: number, text: string): string =>
      n === 1 ? `${text} person has no backup codes` : `${text} people have no backup codes`,
    attacked: (n: number, text: string): string =>
      n === 1 ? `${text} account had many wrong tries` : `${text} accounts had many wrong tries`,
    disowned: (n: number, text: string): string =>
      n === 1 ? `${text} person said “It wasn’t me”` : `${text} people said “It wasn’t me”`,
    'one-policy-administrator': (): string => 'Only one person can change the policy',
    dormant: (n: number, text: string): string =>
      n === 1 ? `${text} person did not sign in for months` : `${text} people did not sign in for months`,
    'never-signed-in': (n: number, text: string): string =>
      n === 1 ? `${text} person never signed in` : `${text} people never signed in`,
  },
  names: {
    'administrator-without-strong-factor': 'Administrators without passkey and app',
    'one-passkey-only': 'Only one passkey',
    'no-backup-codes': 'No backup codes',
    attacked: 'Many wrong tries',
    disowned: 'Said “It wasn’t me”',
    'one-policy-administrator': 'The only one who can change the policy',
    dormant: 'Unused for months',
    'never-signed-in': 'Never signed in',
    'policy-finding': 'Findings of the policy',
  },
  why: {
    'administrator-without-strong-factor': 'Nothing stronger than a password and their mail protects their accounts.',
    'one-passkey-only':
      'If they lose it and cannot sign in otherwise, they need your help. Only they can add another, on their account page. The policy does not ask for it, so no reminder is mailed.',
    'no-backup-codes':
      'If they lose their device, they need your help. Only they can make backup codes, on their account page. The policy does not ask for them, so no reminder is mailed.',
    attacked:
      'Within a day, so many wrong passwords or codes were entered that it is enough for a lock. Ask the person: if they only forgot it, unlock the account. Otherwise leave it locked: the lock ends by itself, and the person still signs in at known devices.',
    disowned:
      'They were told of a sign-in, and it was not theirs. If its session was still there, it was ended. The next sign-in asks for a passkey, or else for the authenticator app, if the person had set one up before the reported sign-in. Ask the person; if you are in doubt, block the account until you know more. The finding goes when the person has signed in.',
    'one-policy-administrator': 'If they can no longer sign in, only whoever runs the server can help.',
    dormant: 'Nobody would notice if somebody else used these accounts.',
    'never-signed-in':
      'Until a person has signed in, somebody else could use the first password of that person, if there is one. People with an open invitation do not count. The button opens a list that says when each account was made. It begins with the newest, and the oldest are on its last page. If an account was made long ago, block it.',
    'policy-finding': 'A rule of the policy.',
  },
  /** The reader is the only person. Absent for a risk that ends with a sign-in. */
  whyYou: {
    'administrator-without-strong-factor':
      'This is you: nothing stronger than a password and your mail protects your account.',
    'one-passkey-only':
      'This is you: if you lose it and cannot sign in otherwise, only another administrator can help you, if there is one.',
    'no-backup-codes':
      'This is you: if you lose your device, only another administrator can help you, if there is one.',
    attacked:
      'This is you: within a day, so many wrong passwords or codes were entered for your account that it is enough for a lock. The lock ends by itself, and you still sign in at known devices.',
    'one-policy-administrator': 'This is you: if you can no longer sign in, only whoever runs the server can help.',
  },
  ruleIsLenient: {
    asks: (roles: string, follows: string): string =>
      `The policy asks no passkey and no app of ${roles}${follows} Let the rule ask for a passkey or an app: they then set it up at their next sign-in. Or ask one of them to set one up on the account page. Whoever has reset their password by mail needs a sign-in code from you for that.`,
    allMeet: (n: number): string =>
      n === 1
        ? ', so this person meets it, and has nothing to be reminded of.'
        : ', so these people meet it, and have nothing to be reminded of.',
    someMustSetUp: '. Another rule asks more of some of them: they must set one up at the next sign-in.',
    unknown: '.',
  },
  ruleAsks: (n: number, what: string): string =>
    `The policy asks them for ${what} already. They set it up at their next sign-in. Whoever has reset their password by mail, or has the state “Needs help”, needs a sign-in code from you for that. This finding goes ${n === 1 ? 'then' : 'when all of them have'}.`,
  ruleAsksSome:
    'The policy asks them for a passkey or an authenticator app already, and some of them for a passkey. They set it up at their next sign-in. Whoever has reset their password by mail, or has the state “Needs help”, needs a sign-in code from you for that. This finding goes when all of them have.',
  role: (name: string): string => `“${name}”`,
  /** @param roles can change the policy. Empty for a reader who may not read it */
  secondAdministrator: (roles: string): string =>
    `Give a second person ${roles === '' ? 'a role that can' : `the role ${roles}`} on that person’s page, or invite a new person with it.`,
  yourself: 'You too: change that on your account page.',
  yourselfAlone: 'Change that on your account page.',
  acts: {
    people: 'Show them',
    everybody: 'All people',
    policy: 'Open the policy',
    activity: 'Show attempts',
    disowned: 'Show activity',
  },
  severity: { error: 'Urgent', warning: 'Soon', info: 'When there is time' },
  made: (when: string): string => `made ${when}`,
  more: (n: string): string => `and ${n} more`,
  nothing: 'Nothing found.',
  lead: (n: number, at: string): string =>
    `${n === 0 ? 'No findings' : n === 1 ? '1 finding' : `${n} findings`}, checked at ${at}`,
  clearChecks: (n: number): string => (n === 1 ? '1 check found nothing' : `${n} checks found nothing`),
  /** Absent for `one-policy-administrator`: without a finding, nobody may be able to change the policy. */
  clear: {
    'administrator-without-strong-factor': 'Every administrator has a passkey or an app',
    attacked: 'Since its last sign-in or unlocking, no account had as many wrong tries within a day as lock an account',
    disowned: 'Everybody who said “It wasn’t me” has signed in since',
    'one-passkey-only': 'Nobody depends on one passkey',
    'no-backup-codes': 'Everybody with a passkey or an app has backup codes, of use only with a password',
    dormant: 'No account that was used has been idle for months',
    'never-signed-in': 'Everybody has signed in, or is invited',
    'policy-finding': 'The check of the rules themselves found nothing; what people have set up is checked apart',
  },
};

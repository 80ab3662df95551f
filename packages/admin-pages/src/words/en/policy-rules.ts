export interface MemberWords {
  readonly label: string;
  readonly options?: Readonly<Record<string, string>>;
  readonly none?: string;
  readonly value?: (n: number, text: string) => string;
  readonly hint?: string;
}

const members = {
  requiredStrength: { label: 'Strength' } as MemberWords,
  methods: { label: 'Ways to sign in', none: 'All ways of this site' } as MemberWords,
  'session.idle': { label: 'Signed out when idle for', none: 'From the strength' } as MemberWords,
  'session.absolute': { label: 'Signed out after', none: 'From the strength' } as MemberWords,
  'session.most': { label: 'Sessions at once', none: 'Any number' } as MemberWords,
  'session.beyond': {
    label: 'One session too many',
    options: { 'end-oldest': 'Ends the oldest session', refuse: 'Is refused' },
  } as MemberWords,
  preferSso: {
    label: 'Sign-in goes straight to',
    none: 'No provider',
    hint: 'The sign-in page then opens at this provider. With “?local=1” behind its address it stays here.',
  } as MemberWords,
  'administrators.policy': { label: 'May change the policy and look after people', none: 'Nobody' } as MemberWords,
  'administrators.people': { label: 'May only look after people', none: 'Nobody else' } as MemberWords,
  'administrators.helpdesk': { label: 'Helpdesk', none: 'Nobody' } as MemberWords,
  'lockout.maxFailures': { label: 'Wrong tries' } as MemberWords,
  'lockout.window': { label: 'Within' } as MemberWords,
  'lockout.lockFor': { label: 'Lock for' } as MemberWords,
  'lockout.growth': {
    label: 'Each further lock lasts',
    value: (n, text) => (n === 1 ? 'As long as the lock before' : `${text} times as long as the lock before`),
    hint: 'With 2, each further lock lasts twice as long.',
  } as MemberWords,
  'lockout.maxLockFor': { label: 'Longest lock' } as MemberWords,
  'lockout.hardLimit': {
    label: 'Wrong tries until only known devices may try',
    hint: 'Wrong tries in a row. A known device is one that signed in before.',
  } as MemberWords,
  recentProof: {
    label: 'Asked to confirm again after',
    hint: 'Before people administer, and before they change their own ways to sign in.',
  } as MemberWords,
  providerStrengthWithin: {
    label: 'A strong sign-in at a provider counts for',
    hint: 'For this time, people need a sign-in as strong to set up a passkey or an app, even if the provider has reported a weaker one since.',
  } as MemberWords,
  'passkeys.counterRegression': {
    label: 'Copied passkeys',
    options: { report: 'Are reported', refuse: 'Are refused' },
    hint: 'A passkey counts its sign-ins. If the count goes back, somebody may have copied the passkey. Reports are under Activity.',
  } as MemberWords,
  'emailCodes.offer': {
    label: 'Emailed codes',
    options: { 'when-nothing-stronger': 'Only if neither an app nor a passkey is set up', always: 'Always offered' },
    hint: 'An authenticator app and a passkey are stronger than a code by email.',
  } as MemberWords,
  'enrollment.firstFactor': {
    label: 'First app or passkey',
    options: {
      password: 'After one proof',
      'two-proofs': 'After two proofs',
      vouched: 'With an administrator’s code',
    },
    hint: 'What somebody proves before setting up a first app or passkey. A proof is a password, or a code by email.',
  } as MemberWords,
  'recovery.mailboxAlone': {
    label: 'The mailbox as the only proof',
    options: { 'baseline-only': 'Is enough for two steps', refuse: 'Is never enough' },
    hint: 'For somebody who forgot the password, and proves only the mailbox. If it is never enough, whoever has no app and no passkey then needs a sign-in code from an administrator.',
  } as MemberWords,
  onTighten: { label: 'People who are signed in' } as MemberWords,
  'vault.emergency': {
    label: 'Emergency key',
    options: { optional: 'Optional', required: 'Every vault needs it' },
    hint: 'With the emergency account and its key file, you can open a vault whose owner lost every way to open it.',
  } as MemberWords,
  'passwords.minimum': {
    label: 'Minimum length',
    none: '15 characters where a password alone is enough, otherwise 8',
    hint: 'In characters, for new passwords. Passwords of today stay valid.',
  } as MemberWords,
  'passwords.history': {
    label: 'Earlier passwords refused',
    hint: 'A new password differs from this many earlier ones. 1 is the password of today.',
  } as MemberWords,
  'passwords.words': { label: 'Not containing', hint: 'Separated by commas.' } as MemberWords,
  'passwords.breached': {
    label: 'Known from leaks',
    options: { allow: 'Are not looked up', refuse: 'Are refused' },
  } as MemberWords,
  'passwords.letterAndDigit': {
    label: 'A letter and a digit',
    options: { true: 'Needed', false: 'Not needed' },
  } as MemberWords,
  'providers.*.trust': { label: 'counts as' } as MemberWords,
  'providers.*.mailDomains': { label: 'mail domains', hint: 'Separated by commas.' } as MemberWords,
  'providers.*.createAccounts': {
    label: 'creates accounts',
    options: { false: 'For nobody', 'mail-domains': 'For new addresses in its mail domains', true: 'For everybody' },
  } as MemberWords,
  'providers.*.mailFollows': {
    label: 'Addresses follow the provider',
    hint: 'If the provider names another address for somebody, the account gets it. Both addresses have to be in its mail domains, and both get a notice.',
  } as MemberWords,
  'strengths.*': { label: 'own strength', none: 'Not defined' } as MemberWords,
  dormant: {
    label: 'Blocked after',
    none: 'Never',
    hint: 'Without a sign-in. The owner is told before.',
  } as MemberWords,
};

export const policyRules = {
  members,
  ifEmpty: (value: string): string => `Empty: ${value}.`,
  faults: {
    number: (whole: boolean, least: string, most: string): string =>
      `Enter a ${whole ? 'whole ' : ''}number from ${least} to ${most}.`,
    time: 'Enter a whole number from 1, and choose its unit.',
    atLeast: (time: string): string => `Enter at least ${time}.`,
    atMost: (time: string): string => `Enter at most ${time}.`,
    atLeastAs: (label: string, value: string): string => `Enter at least the value of “${label}”: ${value}.`,
    atMostAs: (label: string, value: string): string => `Enter at most the value of “${label}”: ${value}.`,
    noStrength: (name: string): string => `There is no strength “${name}”.`,
    builtInName: 'This is the name of a built-in strength. Choose another name.',
    strengthName: 'Begin the name with a small letter. Use only small letters from a to z, digits and dashes.',
    notHelped: (role: string): string =>
      `A helpdesk cannot help the role “${role}”, which belongs to the administration.`,
    helpsAlready: (role: string): string => `The role “${role}” may look after people already.`,
    mailDomain: 'Write each mail domain in small letters, such as corp.example.',
    trust: 'Enter what the provider says (acr) or used (amr), or choose “Two steps”.',
    needsDomains: 'Enter a mail domain, or choose another value.',
    noProvider: (name: string): string =>
      `This site has no provider “${name}”. A developer sets providers up in the app.`,
    noWay: (way: string): string => `This site does not offer “${way}”.`,
    noBreachedList: 'This site has no list of leaked passwords. A developer adds the list in the app.',
    noVault: 'This site has no vault.',
    noMember: 'There is no rule of this name here.',
    oneOf: (values: string): string => `Enter one of these: ${values}.`,
    shapes: {
      object: 'Write names and values here, in braces: { }.',
      array: 'Write a list here, in brackets: [ ].',
      string: 'Write a text here, in quotes.',
      boolean: 'Write true or false here.',
    },
  },
  steps: {
    single: 'One step',
    baseline: 'Two steps',
    enhanced: 'App or passkey',
    'phishing-resistant': 'Passkey only',
  },
  stepHints: {
    single: 'A password alone is enough.',
    baseline: 'A password and a second step, or a passkey. A code by email is enough as the second step.',
    enhanced: 'A password and an authenticator app, or a passkey. A code by email is not enough.',
    'phishing-resistant': 'A passkey. A false page can ask for a password or a code, and never for a passkey.',
  },
  belowEveryone: 'Weaker than the rule for everyone, which counts for this role too.',
  hatched:
    'A hatched strength cannot be chosen: the strength is weaker than the rule for everyone. To ask less of a role, lower the rule for everyone first, and then give each other role its own strength.',
  ways: { password: 'password', passkey: 'passkey', sso: 'company', ldap: 'directory' },
  waysLong: {
    password: 'Password',
    passkey: 'Passkey',
    sso: 'Single sign-on',
    ldap: 'Directory password',
  },
  rules: {
    everyone: 'Everyone',
    within: (label: string): string => label.toLowerCase(),
    belowEveryone: (own: string, everyone: string): string => `${own}, so everyone’s rule counts: ${everyone}`,
    of: (source: string, member: string): string => `${source}: ${member}`,
    named: (name: string, member: string): string => `${name} ${member}`,
    groups: {
      session: 'Sessions',
      lockout: 'Lockout',
      administrators: 'Administrators',
      passwords: 'Passwords',
      providers: 'Single sign-on',
      strengths: 'Own strengths',
      later: 'Dates',
      acknowledged: 'Accepted findings',
    },
    /** What begins at a date. */
    laterFrom: (date: string, asked: string): string => `from ${date}: ${asked}`,
    none: 'None',
    asEveryoneNeeds: (value: string): string => `${value}, as everyone`,
    strengthChange: (source: string, after: string, before: string): string => `${source}: ${after}, before: ${before}`,
    change: (source: string, member: string, after: string): string => `${source}, ${member}: ${after}`,
  },
  limits: {
    fromStrength: (time: string, strength: string): string => `${time}, from the strength “${strength}”`,
    shorter: (written: string, counts: string): string => `${written}, but everyone’s limit is shorter: ${counts}`,
  },
  tightening: {
    now: {
      'next-sign-in': 'Stay signed in',
      'step-up': 'Are asked for what is missing',
      'next-request': 'Are signed out at the next click',
      revoke: 'Are signed out at once',
    },
    hints: {
      'next-sign-in': 'The new rules count when people sign in next.',
      'step-up':
        'Only people who don’t meet the new rules. At their next click they prove what is missing, and then go on.',
      'next-request': 'Only people who don’t meet the new rules. At their next click they have to sign in again.',
      revoke: 'Only people who don’t meet the new rules. Their session ends without a click of theirs.',
    },
    order: 'The choices go from the mildest to the strictest.',
    later: (act: string, time: string): string => `${act}, after ${time}`,
    after: 'After',
    afterHint: 'Empty: at once.',
  },
  helpdesk: {
    title: (place: number): string => `Helpdesk ${place}`,
    roles: 'Roles of the helpdesk',
    over: 'Helps people who have only these roles',
    may: 'May',
    rights: { reset: 'Help in and reset', vouch: 'Give sign-in codes', unlock: 'Unlock' },
    rightHints: {
      reset: 'Removes what somebody lost, and gives a code to sign in and set up something new.',
      vouch:
        'Gives a code to set up a passkey or an app. Sends an invitation again, or takes it back, and cannot invite. Removes nothing that is set up.',
      unlock: 'Ends a lock after wrong tries.',
    },
    missing: {
      roles: 'Choose at least one role: who belongs to the helpdesk.',
      over: 'Choose at least one role: whom the helpdesk helps.',
      may: 'Choose at least one act.',
    },
    right: (right: string): string => `“${right}”`,
    ofRoles: (roles: string, one: boolean): string => `${one ? 'the role' : 'the roles'} ${roles}`,
    entry: (roles: string, over: string, may: string): string => `${may}, by ${roles}, for people with only ${over}`,
    hint: 'A helpdesk cannot help somebody who has a role of the administration.',
    add: 'Add a helpdesk',
    remove: (place: number): string => `Remove helpdesk ${place}`,
  },
  trust: {
    none: 'One step',
    always: (strength: string): string => `${strength}, always`,
    ifSays: (strength: string, asserts: string): string => `${strength}, if it says ${asserts}`,
    strength: 'Counts as',
    acr: 'If it says (acr)',
    amr: 'And used (amr)',
    add: 'Add a strength',
    remove: 'Remove',
  },
  definition: {
    or: ', or ',
    flag: (name: string, on: boolean): string => (on ? name : `not ${name}`),
    flags: { userVerified: 'checks its owner', deviceBound: 'stays on its device', attested: 'proves its model' },
    flagHints: {
      userVerified: 'The passkey asks its owner for a fingerprint, a face or a PIN.',
      deviceBound: 'The passkey cannot be copied to another device.',
      attested: 'The maker of the device confirms its model.',
    },
    models: (count: number): string => (count === 1 ? '1 model' : `${count} models`),
    orElse: 'or',
    proof: 'Proof',
    addProof: 'Add a proof',
    addCombination: 'Add another combination',
    anyProvider: 'Any provider',
    lists: { aaguid: 'Only these models (AAGUID)', acr: 'Says one of (acr)', amr: 'Used all of (amr)' },
    listHints: {
      aaguid: 'The AAGUID is the number of a model of passkey devices. The maker publishes the number.',
      acr: 'The acr is the provider’s name for the level of the sign-in. Ask the provider for the name.',
      amr: 'The amr lists what the person used at the provider, such as “pwd” or “otp”. Separated by commas.',
    },
  },
  dormant: (time: string): string => `${time} without a sign-in`,
};

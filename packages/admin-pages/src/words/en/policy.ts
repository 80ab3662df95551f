import { policyRules } from './policy-rules.ts';

export const policy = {
  ...policyRules,
  inForce: (version: number, when: string, by: string): string => `Version ${version}, saved ${when}, by ${by}`,
  /** @param start of the account’s id */
  deletedAccount: (start: string): string => `a deleted account (${start}…)`,
  readOnly: {
    about: (roles: string): string =>
      `You can read the policy. Only ${roles} can change the policy and see its history.`,
  },
  tabs: { label: 'Policy', rules: 'Rules', json: 'JSON', history: 'History' },
  table: {
    title: 'What each role needs',
    about: 'With several roles, the strictest rule counts',
    role: 'Role',
    strength: 'Strength',
    strengthFor: (role: string): string => `Strength for ${role}`,
    ways: 'Ways to sign in',
    session: 'Session',
    everyone: 'Everyone',
    people: (count: string, one: boolean): string => (one ? '1 person' : `${count} people`),
    administering:
      'The pages of the administration always ask for an app or a passkey. Whoever has a passkey needs the passkey there.',
    asEveryone: 'As everyone',
    followsEveryone:
      'Everyone needs this already, so the role has no rule of its own. The role follows if everyone’s rule changes.',
    own: 'Own strength',
    noOwn: 'None',
    add: 'Add a role',
    addHint: 'The name that accounts have as their role.',
    roleName: 'Role',
    nameMissing: 'Enter the name of a role.',
    waysTitle: (role: string): string => `Ways to sign in for ${role}`,
    waysText: 'Untick a way to forbid it. If every way is ticked, or none, this rule forbids nothing.',
    sessionTitle: (role: string): string => `Sessions of ${role}`,
    sessionText: 'If everyone’s limit is shorter, it counts for this role too.',
    apply: 'Apply',
    idle: (time: string): string => `${time} idle`,
    most: (count: number): string => `at most ${count}`,
    edit: (what: string, role: string): string => `${what} of ${role}, change`,
  },
  was: {
    weaker: (before: string): string => `Weaker, was ${before}`,
    stricter: (before: string): string => `Stricter, was ${before}`,
    /** Written in another way. */
    same: (before: string): string => `Same as before, was ${before}`,
    changed: (before: string): string => `Changed, was ${before}`,
    byStrength: (before: string): string => `Changed by the strength, was ${before}`,
    byEveryone: (before: string): string => `Changed by everyone’s rule, was ${before}`,
    weakerByEveryone: (before: string): string => `Weaker by everyone’s rule, was ${before}`,
    undo: 'Undo',
  },
  cards: {
    more: 'More settings',
    sessions: 'Sessions',
    lockout: 'Lockout',
    recovery: 'Recovery',
    passwords: 'Passwords',
    company: 'Single sign-on',
    tightening: 'When rules tighten',
    administrators: 'Administrators',
    codes: 'Codes and passkeys',
    strengths: 'Own strengths',
    vault: 'Vault',
    dormant: 'Unused accounts',
    edit: 'Edit',
    editOne: (card: string): string => `Edit: ${card}`,
    done: 'Done',
    unit: (label: string): string => `Unit of “${label}”`,
    units: { s: 'seconds', m: 'minutes', h: 'hours', d: 'days' },
    otherRole: 'Another role',
    noProvider: 'No provider has settings.',
    siteHasNoProvider:
      'This site has no provider for single sign-on. A developer sets providers up in the app. Their settings then stand here.',
    provider: 'Provider',
    addProvider: 'Add a provider',
    noStrengths: 'None. The four strengths above are built in.',
    strengthName: 'Name',
    addStrength: 'Add a strength',
    nameMissing: 'Enter a name.',
    removeOne: (name: string): string => `Remove ${name}`,
  },
  bar: {
    label: 'Draft',
    changes: (count: number): string => (count === 1 ? '1 changed rule' : `${count} changed rules`),
    weaker: (count: number, all: number): string =>
      count === all ? (all === 1 ? 'weaker' : 'all weaker') : `${count} of them weaker`,
    rolesWeaker: (count: number): string =>
      count === 1 ? '1 role becomes weaker with everyone’s rule' : `${count} roles become weaker with everyone’s rule`,
    more: (count: string, one: boolean): string =>
      one ? '1 more person must set up' : `${count} more people must set up`,
    freed: (count: string, one: boolean): string =>
      one ? '1 person need not set up any more' : `${count} people need not set up any more`,
    otherSetUp: (count: string, one: boolean): string =>
      one ? 'for 1 person, what to set up changes' : `for ${count} people, what to set up changes`,
    shutOut: (count: string, one: boolean): string =>
      one ? '1 person can’t sign in any more' : `${count} people can’t sign in any more`,
    less: (count: string, one: boolean): string =>
      one ? '1 person may sign in with less' : `${count} people may sign in with less`,
    noAdministrator: 'no administrator could change the policy any more, so it can’t be saved',
    nobody: 'nobody more has to set anything up',
    asking: 'Working out what it does…',
    faulty: 'The text isn’t JSON yet.',
    discard: 'Discard',
    discardTitle: 'Discard the draft?',
    discardText: (changes: string): string => `You lose ${changes}. The policy in force stays.`,
    review: 'Review',
    /** @param form such as `Helpdesk 1` */
    unfinished: (form: string): string => `${form} is not complete yet.`,
    refused: 'This can’t be saved yet:',
  },
  json: {
    title: 'The whole policy, as text (JSON)',
    about: 'The same draft as under Rules.',
    /** @param line `undefined`: the browser does not tell */
    notJson: (line: string | undefined): string =>
      `This isn’t a JSON object. Check commas, quotes and braces${line === undefined ? '' : `, at line ${line} and before it`}.`,
    inText: 'What the names of strengths mean:',
    names: (names: string): string => `These names are known: ${names}.`,
    backToRules:
      'The text on the tab “JSON” isn’t JSON yet, so the rules can’t be changed here. Finish the text there, or discard the draft.',
  },
  history: {
    title: 'History',
    inForce: 'In force',
    first: 'The first policy.',
    nothing: 'The same rules as before.',
    more: (count: number): string => `and ${count} more`,
    compare: 'Compare',
    compareOne: (version: number): string => `Compare version ${version} with the one before`,
    undo: 'Undo',
    undoOne: (version: number): string => `Undo version ${version}`,
    /** All rules of the version. */
    restore: (version: number): string => `Restore version ${version}`,
    /** Nothing to restore. */
    sameAsNow: 'Same rules as now',
    older: 'Show older versions',
    noteUndo: (version: number): string => `Undo version ${version}`,
    noteBack: (version: number): string => `Back to version ${version}`,
    replaces: 'This replaces your draft',
    replacesText: (changes: string): string => `Your draft has ${changes}. If you go on, the draft is lost.`,
    goOn: 'Go on',
  },
  before: 'Before',
  after: 'After',
};

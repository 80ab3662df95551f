/** Numbers come as texts. */
export const overview = {
  now: (time: string): string => time,
  policyVersion: (version: number): string => `policy ${version}`,
  /** The server counts new people, or people anew under a changed policy. */
  counting: {
    pending: (n: number, text: string): string =>
      `${n === 1 ? '1 person is' : `${text} people are`} not counted under the policy in force yet. The numbers show them as before. The page updates the numbers by itself.`,
    done: 'Everybody is counted now. The numbers are up to date.',
  },
  invite: 'Invite people…',
  groups: { meets: 'Meet it', mustEnroll: 'Must set up', noWayIn: 'Need help' },
  notBegun: {
    invited: (n: number, text: string): string =>
      `${text} of them ${n === 1 ? 'was invited and has' : 'were invited and have'} not begun`,
    helpedIn: (n: number, text: string): string =>
      `${text} of them ${n === 1 ? 'has a sign-in code that was not used yet' : 'have sign-in codes that were not used yet'}`,
    /** @param said without a full stop */
    inGroup: (group: string, said: string): string => `${group}: ${said}.`,
  },
  meets: {
    title: 'Meets the policy',
    of: (all: string): string => `of ${all}`,
    label: (share: string, all: string, mustEnroll: string, noWayIn: string): string =>
      `Of ${all} ${all === '1' ? 'person' : 'people'}, ${share} meet the policy. Must set up: ${mustEnroll}. Need help: ${noWayIn}.`,
    line: (from: string, to: string, first: string): string =>
      `People who met the policy: ${from} on ${first}, ${to} today.`,
    since: (days: number): string => (days === 1 ? 'in a day' : `in ${days} days`),
    blocked: (n: number, text: string): string =>
      n === 1 ? '1 person is blocked and cannot sign in' : `${text} people are blocked and cannot sign in`,
    blockedToo: (n: number): string =>
      n === 1
        ? '. The groups count this person too, by what is set up.'
        : '. The groups count them too, by what they have set up.',
    notReported: (provider: string): string =>
      `Whoever can sign in with ${provider} and has never done so counts here as if ${provider} reports what the policy trusts.`,
    day: 'Day',
    group: 'Group',
    people: 'People',
    share: 'Share',
  },
  attention: {
    title: 'Needs attention',
    nothing: 'Nothing needs you now.',
    says: {
      noWayIn: (n: number, text: string): string =>
        `${text} ${n === 1 ? 'person needs' : 'people need'} help to sign in`,
      mustEnroll: (n: number, text: string): string => `${text} ${n === 1 ? 'person' : 'people'} must set something up`,
      invited: (n: number, text: string): string =>
        n === 1 ? `${text} invitation is open` : `${text} invitations are open`,
      locked: (n: number, text: string): string =>
        n === 1 ? `${text} account is locked` : `${text} accounts are locked`,
      blocked: (n: number, text: string): string =>
        n === 1 ? `${text} account is blocked` : `${text} accounts are blocked`,
    },
    mostly: (n: string, role: string): string => `${n} of them: ${role}`,
    /** The entry counts nobody who is blocked; the list behind its link does. */
    andBlocked: (n: number, text: string): string =>
      `The list also has ${text} ${n === 1 ? 'person who is' : 'people who are'} blocked`,
    most: (n: number): string => `These are the ${n} most urgent. “Risks” and “People” may have more.`,
    acts: { policy: 'Policy', show: 'Show them', wayOut: 'Show why' },
    actOn: (act: string, what: string): string => `${act}: ${what}`,
  },
  roles: {
    title: 'By role',
    role: 'Role',
    bar: 'Share',
    all: (n: number): string => `Show all ${n} roles`,
    none: 'Nobody is here yet.',
    several: 'Who has several roles counts in each of them.',
  },
  strongest: {
    title: 'Strongest way, of all accounts',
    people: 'People',
    share: 'Share',
    passwordOnly: 'Password only',
    nothing: 'Nothing set up',
    noWayInToo: 'People who need help to sign in count here too.',
  },
  days: {
    title: 'Sign-ins in 30 days (UTC)',
    succeeded: 'Succeeded',
    failed: 'Failed',
    locked: 'Locked',
    day: 'Day',
    upTo: (most: string): string => `up to ${most} a day`,
    worst: (day: string, failed: string, locked: string): string => `${day}: ${failed} failed, ${locked} locked`,
    none: 'none',
    refused: 'Refused sign-ins, such as those of a blocked account, are not counted here.',
    failedEntries: (n: number, text: string): string =>
      n === 1
        ? 'Show the 1 failed attempt that has an entry in the activity.'
        : `Show the ${text} failed attempts that have an entry in the activity.`,
    failedWithoutEntry: (n: number, text: string): string =>
      n === 1
        ? '1 failure was at no account, for example at a name that nobody has. It has no entry in the activity.'
        : `${text} failures were at no account, for example at names that nobody has. They have no entries in the activity.`,
    today: 'Today, so far',
    bar: (day: string, n: string): string => `${day}: ${n}`,
    label: (succeeded: string, most: string, failed: string, locked: string): string =>
      `Sign-ins in 30 days. Succeeded: ${succeeded}, at most ${most} a day. Failed: ${failed}. Locked for a time: ${locked}.`,
  },
  changes: {
    title: 'Changes by administrators',
    all: 'All activity',
    none: 'Nothing was changed yet.',
    undo: 'Undo',
    undoUnderPeople: 'Undo under “People”',
    undoOne: (what: string): string => `Undo: ${what}`,
    endedStays: 'What ended does not come back.',
    undoTitle: (who: string): string => `Undo this change for ${who}?`,
    blockedBecause: (reason: string): string => `The reason was: “${reason}”.`,
    changedSince: (who: string): string => `Nothing was undone: somebody changed this for ${who} again meanwhile.`,
    undone: (who: string): string => `The change for ${who} is undone.`,
  },
};

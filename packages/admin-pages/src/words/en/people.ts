/** Numbers come as texts, and as numbers where they decide the words. */
export const people = {
  title: 'People',
  total: (n: number, text: string): string => (n === 1 ? '1 person' : `${text} people`),
  helpdeskTotal: (n: number, text: string): string =>
    n === 1
      ? '1 person whom you may help. Others are not shown.'
      : `${text} people whom you may help. Others are not shown.`,
  matching: (n: string, all: string): string =>
    `${n} of ${all} ${all === '1' ? 'person' : 'people'} ${n === '1' ? 'matches' : 'match'}`,
  /** @param n the people of the first page */
  moreMatching: (n: string, all: string): string => `More than ${n} of ${all} people match`,
  shown: (n: number): string => (n === 1 ? '1 person is shown' : `${n} people are shown`),
  noRole: 'No role',
  nothingYet: 'Nothing yet',
  never: 'Never',
  made: (when: string): string => `Made: ${when}`,
  /** @param when of a code, or of the sign-in in which it was entered */
  codeExpires: (when: string): string => `Expires: ${when}`,
  search: 'Search by name, address or ID',
  byState: 'Filter by state',
  states: {
    all: 'All',
    active: 'Active',
    meets: 'Meets policy',
    mustEnroll: 'Must set up',
    noWayIn: 'Needs help',
    locked: 'Locked',
    blocked: 'Blocked',
    invitationOpen: 'Invited',
    invitationOver: 'Invitation over',
    codeOut: 'Code is out',
    codeIn: 'Is setting up',
    needsCode: 'Needs a code',
  },
  /** The other states are of the same people. */
  overlap: 'A person can count in two states, for example in Blocked and in Meets policy.',
  role: 'Role',
  anyRole: 'Any role',
  factor: 'Has',
  anyFactor: 'Any method',
  risk: 'Risk',
  anyRisk: 'Any risk',
  strongest: (factor: string): string => `Strongest: ${factor}`,
  sort: 'Order',
  sorts: { '-lastSignInAt': 'Last sign-in first', identifier: 'By address', '-createdAt': 'Newest first' },
  name: 'Name',
  roles: 'Roles',
  state: 'State',
  factors: 'Set up',
  lastSignIn: 'Last sign-in',
  signedIn: 'Signed in',
  sessions: 'Sessions',
  select: (who: string): string => `Select ${who}`,
  selectPage: 'Select everybody on this page',
  nobody: 'Nobody matches.',
  blockedIsNoRisk: (risk: string): string => `“${risk}” leaves out people who are blocked.`,
  nobodyForHelpdesk:
    'Nobody whom you may help matches. This page shows only people whom you may help. Ask an administrator about anybody else.',
  /** Not reached by the reader's role. */
  outOfReach: 'Your role doesn’t let you see this person. Ask an administrator to help.',
  gone: 'Nobody is here: the account was deleted, or the address of this page is wrong.',
  nobodyYet: 'Nobody is here yet.',
  clear: 'Clear the filters',
  removeFilter: 'Remove this filter',
  toRisks: 'All risks',
  /** After everybody is counted under a changed policy. */
  loadAgain: 'The list has changed: load it again',
  firstPage: 'First page',
  previousPage: 'Previous page',
  nextPage: 'Next page',
  range: (from: string, to: string): string => `${from}–${to}`,
  rangeOf: (from: string, to: string, all: string): string => `${from}–${to} of ${all}`,
  neverInNoOrder: 'People who never signed in come last, in no particular order. Sort the list:',
  newestFirst: 'newest first',
  byName: 'by name',
  /** By their names in the log. */
  actors: { host: 'the app', system: 'the system' },
  unblockText:
    'They can sign in as before the block. Everything they had set up is still there; only their devices are unknown until they sign in there. If the account has an address, a mail tells them.',
  didYouMean: (role: string): string => `Did you mean “${role}”?`,
};

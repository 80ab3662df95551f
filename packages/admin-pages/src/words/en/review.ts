export const review = {
  back: 'Back to the draft',
  title: (count: number): string =>
    count === 0 ? 'Nothing to review' : count === 1 ? 'Review 1 changed rule' : `Review ${count} changed rules`,
  about: (version: number, since: string): string =>
    `On top of version ${version}. Kept in this browser since ${since}`,
  nothing: 'The draft has the same rules as the policy in force. There is nothing to save.',
  rules: 'Rules',
  needsTick: 'Each weaker rule needs a tick',
  noWeaker: 'No rule gets weaker',
  weaker: 'Weaker',
  stricter: 'Stricter',
  same: 'Same as before',
  changed: 'Changed',
  holders: (n: number, text: string): string =>
    n === 1 ? '1 person has this role.' : `${text} people have this role.`,
  allow: (title: string, after: string): string => `Yes, make “${title}” weaker. Then: ${after}`,
  moves: {
    title: 'Who meets the policy, who doesn’t',
    about: (moved: string, all: string): string =>
      `${moved} of ${all} people ${moved === '1' ? 'changes' : 'change'} group`,
    nobody: 'Nobody changes group.',
    mustSetUp: (count: string): string => `${count} must set something up`,
    groups: { meets: 'Meet it', mustEnroll: 'Must set up', noWayIn: 'Need help' },
    chart: (when: string, meets: string, mustEnroll: string, noWayIn: string): string =>
      `${when}. Meet it: ${meets}. Must set up: ${mustEnroll}. Need help: ${noWayIn}.`,
    from: (date: string): string => `From ${date} on, if nobody sets anything up`,
    group: 'Group',
    blocked: (n: number, text: string): string =>
      n === 1
        ? '1 person is blocked and stays blocked. The groups count this person too, by what is set up.'
        : `${text} people are blocked and stay blocked. The groups count them too, by what they have set up.`,
    /** The number of people stands before the text, here and below. */
    to: {
      'meets mustEnroll': (_n: number): string => 'must set something up at their next sign-in',
      'meets noWayIn': (_n: number): string => 'can’t sign in any more without your help',
      'mustEnroll meets': (_n: number): string => 'need not set anything up any more',
      'mustEnroll noWayIn': (_n: number): string => 'had to set something up, and now can’t sign in without your help',
      'noWayIn meets': (_n: number): string => 'can sign in again',
      'noWayIn mustEnroll': (_n: number): string => 'can sign in again, and must set something up first',
    },
    setUpChanges: (_n: number): string => 'must set something up as before, but what to set up changes',
    askedForLess: (n: number): string =>
      `${n === 1 ? 'meets' : 'meet'} the policy as before, and may sign in with less, without their names here`,
    askedForMore: (n: number): string =>
      n === 1
        ? 'meets the policy as before, and has to sign in with more'
        : 'meet the policy as before, and have to sign in with more',
    others: (count: string): string => `and ${count} more`,
    affected: {
      stranded: (count: string): string => `Who newly can’t sign in without your help: ${count}`,
      'must-enroll': (count: string): string => `Who newly has to set something up: ${count}`,
      setUpChanges: (count: string): string => `For whom what to set up changes: ${count}`,
      freed: (count: string): string => `Who newly meets the policy: ${count}`,
    },
    asBefore: (n: number, staying: string): string =>
      n === 1
        ? '1 person already must set something up or can’t sign in, and it stays so. This person is not named here.'
        : `${staying} people already must set something up or can’t sign in, and it stays so. They are not named here.`,
    blockedOne: 'Blocked.',
    hasCode: 'A one-time code for them is still valid.',
    notBegun: {
      invited: 'They are invited and have not begun.',
      'invitation-ended': 'Their invitation has ended, and they have set nothing up.',
      'nothing-set-up': 'They have nothing to begin a sign-in with.',
    },
    moreNames: 'Show more names',
    otherPeople: 'and other people',
    namesLater: 'The names of these people come later: press “Show more names”.',
    named: (shown: string, all: string, left: string): string =>
      `Named so far: ${shown} of ${all} people. Not named yet: ${left}.`,
  },
  threats: {
    title: 'What a thief could do',
    about: (worse: number, better: number): string =>
      `Cases that get worse: ${worse}.${worse === 0 ? ` Better: ${better}.` : ''}`,
    same: 'No thief reaches more than today.',
    notCompared:
      'How long a session lasts, how many wrong tries lock, and what a thief of backup codes reaches, is not compared here.',
    who: 'What is stolen, or who attacks',
    reach: 'Account',
    running: 'What thieves reach is being worked out…',
    notDecided: 'What thieves reach could not be worked out completely.',
    notAnalysed: 'What thieves reach was not worked out: this server cannot do that.',
    showMore: (count: number): string => (count === 1 ? 'Show 1 more case' : `Show ${count} more cases`),
    showBetter: (count: number): string => (count === 1 ? 'Show the better case' : `Show the ${count} better cases`),
    more: (count: number): string => `And ${count} more, which are not listed.`,
    noAccount:
      '“No account like this today” means: nobody has the roles and the ways to sign in of this row today. The row shows what a thief could do to an account that gets them later.',
    exactly:
      'The number in a row counts the accounts that sign in with the first and the strongest second way of the row, with these roles or others with the same rules. Some of them may have no mailbox.',
    betterSessions:
      'A stolen session proves what its owner proved at the sign-in. It reaches less where the owner signs in with fewer steps.',
    how: (acts: string): string => `the thief ${acts}`,
    sessions: 'This is about sessions that begin after you save. Sessions of today stay as they are.',
    worse: 'Worse:',
    better: 'Better:',
    betterTitle: 'Cases that get better',
  },
  save: {
    title: (version: number): string => `Save as version ${version}`,
    nobodyShutOut: 'Nobody is shut out',
    shutOut: (count: string, one: boolean): string => (one ? '1 person is shut out' : `${count} people are shut out`),
    shutOutFrom: (date: string, count: string, one: boolean): string =>
      one ? `From ${date} on, 1 person is shut out` : `From ${date} on, ${count} people are shut out`,
    noAdministrator: 'No administrator could change the policy any more',
    nothingWeaker: 'No rule gets weaker',
    weaker: (count: number, ticked: number): string =>
      `${count === 1 ? '1 rule gets weaker' : `${count} rules get weaker`}, ${ticked} ticked`,
    note: 'Note for the history',
    noteHint: (count: number, most: number): string => `${count} of ${most} characters`,
    save: 'Save',
    tickFirst: (left: number): string =>
      left === 1 ? 'To save, tick the weaker rule.' : `To save, tick the ${left} weaker rules.`,
    toFirst: (left: number): string => (left === 1 ? 'Go to the rule' : 'Go to the first'),
    keepAdministrator:
      'This policy cannot be saved: no administrator could sign in and change the policy again, or only by single sign-on. Go back to the draft, and leave one administrator who can do so without it.',
    starts:
      'Whoever signs in after you save is asked at once for what is missing; for a later date, write “later” as JSON. Nobody is told by mail: “Remind…” in People does that.',
    undoLater: 'You can undo it in the history.',
    saved: (version: number): string => `Saved as version ${version}.`,
    signedInNow: {
      'next-sign-in':
        'Those who are signed in now stay signed in. The rules for signing in and for sessions count from their next sign-in on. How often somebody has to confirm again follows the new policy at once.',
      'next-request': 'Those who are signed in now and don’t meet the new policy are signed out at their next click.',
      'step-up':
        'Those who are signed in now and don’t meet the new policy are asked for what is missing at their next click.',
      revoke: 'Those who are signed in now and don’t meet the new policy are signed out at once.',
      later: {
        'step-up': (time: string): string =>
          `Those who are signed in now and don’t meet the new policy can go on for ${time}. Then they are asked for what is missing.`,
        revoke: (time: string): string =>
          `Those who are signed in now and don’t meet the new policy can go on for ${time}. Then they are signed out.`,
      },
    },
    vaultsWithoutWay: (count: number): string => `Owners who could not open their vault any more: ${count}.`,
    vaultsWithoutEmergency: (count: number): string =>
      `Vaults that would be asked for the emergency account: ${count}.`,
  },
  conflict: {
    title: 'Somebody saved a policy meanwhile',
    titleOwn: 'You saved a policy meanwhile, in another tab or browser',
    about: (by: string, version: number): string =>
      `${by} saved version ${version}. Your draft was made before. Choose rule by rule.`,
    aboutOwn: (version: number): string =>
      `You saved version ${version}. Your draft was made before. Choose rule by rule.`,
    both: 'Changed in both',
    theirs: (version: number): string => `Version ${version}`,
    mine: 'Your draft',
    before: 'Before',
    goOn: 'Go on with these rules',
    choose: (title: string): string => `Which rule: ${title}`,
    left: (count: number): string => (count === 1 ? 'Choose 1 more rule.' : `Choose ${count} more rules.`),
  },
  whatIf: {
    title: 'What if',
    ofDraft: 'Asked of this draft',
    ofPolicy: 'Asked of the policy in force',
    who: 'Who signs in',
    whoMissing: 'Enter the address or the name of a person.',
    nobody: (who: string): string => `${who} is not the address or name of exactly one person. Type it in full.`,
    proves: 'What they prove',
    /** An assertion of the provider, such as that the person used two factors. */
    reported: 'Single sign-on, with a report that the policy trusts',
    ask: 'Ask',
    whose: (who: string): string => `Sign-in of ${who}`,
  },
};

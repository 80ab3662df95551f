export const shadow = {
  start: 'Try in the shadow',
  startAbout:
    'The draft is judged at every sign-in and every check of a session, beside the policy in force. Nothing changes for anybody, and the page shows whom it would ask for more.',
  started: 'The draft runs in the shadow now. Look here again in some days.',
  runs: (since: string): string => `A draft runs in the shadow since ${since}. Nothing changes for anybody.`,
  show: 'What it would have done',
  title: 'The draft in the shadow',
  about: (since: string, by: string, version: number): string =>
    `Runs since ${since}, begun by ${by}, beside version ${version}. Nothing changes for anybody.`,
  signIns: (count: string, one: boolean): string => (one ? '1 sign-in since then.' : `${count} sign-ins since then.`),
  nobody: 'The draft would have decided alike for everybody so far.',
  counts: {
    'asked-for-more': (count: string, one: boolean): string =>
      one ? '1 person would have been asked for more' : `${count} people would have been asked for more`,
    denied: (count: string, one: boolean): string =>
      one ? '1 person would have been kept out' : `${count} people would have been kept out`,
    'let-off': (count: string, one: boolean): string =>
      one ? '1 person would have been asked for less' : `${count} people would have been asked for less`,
  },
  notJudged: 'The draft does not fit this site as it is now, so it is not judged. End it, and begin with another one.',
  notWhole: 'There are more than 5,000 entries. The numbers count the newest 5,000.',
  rules: 'By rule',
  people: 'By person',
  rule: 'Rule',
  effect: 'The draft would have',
  count: 'People',
  person: 'Person',
  first: 'First seen',
  effects: { 'asked-for-more': 'asked for more', denied: 'kept out', 'let-off': 'asked for less' },
  occasions: { 'sign-in': 'at a sign-in', 'step-up': 'at a step-up', request: 'while signed in' },
  otherRule: 'Another rule',
  take: 'Take over as draft',
  takeNote: (since: string): string => `Ran in the shadow since ${since}`,
  end: 'End',
  endTitle: 'End the run of the draft?',
  endText: 'This page no longer shows what the draft would have done. The activity keeps it.',
  ended: 'The draft no longer runs in the shadow.',
  startedHere: 'A draft began to run in the shadow',
  endedHere: 'The draft in the shadow ended',
};

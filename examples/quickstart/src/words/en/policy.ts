/** The administrators' page of the policy. */
export const policy = {
  notJson: 'This isn’t a JSON object. Check commas, quotes and braces.',
  save: 'Save',
  preview: 'See what it would do',
  saved: 'The new policy is saved.',
  /** What becomes of those who are signed in when the policy is saved, by what it says under `onTighten`. */
  signedInNow: {
    'next-sign-in': 'Those who are signed in now stay signed in. It counts for everyone from their next sign-in on.',
    'next-request': 'Those who are signed in now and don’t meet it are signed out at their next click.',
    'step-up': 'Those who are signed in now and don’t meet it are asked for what is missing at their next click.',
    revoke: 'Those who are signed in now and don’t meet it are signed out at once.',
    later: {
      'step-up': (time: string): string =>
        `Those who are signed in now and don’t meet it can go on for ${time}. Then they are asked for what is missing.`,
      revoke: (time: string): string =>
        `Those who are signed in now and don’t meet it can go on for ${time}. Then they are signed out.`,
    },
  },
  title: 'The whole policy, as text (JSON)',
  version: (version: number): string => `Version ${version}`,
  /** Of a text that is not the one in force. */
  notSaved: 'Not saved yet',
  versionNotSaved: (version: number): string => `Version ${version}, not saved yet`,
  changed: (when: string, by: string): string => `Changed ${when} by ${by}.`,
  seenFirst: 'You see what a change would do before you can save it.',
  inText: 'What the names in the text mean:',
  /** Of strengths that have no card. */
  otherNames: { 'phishing-resistant': 'A passkey is needed', single: 'One step is enough' },
  names: (names: string): string => `These names are known: ${names}.`,
  faultAt: (path: string): string => `At ${path}: `,
  required: 'What everyone needs',
  levels: {
    baseline: {
      name: 'A code by email is enough as the second step',
      text: 'Instead of the code, an authenticator app or a passkey will do.',
    },
    enhanced: {
      name: 'A passkey or an authenticator app is needed',
      text: 'A code by email is not enough as the second step.',
    },
  },
  roles: {
    title: 'Stricter for one role',
    hint: 'A role can ask for more than everyone needs, never for less.',
    asEveryone: 'As everyone',
    asInText: 'As written in the text',
  },
  /** How long a sign-in lasts at most. */
  lasts: (longest: string): string => `People stay signed in for up to ${longest}.`,
  lastsInUse: (longest: string, idle: string): string =>
    `People stay signed in for up to ${longest}, but are signed out once they do nothing for ${idle}.`,
  otherLevel: (name: string): string => `The policy asks for ${name}.`,
  impact: {
    title: 'What saving would do',
    unaffected: 'Can sign in as they are',
    mustEnroll: 'Have to set something up at their next sign-in',
    /** Under the policy in force. */
    today: (count: number): string => `Today: ${count}`,
    asToday: 'That is so today as well.',
    /** Of one account. */
    one: { mustEnroll: 'Has to set something up', stranded: 'Can’t sign in any more' },
    stranded: 'Can’t sign in any more',
    strandedNote: 'Those who can’t sign in any more need your help to get in at all.',
    vaultsWithoutWay: (count: number): string => `Owners who could not open their vault any more: ${count}.`,
    vaultsWithoutEmergency: (count: number): string =>
      `Vaults that would be asked for the emergency account: ${count}.`,
    sum: (unaffected: number, mustEnroll: number, stranded: number): string =>
      `${unaffected} can sign in as they are, ${mustEnroll} have to set something up at their next sign-in, ${stranded} can’t sign in any more.`,
    more: 'And more.',
  },
  versions: {
    title: 'Versions',
    /** What a version asks, among what it changed. */
    everyoneNeeds: (what: string): string => `Everyone needs ${what}`,
    roleNeeds: (role: string, what: string): string => `${role} needs ${what}`,
    asEveryone: 'the same as everyone',
    otherRules: 'other rules changed, see the text',
    nothingChanged: 'The same rules as before.',
    changed: (when: string, by: string): string => `${when}, by ${by}`,
    inForce: 'In force',
    goBackTo: (version: number): string => `Go back to version ${version}`,
    wentBack: (version: number, as: number): string =>
      `The rules of version ${version} are in force again, as version ${as}.`,
  },
};

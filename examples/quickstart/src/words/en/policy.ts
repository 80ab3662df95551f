/** The administrators' page of the policy. */
export const policy = {
  notJson: 'This isn’t a JSON object. Check commas, quotes and braces.',
  save: 'Save',
  preview: 'See what it would do',
  saved: 'The new policy is saved. It applies to every sign-in from now on.',
  /** What becomes of those who are signed in when the policy is saved, by what it says under `onTighten`. */
  signedInNow: {
    'next-sign-in': 'Those who are signed in now stay signed in. The new policy applies to them at their next sign-in.',
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
  changed: (when: string, by: string): string =>
    `Changed ${when} by ${by}. You see what a change would do before you can save it.`,
  faultAt: (path: string): string => `At ${path}: `,
  required: 'What everyone needs',
  levels: {
    baseline: {
      name: 'Two steps',
      text: 'Password and an email code will do. So will an app or a passkey.',
    },
    enhanced: {
      name: 'Passkey or authenticator app',
      text: 'No email codes. Everyone needs an authenticator app or a passkey.',
    },
  },
  otherLevel: (name: string): string => `The policy asks for ${name}.`,
  impact: {
    title: 'What saving would do',
    unaffected: 'Unaffected',
    mustEnroll: 'Must set up more first',
    stranded: 'Can’t sign in any more',
    strandedNote: 'Those who can’t sign in any more need your help to get in at all.',
    vaultsWithoutWay: (count: number): string => `Owners who could not open their vault any more: ${count}.`,
    vaultsWithoutEmergency: (count: number): string =>
      `Vaults that would be asked for the emergency account: ${count}.`,
    sum: (unaffected: number, mustEnroll: number, stranded: number): string =>
      `${unaffected} unaffected, ${mustEnroll} must set up more first, ${stranded} can’t sign in any more.`,
    more: 'And more.',
  },
  versions: {
    title: 'Versions',
    entry: (version: number, asks: string): string => `Version ${version} · ${asks}`,
    changed: (when: string, by: string): string => `${when}, by ${by}`,
    inForce: 'In force',
    goBackTo: (version: number): string => `Go back to version ${version}`,
    wentBack: (version: number): string =>
      `Version ${version} is in force again. It applies to every sign-in from now on.`,
  },
};

export const times = {
  never: 'never',
  justNow: 'just now',
  ends: (when: string): string => `You’ll be signed out ${when}.`,
  endsIfUnused: (when: string): string => `You’ll be signed out ${when} if you do nothing until then.`,
  atTime: (time: string): string => `at ${time}`,
  onDay: (day: string): string => `on ${day}`,
  inAMoment: 'in a moment',
  /** It may have signed in when it was created. */
  notUsedSince: 'not used since',
  lastUsed: (when: string): string => `last used ${when}`,
  /** @param clock such as `14:59` */
  minutes: (clock: string): string => `${clock} minutes`,
  /** @param clock such as `1:14:59` */
  hours: (clock: string): string => `${clock} hours`,
  seconds: (seconds: number): string => (seconds === 1 ? '1 second' : `${seconds} seconds`),
};

export const security = {
  events: {
    nothing: 'Nothing yet.',
    all: 'All that happened to this account',
    none: 'none',
    unrestricted: 'no restriction any more',
    because: (reason: string): string => `“${reason}”`,
    change: (from: string, to: string): string => `${from} → ${to}`,
    lookEqual: (both: string): string => `old and new look the same when shortened: ${both}`,
    roles: (roles: string): string => `roles: ${roles}`,
    /** Without the full stop. */
    lost: (ways: string): string => `Ended with it: ${ways}`,
    /** The person may sign in again since. */
    stranded: 'The person could not sign in without help after that',
    address: 'Email address',
    version: (version: number): string => `version ${version}`,
    unusual: {
      device: 'at a device that was not known',
      failures: 'after wrong tries',
      absence: 'after half a year or more',
    },
    fellShort: (version: number): string => `did not meet policy version ${version}`,
    signedInAt: (n: number, text: string): string =>
      n === 1 ? 'signed in at 1 place already' : `signed in at ${text} places already`,
    reasons: {
      locked: 'locked after wrong tries',
      blocked: 'the account is blocked',
      'method-not-allowed': 'not allowed to sign in this way',
      'no-way-in': 'nothing that is set up was enough',
      'unknown-to-host': 'the app no longer knows this person',
      'signed-in-again': 'signed in again in the same browser',
    },
  },
};

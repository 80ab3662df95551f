export const reasons = {
  asks: (askers: string, several: boolean, what: string): string =>
    `${askers} ${several ? 'ask' : 'asks'} for ${what}.`,
  policy: 'the policy',
  account: 'the account',
  route: 'the page',
  request: 'the place of the request',
  context: (name: string): string => `the context ${name}`,
  organisation: (name: string): string => `the organisation ${name}`,
  floor: 'the app, under every policy',
  floorRole: (role: string): string => `the app, under every policy, for the role ${role}`,
  role: (role: string): string => `the role ${role}`,
  strength: {
    single: 'one step',
    baseline: 'two steps',
    enhanced: 'a passkey or an authenticator app',
    'phishing-resistant': 'a passkey',
  },
  missing: {
    baseline: 'They lack a second step for that.',
    enhanced: 'They lack a passkey or an authenticator app for that.',
    'phishing-resistant': 'They lack a passkey for that.',
  },
  notEnough: 'What they have set up is not enough for that.',
  ways: {
    password: 'a password',
    passkey: 'a passkey',
    sso: 'single sign-on',
    ldap: 'a directory password',
  },
  onlyWith: (asker: string, ways: string): string => `${asker} allows signing in only with ${ways}.`,
  noWay: (asker: string): string => `${asker} allows no way of signing in.`,
  plain: {
    'enrollment-needs-vouching': 'They need a one-time code from an administrator before they set up anything.',
    'account-blocked': 'An administrator blocked the account.',
    'sso-preferred': 'The policy prefers single sign-on.',
    'recent-proof-required': 'They have to show again that it’s them.',
    'same-mailbox': 'A code to their mailbox would prove the same thing twice.',
    'enrollment-needs-proof':
      'They confirm who they are with the strongest step they have, before they set up another.',
  },
  other: 'This site asks for more before you can go on.',
};

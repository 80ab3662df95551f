export const reasons = {
  why: 'Why?',
  whoAsks: {
    tenant: 'This site asks that of everyone.',
    account:
      'This site asks that of your account: you or an administrator chose it, or you reported a sign-in that wasn’t yours.',
    role: (role: string): string => `This site asks that of everyone with the role “${role}”, which you have.`,
  },
  strength: {
    single: 'Sign in to continue.',
    baseline: 'One more step shows that it’s really you.',
    enhanced: 'A password and a code by email are not enough here. A passkey or an authenticator app is.',
    'phishing-resistant': 'Here you need a passkey.',
  },
  /** If a sign-in at a provider is enough. `ways` begins with a capital letter. */
  enhancedBy: (ways: string): string => `A password and a code by email are not enough here. ${ways} is.`,
  enhancedWays: {
    passkey: 'a passkey',
    totp: 'an authenticator app',
    sso: (provider: string): string => `a sign-in at ${provider} with two steps`,
  },
  passkeyForThis: {
    sentence: 'Here you set up a passkey. A code by email is not enough.',
    rule: 'The rule is a passkey or an authenticator app. An app counts only beside a password.',
  },
  recent: (span: string): string =>
    `Here a confirmation that it’s you counts for ${span}. If you have just set up or replaced something that you sign in with, confirm once more.`,
  fresh: 'Here you confirm each time that it’s you.',
  otherStrength: 'Here you need more than you have shown so far.',
  noWay: 'You can’t sign in to this account at present. Ask an administrator.',
  onlyWith: (ways: string): string => `Sign in here with ${ways}.`,
  plain: {
    'nothing-enrolled-satisfies': 'What you have set up so far isn’t enough here.',
    'enrollment-needs-proof': 'After that, you set up a second step for your next sign-ins.',
    'enrollment-needs-vouching': 'Here you need an administrator’s code.',
    'account-blocked': 'This account is blocked. Ask an administrator.',
    'sso-preferred': 'You sign in with your organisation.',
    'same-mailbox': 'A code sent to this mailbox would prove the same thing twice.',
  },
  passkeyAfter: 'After that, you create a passkey for your next sign-ins.',
  vouchingAfterMail:
    'What you have shown counts as much as your mailbox, for example a password that you reset by email. So you need an administrator’s code now.',
  other: 'This site asks for more before you can go on.',
  ways: {
    passkey: 'a passkey',
    password: 'your password',
    ldap: 'your directory password',
    sso: 'single sign-on',
    totp: 'your authenticator app',
    'email-code': 'a code by email',
    'backup-code': 'a backup code',
    'enrollment-code': 'a code from an administrator',
    'sms-code': 'a code by SMS',
  },
  proofs: {
    pwd: 'password',
    otp: 'code',
    'email-code': 'emailed code',
    email: 'emailed code or link',
    'backup-code': 'backup code',
    invitation: 'invitation link',
    pop: 'passkey',
    hwk: 'passkey',
    swk: 'passkey',
    sms: 'text message',
    fed: 'single sign-on',
  },
};

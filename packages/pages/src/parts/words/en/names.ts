export const ways = {
  password: 'Password',
  passkey: 'Passkey',
  totp: 'Authenticator app',
  'email-code': 'Email code',
  'backup-code': 'Backup code',
  sso: 'Single sign-on',
  ldap: 'Directory password',
  'enrollment-code': 'Code from an administrator',
  'sms-code': 'SMS code',
};

export const passkeyNames = {
  passkey: 'Passkey',
  securityKey: 'Security key',
  which: (name: string, added: string): string => `${name} (added ${added})`,
};

import type { PartsWords } from '../en/index.ts';

export const ways: PartsWords['ways'] = {
  password: 'Passwort',
  passkey: 'Passkey',
  totp: 'Authenticator-App',
  'email-code': 'E-Mail-Code',
  'backup-code': 'Ersatzcode',
  sso: 'Single Sign-on',
  ldap: 'Passwort des Verzeichnisses',
  'enrollment-code': 'Code von einem Administrator',
  'sms-code': 'SMS-Code',
};

export const passkeyNames: PartsWords['passkeyNames'] = {
  passkey: 'Passkey',
  securityKey: 'Sicherheitsschlüssel',
  which: (name, added) => `${name} (hinzugefügt ${added})`,
};

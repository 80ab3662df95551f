import { expect, it } from 'vitest';
import { thieves as german } from './de/thieves.ts';
import { thieves as english } from './en/thieves.ts';

it.each([
  ['begins', 'Passwort', 'password', false, 'meldet sich mit dem Passwort an'],
  ['begins', 'Passwort', 'password', true, 'meldet sich mit dem selbst gewählten Passwort an'],
  ['goes-on', 'Authenticator-App', 'totp', false, 'besteht den nächsten Schritt mit der Authenticator-App'],
  ['goes-on', 'Authenticator-App', 'totp', true, 'besteht den nächsten Schritt mit einer eigenen Authenticator-App'],
  ['steps-up', 'Single Sign-on (corp)', 'sso', false, 'weist mehr nach mit dem Single Sign-on (corp)'],
  ['recovers', 'SMS-Code', 'sms-code', false, 'macht weiter mit dem SMS-Code'],
  [
    'recovers',
    'Code von einem Administrator',
    'enrollment-code',
    true,
    'macht weiter mit dem Code von einem Administrator',
  ],
  ['sets-up', 'Passkey', 'passkey', true, 'richtet einen eigenen Passkey ein'],
  ['sets-up', 'Authenticator-App', 'totp', true, 'richtet eine eigene Authenticator-App ein'],
  ['removes', 'Passkey', 'passkey', false, 'entfernt den Passkey'],
  ['removes', 'Single Sign-on (corp)', 'sso', false, 'entfernt das Single Sign-on (corp)'],
  ['opens-vault', 'Passkey', 'passkey', false, 'öffnet den Tresor mit dem Passkey'],
] as const)('N16 a German act of a thief has the article of its thing: %s, %s', (move, way, method, isOwn, told) => {
  expect(german.actsWith[move](way, method, isOwn)).toBe(told);
});

it('N16 an English act of a thief has the article of its thing', () => {
  const { begins, 'sets-up': setsUp } = english.actsWith;
  expect(begins('Password', 'password', false)).toBe('signs in with the password');
  expect(setsUp('Authenticator app', 'totp', true)).toBe('sets up the thief’s authenticator app');
  expect(begins('Code from an administrator', 'enrollment-code', true)).toBe(
    'signs in with the code from an administrator',
  );
});

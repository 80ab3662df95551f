import type { Words } from '../words.ts';

export const navigation: Words['navigation'] = {
  start: 'Start',
  account: 'Konto',
  vault: 'Tresor',
  admin: 'Admin',
  mail: 'E-Mail',
};

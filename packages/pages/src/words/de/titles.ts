import type { OwnWords } from '../en/index.ts';

export const titles: OwnWords['titles'] = {
  signIn: 'Anmelden',
  signUp: 'Konto anlegen',
  disown: 'Waren Sie das?',
  secondStep: 'Zweiten Schritt einrichten',
  account: 'Konto',
  yourAccount: 'Ihr Konto',
  organisation: 'Organisation',
  vault: 'Tresor',
  yourVault: 'Ihr Tresor',
  aboutTheVault:
    'Eine private Notiz. Den Schlüssel hat Ihr Browser; der Server bewahrt die Notiz versiegelt auf und kann sie nicht lesen.',
};

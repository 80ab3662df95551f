import type { OwnWords } from '../en/index.ts';

export const signUp: OwnWords['signUp'] = {
  title: 'Konto anlegen',
  lead: 'Wir schicken Ihnen einen Link per E‑Mail. Mit dem Link wählen Sie, wie Sie sich anmelden.',
  sent: 'Eine E‑Mail ist unterwegs. Ihr Link gilt einmal, eine Stunde lang.',
  haveAccount: 'Ich habe ein Konto: anmelden',
  noAccount: 'Konto anlegen',
  passwordTitle: 'Ihr neues Konto',
  passwordLead: 'Wählen Sie ein Passwort, oder richten Sie stattdessen einen Passkey ein.',
  usedText:
    'Er wurde schon benutzt oder ist zu alt. Wenn Ihr Konto schon angelegt ist, melden Sie sich an. Sonst können wir Ihnen einen neuen Link schicken.',
  takenTitle: 'Sie haben schon ein Konto',
  takenText: 'Zu dieser Adresse gibt es ein Konto. Melden Sie sich damit an.',
};

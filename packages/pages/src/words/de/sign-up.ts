import type { OwnWords } from '../en/index.ts';

export const signUp: OwnWords['signUp'] = {
  title: 'Konto anlegen',
  lead: 'Wir schicken Ihnen einen Link per E‑Mail. Mit dem Link wählen Sie, wie Sie sich anmelden.',
  sent: (address) => `Eine E‑Mail an ${address} ist unterwegs. Ihr Link gilt einmal, eine Stunde lang.`,
  sentAgain: (address) => `Noch eine E‑Mail an ${address} ist unterwegs. Ihr Link gilt einmal, eine Stunde lang.`,
  haveAccount: 'Ich habe ein Konto: anmelden',
  noAccount: 'Konto anlegen',
  passwordTitle: 'Ihr neues Konto',
  passwordLead: 'Wählen Sie ein Passwort, oder richten Sie stattdessen einen Passkey ein.',
  noPassword: 'Ein Passwort wählen Sie hier nicht. Wie Sie sich anmelden, sehen Sie im nächsten Schritt.',
  usedText:
    'Er wurde schon benutzt oder ist zu alt. Wenn Ihr Konto schon angelegt ist, melden Sie sich an. Sonst können wir Ihnen einen neuen Link schicken.',
  takenTitle: 'Sie haben schon ein Konto',
  takenText: 'Zu dieser Adresse gibt es ein Konto. Melden Sie sich damit an.',
  aboutWithoutPassword:
    'Ohne Passwort melden Sie sich mit einem Passkey an: mit Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel. Ein Passwort können Sie später auf der Kontoseite setzen.',
  noPasskeyByItself:
    'Dieses Gerät kann selbst keinen Passkey erstellen. Wählen Sie ein Passwort, es sei denn, Sie haben einen Sicherheitsschlüssel oder ein Telefon für den Passkey.',
  noPasskeysInBrowser: 'Dieser Browser kann keine Passkeys erstellen. Wählen Sie ein Passwort.',
  onlyPasskey:
    'Sie haben kein Passwort gewählt, deshalb erstellen Sie einen Passkey. Wenn das nicht geht, legen Sie das Konto noch einmal an und wählen Sie mit dem neuen Link ein Passwort.',
  passwordInstead: 'Stattdessen ein Passwort wählen',
  passwordByLink:
    'Möchten Sie stattdessen ein Passwort wählen, öffnen Sie den Link der Einladung noch einmal in diesem Browser.',
};

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
  usedText:
    'Er wurde schon benutzt oder ist zu alt. Wenn Ihr Konto schon angelegt ist, melden Sie sich an. Sonst können wir Ihnen einen neuen Link schicken.',
  takenTitle: 'Sie haben schon ein Konto',
  takenText: 'Zu dieser Adresse gibt es ein Konto. Melden Sie sich damit an.',
  aboutWithoutPassword:
    'Ohne Passwort richten Sie als Nächstes einen Passkey ein und keine Authenticator-App. Dieses Gerät muss den Passkey erstellen können, oder Sie brauchen dafür einen Sicherheitsschlüssel oder ein Telefon. Sobald Sie angemeldet sind, können Sie auf der Kontoseite ein Passwort setzen.',
  noPasskeyByItself:
    'Dieses Gerät kann selbst keinen Passkey erstellen. Wählen Sie ein Passwort, es sei denn, Sie haben einen Sicherheitsschlüssel oder ein Telefon für den Passkey.',
  noPasskeysInBrowser: 'Dieser Browser kann keine Passkeys erstellen. Wählen Sie ein Passwort.',
  whyNoApp:
    'Sie haben kein Passwort gewählt, und mit einer Authenticator-App allein kann man sich nicht anmelden. Deshalb lässt sich hier nur ein Passkey einrichten. Sobald der Passkey eingerichtet ist, können Sie auf der Kontoseite ein Passwort setzen.',
  newLink: {
    invitation:
      'Wenn Sie keinen Passkey erstellen können, bitten Sie einen Administrator dieser Website um eine neue Einladung und wählen Sie dort ein Passwort.',
    signUp:
      'Wenn Sie keinen Passkey erstellen können, legen Sie das Konto noch einmal an und wählen Sie mit dem neuen Link ein Passwort.',
  },
};

import type { PartsWords } from '../en/index.ts';

export const steps: PartsWords['steps'] = {
  or: 'oder',
  confirmItIsYou: 'Bitte bestätigen Sie, dass Sie es sind',
  confirmsFor: (act) => ['Es geht um „', act, '“.'],
  countsFor: (span) => `Ihre Bestätigung gilt ${span} lang. Danach werden Sie wieder gefragt.`,
  wentOnNotDone:
    'Sie haben in einem anderen Tab weitergemacht, deshalb gilt diese Bestätigung nicht mehr. Hier ist nichts geschehen: Versuchen Sie es noch einmal.',
  signedInAsAnother:
    'Hier ist jetzt ein anderes Konto angemeldet, deshalb ist nichts geschehen. Sehen Sie nach, wer angemeldet ist, und versuchen Sie es dann noch einmal.',
  sentTo: (address) => ['Wir haben einen Code an ', address, ' geschickt. Er gilt zehn Minuten.'],
  sentAgain: (address) => [
    'Wir haben einen neuen Code an ',
    address,
    ' geschickt. Er gilt zehn Minuten; ältere Codes gelten nicht mehr. Wir schicken höchstens fünf Codes in der Stunde.',
  ],
  use: {
    passkey: 'Passkey benutzen',
    totp: 'Authenticator-App benutzen',
    'email-code': 'Code per E‑Mail erhalten',
    password: 'Passwort benutzen',
    ldap: 'Passwort des Verzeichnisses benutzen',
    sso: 'Single Sign-on benutzen',
    'backup-code': 'Ersatzcode benutzen',
    'enrollment-code': 'Code von einem Administrator benutzen',
  },
  password: { title: 'Geben Sie Ihr Passwort ein', label: 'Passwort' },
  passkey: {
    title: 'Benutzen Sie Ihren Passkey',
    lead: 'Ihr Gerät fragt nach Fingerabdruck, Gesicht oder PIN oder nach Ihrem Sicherheitsschlüssel.',
    submit: 'Mit einem Passkey weiter',
    notHere:
      'Dieser Browser kann keine Passkeys benutzen. Öffnen Sie diese Seite in einem anderen Browser oder auf dem Gerät, das Ihren Passkey hat.',
  },
  totp: {
    title: 'Geben Sie den Code aus Ihrer App ein',
    lead: 'Ihre Authenticator-App zeigt jede halbe Minute einen neuen Code.',
    label: (digits) => `${digits}-stelliger Code`,
  },
  emailCode: {
    title: 'Geben Sie den Code aus unserer E‑Mail ein',
    titleFirst: 'Geben Sie zuerst den Code aus unserer E‑Mail ein',
    label: 'Code aus der E‑Mail',
    mailbox: 'Ihr Postfach',
  },
  backupCode: {
    title: 'Geben Sie einen Ersatzcode ein',
    lead: 'Sie haben die Ersatzcodes gespeichert, als diese Website sie angezeigt hat. Jeder gilt einmal.',
    label: 'Ersatzcode',
  },
  enrollmentCode: {
    title: 'Geben Sie den Code eines Administrators ein',
    lead: 'Wenn Sie noch keinen haben, bitten Sie einen Administrator dieser Website persönlich oder telefonisch darum, und melden Sie sich danach neu an. Der Code gilt einmal.',
    label: 'Code von einem Administrator',
    lostPassword: 'Mein Passwort habe ich auch nicht mehr',
    taken: 'Der Code des Administrators ist angenommen. Es folgt noch ein Schritt.',
    again: (haveCode) =>
      `Die Anmeldung musste neu beginnen. Geben Sie Ihr Passwort ein; der Code ist noch da. Hat ein Administrator Ihr Passwort entfernt, drücken Sie „${haveCode}“.`,
    knowPassword: 'Ich kenne mein Passwort',
    onlyIfLost: (knowPassword) =>
      `Haben Sie den Code für ein verlorenes Passwort bekommen oder nie ein Passwort gehabt, wählen Sie hier ein neues. Kennen Sie Ihr Passwort, drücken Sie auf „${knowPassword}“.`,
    passkeyOnly: 'Ohne Passwort: einen neuen Passkey erstellen',
    choose: (knowPassword, passkeyOnly) =>
      `Wenn Sie Ihr Passwort kennen, drücken Sie auf „${knowPassword}“. Sonst wählen Sie ein neues Passwort oder drücken Sie auf „${passkeyOnly}“.`,
    noPasskeyHere:
      'Dieses Gerät kann selbst keinen Passkey erstellen. Wählen Sie ein neues Passwort, oder drücken Sie noch einmal, wenn Sie einen Sicherheitsschlüssel oder ein Telefon für den Passkey haben.',
  },
  sso: {
    title: 'Weiter mit Single Sign-on',
    lead: 'Sie melden sich bei Ihrer Organisation an und kommen hierher zurück.',
    submit: 'Weiter bei Ihrer Organisation',
    continueWith: (provider) => `Weiter mit ${provider}`,
  },
  other: {
    title: 'Geben Sie Ihren Code ein',
    lead: (method) => `Diese App fragt nach „${method}“.`,
    label: 'Code',
  },
  codeBy: (label) => `Code per ${label}`,
  sendNew: 'Neuen Code schicken',
  sending: 'Ein Code wird geschickt …',
  notSent: 'Es wurde kein Code geschickt.',
  tooManySent: 'Wenn Sie nicht so lange warten können, bitten Sie einen Administrator dieser Website um einen Code.',
  addressYouSetUp: 'die Adresse, die Sie eingerichtet haben',
  codes: {
    'sms-code': {
      label: 'SMS',
      use: 'Code per SMS erhalten',
      title: 'Sehen Sie auf Ihr Telefon',
      choose: 'Codes per SMS erhalten',
      about:
        'Ein Code auf Ihr Telefon. Weniger sicher als die anderen: Wer die Nummer übernimmt, bekommt auch die Codes.',
      addressLabel: 'Mobilnummer',
      addressHint: 'Mit Ländervorwahl, zum Beispiel +49 170 1234567.',
    },
  },
};

import type { PeopleWords } from '../en/en-people.ts';

export const helpIn: PeopleWords['helpIn'] = {
  open: 'Wieder hereinhelfen\u00a0…',
  title: (who) => `${who} wieder hereinhelfen`,
  isBlocked: 'Das Konto ist gesperrt. Entsperren Sie es auch, damit der Code gilt.',
  makeSure: 'Vergewissern Sie sich zuerst, dass es wirklich diese Person ist.',
  whatIsLost: 'Was ist verloren?',
  whichPasskeys: 'Welche Passkeys?',
  things: { app: 'Telefon oder Authenticator-App', passkey: 'Passkeys', mailbox: 'Postfach', password: 'Passwort' },
  setUp: 'Vorhanden',
  notSetUp: 'Nicht vorhanden',
  noApp: 'Keine Authenticator-App und keine Telefonnummer eingerichtet.',
  passkeyOnPhone: 'War ein Passkey auf dem Telefon, wählen Sie „Passkeys“ aus.',
  mailboxGoes: (name) =>
    `Wählen Sie es aus, wenn die Person nicht an das Postfach kommt oder jemand anderes es liest. Die Adresse wird endgültig entfernt; der Anmeldename bleibt: ${name}. E-Mails über das, was Sie hier tun, gehen noch dorthin, aber ohne den Code.`,
  nothingLost: 'Nichts',
  firstPassword: 'Die Person hat noch keinen Anmeldeweg. Mit dem Code richtet sie den ersten ein.',
  passwordBesideApp:
    'Nicht vorhanden. Mit dem Code wählt die Person eines, und danach wird die App verlangt. Hat sie die App nicht mehr, wählen Sie diese auch aus.',
  onlyCode:
    'Die Person braucht nur einen Code: Der Code per E-Mail kommt nicht an, oder ein Passkey oder eine App lässt sich nur mit Code einrichten.',
  newAddress: 'Neue Adresse',
  newAddressHint: 'Darf leer bleiben. Niemand prüft die Adresse. Vergewissern Sie sich, dass sie stimmt.',
  passwordToo: 'Kennt vielleicht jemand anderes das Passwort, wählen Sie es auch aus.',
  ends: 'Endet sofort',
  keeps: 'Bleibt',
  nothingStays: 'Nichts',
  kinds: {
    'backup-codes': 'Ersatzcodes',
    invitation: 'Der Link der Einladung',
    sessions: 'Die Person wird überall abgemeldet',
    devices: 'Bekannte Geräte werden vergessen',
  },
  code: 'Sie bekommen einen Code zum Weitergeben. Damit meldet sich die Person einmal an und richtet etwas Neues ein. Was bleibt, kann dabei auch verlangt werden.',
  codeBeside:
    'Sie bekommen einen Code zum Weitergeben. Die Person meldet sich mit dem an, was bleibt. Mit dem Code richtet sie etwas Neues ein.',
  lasts: (isMailed) =>
    `Der Code gilt 24 Stunden.${isMailed ? ' Eine E-Mail sagt der Person, dass es einen Code gibt, aber ohne den Code.' : ''}`,
  whenUnblocked: 'Der Code gilt, sobald das Konto entsperrt ist.',
  tickFirst: 'Wählen Sie aus, was verloren ist.',
  lookAgain:
    'Noch ist nichts geschehen, denn die Listen unten sind neu. Lesen Sie, was endet und was bleibt, und drücken Sie noch einmal.',
  submit: 'Wieder hereinhelfen',
  done: 'Das Verlorene ist entfernt. Der Code steht oben: Geben Sie ihn nur weiter, wenn Sie sicher sind, dass es diese Person ist.',
};

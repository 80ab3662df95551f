import type { Words } from '../en/index.ts';

export const helpIn: Words['helpIn'] = {
  open: 'Wieder hereinhelfen …',
  title: (who) => `${who} wieder hereinhelfen`,
  makeSure: 'Vergewissern Sie sich zuerst, dass es wirklich diese Person ist.',
  whatIsLost: 'Was ist verloren?',
  whichPasskeys: 'Welche Passkeys?',
  things: { app: 'Telefon oder Authenticator-App', passkey: 'Passkeys', mailbox: 'Postfach', password: 'Passwort' },
  setUp: 'Vorhanden',
  notSetUp: 'Nicht vorhanden',
  newAddress: 'Neue Adresse',
  newAddressHint: 'Darf leer bleiben. Niemand prüft die Adresse, vergewissern Sie sich also, dass sie stimmt.',
  ends: 'Endet sofort',
  keeps: 'Bleibt',
  nothingEnds: 'Nichts',
  nothingStays: 'Nichts',
  kinds: {
    'backup-codes': 'Ersatzcodes',
    sessions: 'Die Person wird überall abgemeldet',
    devices: 'Bekannte Geräte werden vergessen',
  },
  code: 'Sie bekommen einen Code zum Weitergeben. Damit meldet sich die Person einmal an und richtet etwas Neues ein.',
  whenUnblocked: 'Der Code gilt, sobald das Konto entsperrt ist.',
  tickFirst: 'Wählen Sie aus, was verloren ist.',
  submit: 'Hereinhelfen',
  done: 'Das Verlorene ist entfernt. Der Code steht oben: Geben Sie ihn nur weiter, wenn Sie sicher sind, dass es diese Person ist.',
};

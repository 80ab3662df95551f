import type { Words } from '../words.ts';

export const enrollment: Words['enrollment'] = {
  secondStep: 'Zweiten Schritt einrichten',
  almostIn: 'Sie sind fast fertig. Es dauert eine Minute und ist nur einmal nötig.',
  almostInChoose: 'Sie sind fast fertig. Wählen Sie eines aus; es dauert eine Minute und ist nur einmal nötig.',
  addTitle: 'Weitere Anmeldung einrichten',
  staysAsItIs: 'Was Sie eingerichtet haben, bleibt, wie es ist.',
  oneThingFirst: 'Eines zuerst',
  needsMore: 'Dafür brauchen Sie mehr, als Sie eingerichtet haben. Es dauert eine Minute.',
  needsMoreChoose: 'Dafür brauchen Sie mehr, als Sie eingerichtet haben. Wählen Sie eines aus; es dauert eine Minute.',
  passkey: 'Passkey erstellen',
  aboutPasskey: 'Mit Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel. Am schnellsten und am sichersten.',
  totp: 'Authenticator-App einrichten',
  aboutTotp: 'Eine App auf Ihrem Telefon zeigt jede halbe Minute einen neuen Code.',
  chooseAnother: 'Etwas anderes wählen',
  scan: 'Scannen Sie dies mit Ihrer App',
  scanLead: 'Jede Authenticator-App ist geeignet. Geben Sie dann den Code ein, den sie anzeigt.',
  tookTooLong:
    'Das hat zu lange gedauert, der Schlüssel gilt nicht mehr. Löschen Sie ihn aus Ihrer App und beginnen Sie noch einmal.',
  begunElsewhere:
    'Sie haben in einem anderen Tab neu begonnen. Machen Sie dort weiter oder beginnen Sie hier noch einmal.',
  qr: 'QR-Code für Ihre Authenticator-App',
  openApp: 'In Ihrer Authenticator-App öffnen',
  typeKey: 'Oder tippen Sie diesen Schlüssel in die App',
  appCode: '6-stelliger Code aus der App',
  sendCode: 'Code schicken',
  code: 'Code',
  otherAddress: 'Andere Adresse nehmen',
  backupCodes: 'Speichern Sie Ihre Ersatzcodes',
  aboutBackupCodes:
    'Wenn Sie Ihren Passkey oder Ihre App verlieren, melden Sie sich mit jedem dieser Codes einmal an. Sie werden angezeigt, bis Sie sie gespeichert haben, und danach nie wieder.',
  savedThem: 'Ich habe sie gespeichert',
  codesReplaced: 'Ihre alten Codes gelten nicht mehr. Werfen Sie sie weg und bewahren Sie diese auf.',
  backupFile: (host) => `Ersatzcodes für ${host}\nJeder gilt einmal.`,
  backupFileName: 'ersatzcodes.txt',
};

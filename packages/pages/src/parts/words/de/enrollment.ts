import type { PartsWords } from '../en/index.ts';

export const enrollment: PartsWords['enrollment'] = {
  secondStep: 'Zweiten Schritt einrichten',
  passkeyOrApp: 'Passkey oder Authenticator‑App einrichten',
  almostIn: 'Das schützt Ihr Konto. Es dauert eine Minute.',
  almostInChoose: 'Das schützt Ihr Konto. Wählen Sie eines aus; es dauert eine Minute.',
  forAct: 'Damit können Sie tun, was Sie vorhatten. Angemeldet bleiben Sie auch ohne.',
  forActChoose: 'Mit einem davon können Sie tun, was Sie vorhatten. Angemeldet bleiben Sie auch ohne.',
  passwordWaits: 'Ihr Passwort gilt, sobald Sie diesen Schritt gemacht haben, vorher nicht.',
  helpedIn:
    'Mit dem Code des Administrators richten Sie einen neuen Weg für die Anmeldung ein. Hat der Administrator etwas entfernt, gilt es nicht mehr.',
  codeIsUsed:
    'Der Code ist verbraucht. Wenn Sie keinen Passkey erstellen können, bitten Sie einen Administrator um einen neuen Code. Wenn Sie auch kein Passwort haben, wählen Sie zusammen mit dem neuen Code eines.',
  noPasskeysHere: 'Dieser Browser kann keine Passkeys erstellen.',
  addTitle: 'Weitere Anmeldung einrichten',
  staysAsItIs: 'Was Sie eingerichtet haben, gilt weiterhin.',
  insteadOfMail:
    'Wenn Sie das eingerichtet haben, werden Sie nach einem Passkey, einer Authenticator-App oder einem Ersatzcode gefragt, nicht mehr nach einem Code per E‑Mail.',
  passkeyOrAppInsteadOfMail:
    'Wenn Sie das eingerichtet haben, tritt ein Passkey oder eine Authenticator-App an die Stelle eines Codes per E‑Mail.',
  oldGoesOn: 'Was Sie eingerichtet haben, gilt, bis das Neue bestätigt ist.',
  oneThingFirst: 'Vorher noch etwas',
  needsMore: 'Dafür brauchen Sie mehr, als Sie eingerichtet haben. Es dauert eine Minute.',
  needsMoreChoose: 'Dafür brauchen Sie mehr, als Sie eingerichtet haben. Wählen Sie eines aus; es dauert eine Minute.',
  passkey: 'Passkey erstellen',
  aboutPasskey: 'Mit Fingerabdruck, Gesicht, PIN oder Sicherheitsschlüssel. Am schnellsten und am sichersten.',
  totp: 'Authenticator‑App einrichten',
  aboutTotp: 'Eine App auf Ihrem Telefon zeigt jede halbe Minute einen neuen Code.',
  chooseAnother: 'Etwas anderes wählen',
  replaceApp: 'Authenticator‑App ersetzen',
  oldAppStops: 'Die Codes Ihrer alten App gelten, bis Sie einen Code aus der neuen bestätigen.',
  addToApp: 'Fügen Sie dieses Konto Ihrer App hinzu',
  addToAppLead:
    'Jede Authenticator-App ist geeignet, zum Beispiel Google Authenticator, Microsoft Authenticator oder 2FAS; in Ihrem App-Store gibt es mehrere. Fügen Sie der App dieses Konto hinzu und geben Sie dann den Code ein, den die App anzeigt.',
  scan: 'Scannen Sie diesen QR-Code mit der App',
  tookTooLong:
    'Das hat zu lange gedauert, der Schlüssel gilt nicht mehr. Löschen Sie ihn aus Ihrer App und beginnen Sie noch einmal.',
  begunElsewhere:
    'Sie haben in einem anderen Tab neu begonnen. Machen Sie dort weiter oder beginnen Sie hier noch einmal.',
  qr: 'QR-Code für Ihre Authenticator-App',
  openApp: 'In Ihrer Authenticator-App öffnen',
  typeKey: 'Tippen Sie diesen Schlüssel in die App',
  orApp: 'Oder richten Sie stattdessen eine Authenticator-App ein.',
  appCode: '6-stelliger Code aus der App',
  sendCode: 'Code schicken',
  code: 'Code',
  otherAddress: 'Andere Adresse nehmen',
  backupCodesName: 'Ersatzcodes',
  backupCodes: 'Speichern Sie Ihre Ersatzcodes',
  aboutBackupCodes:
    'Wenn Sie das Telefon oder den Passkey verlieren, kann ein Code an seine Stelle treten, wenn die Anmeldung ihn anbietet. Eine Anmeldung, die den Passkey selbst verlangt, bietet ihn nicht an.',
  keepBackupCodes:
    'Jeder Code gilt einmal. Bewahren Sie die Codes sicher auf: Wenn Sie auf „Ich habe sie gespeichert“ gedrückt haben, kann sie niemand mehr anzeigen.',
  onlyPasskey:
    'Mit einem Code können Sie keinen Passkey erstellen: Wenn Sie Ihren einzigen Passkey verlieren, brauchen Sie für einen neuen einen Administrator. Erstellen Sie deshalb einen zweiten Passkey auf einem zweiten Gerät, wenn Sie eines haben.',
  savedThem: 'Ich habe sie gespeichert',
  besidePassword:
    'Ein Code gilt zusammen mit Ihrem Passwort, und Sie haben keines. Setzen Sie auf der Kontoseite unter „So melden Sie sich an“ ein Passwort, damit die Codes Ihnen helfen können.',
  codesReplaced: 'Ihre alten Codes gelten nicht mehr. Werfen Sie sie weg und bewahren Sie diese auf.',
  backupFile: (host, whose) =>
    `Ersatzcodes für ${whose === undefined ? host : `${whose} bei ${host}`}\nJeder gilt einmal.`,
  backupFileName: 'ersatzcodes.txt',
};

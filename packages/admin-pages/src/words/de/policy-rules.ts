import type { PolicyWords } from '../en/en-policy.ts';
import type { MemberWords } from '../en/policy-rules.ts';

const members: Readonly<Record<keyof PolicyWords['policy']['members'], MemberWords>> = {
  requiredStrength: { label: 'Stärke' },
  methods: { label: 'Wege zur Anmeldung', none: 'Alle Wege dieser Website' },
  'session.idle': { label: 'Abgemeldet, wenn untätig seit', none: 'Aus der Stärke' },
  'session.absolute': { label: 'Abgemeldet nach', none: 'Aus der Stärke' },
  'session.most': { label: 'Sitzungen zugleich', none: 'Beliebig viele' },
  'session.beyond': {
    label: 'Eine Sitzung zu viel',
    options: { 'end-oldest': 'Beendet die älteste Sitzung', refuse: 'Wird abgelehnt' },
  },
  preferSso: {
    label: 'Anmeldung führt direkt zu',
    none: 'Keinem Anbieter',
    hint: 'Die Anmeldeseite öffnet dann diesen Anbieter. Mit „?local=1“ hinter ihrer Adresse bleibt sie hier.',
  },
  'administrators.policy': { label: 'Dürfen die Richtlinie ändern und Personen verwalten', none: 'Niemand' },
  'administrators.people': { label: 'Dürfen nur Personen verwalten', none: 'Niemand sonst' },
  'administrators.helpdesk': { label: 'Helpdesk', none: 'Niemand' },
  'lockout.maxFailures': { label: 'Falsche Versuche' },
  'lockout.window': { label: 'Innerhalb von' },
  'lockout.lockFor': { label: 'Sperren für' },
  'lockout.growth': {
    label: 'Jede weitere Sperre dauert',
    value: (n, text) => (n === 1 ? 'So lang wie die Sperre davor' : `${text}-mal so lang wie die Sperre davor`),
    hint: 'Mit 2 dauert jede weitere Sperre doppelt so lang.',
  },
  'lockout.maxLockFor': { label: 'Längste Sperre' },
  'lockout.hardLimit': {
    label: 'Nur noch bekannte Geräte nach so vielen falschen Versuchen',
    hint: 'Falsche Versuche hintereinander. Bekannt ist ein Gerät, das sich schon angemeldet hat.',
  },
  recentProof: {
    label: 'Erneut bestätigen nach',
    hint: 'Vor Arbeiten in der Verwaltung und vor Änderungen an den eigenen Wegen zur Anmeldung.',
  },
  providerStrengthWithin: {
    label: 'Eine starke Anmeldung beim Anbieter zählt für',
    hint: 'So lange braucht das Einrichten eines Passkeys oder einer App eine ebenso starke Anmeldung, auch wenn der Anbieter inzwischen eine schwächere meldet.',
  },
  'passkeys.counterRegression': {
    label: 'Kopierte Passkeys',
    options: { report: 'Werden gemeldet', refuse: 'Werden abgelehnt' },
    hint: 'Ein Passkey zählt seine Anmeldungen. Geht die Zahl zurück, hat ihn vielleicht jemand kopiert. Meldungen stehen unter „Aktivität“.',
  },
  'emailCodes.offer': {
    label: 'Codes per E-Mail',
    options: { 'when-nothing-stronger': 'Nur wenn weder App noch Passkey eingerichtet ist', always: 'Immer angeboten' },
    hint: 'Eine Authenticator-App und ein Passkey sind stärker als ein Code per E-Mail.',
  },
  'enrollment.firstFactor': {
    label: 'Erste App oder erster Passkey',
    options: {
      password: 'Nach einem Nachweis',
      'two-proofs': 'Nach zwei Nachweisen',
      vouched: 'Mit einem Code der Verwaltung',
    },
    hint: 'Was jemand nachweist, bevor er die erste App oder den ersten Passkey einrichtet. Ein Nachweis ist ein Passwort oder ein Code per E-Mail.',
  },
  'recovery.mailboxAlone': {
    label: 'Das Postfach als einziger Nachweis',
    options: { 'baseline-only': 'Genügt für zwei Schritte', refuse: 'Genügt nie' },
    hint: 'Für jemanden, der das Passwort vergessen hat und nur das Postfach nachweist. Genügt das nie, braucht danach einen Anmeldecode vom Administrator, wer weder App noch Passkey hat.',
  },
  onTighten: { label: 'Wer angemeldet ist' },
  'vault.emergency': {
    label: 'Notfallschlüssel',
    options: { optional: 'Freiwillig', required: 'Jeder Tresor braucht ihn' },
    hint: 'Mit dem Notfallkonto und seiner Schlüsseldatei können Sie einen Tresor öffnen, den sein Besitzer nicht mehr öffnen kann.',
  },
  'passwords.minimum': {
    label: 'Mindestlänge',
    none: '15 Zeichen, wo ein Passwort allein genügt, sonst 8',
    hint: 'Anzahl der Zeichen, für neue Passwörter. Passwörter von heute gelten weiter.',
  },
  'passwords.history': {
    label: 'Frühere Passwörter abgelehnt',
    hint: 'Ein neues Passwort unterscheidet sich von so vielen früheren. 1 ist das Passwort von heute.',
  },
  'passwords.words': { label: 'Nicht enthalten', hint: 'Durch Kommas getrennt.' },
  'passwords.breached': {
    label: 'Aus Datenlecks bekannte',
    options: { allow: 'Werden nicht gesucht', refuse: 'Werden abgelehnt' },
  },
  'passwords.letterAndDigit': {
    label: 'Buchstabe und Ziffer',
    options: { true: 'Nötig', false: 'Nicht nötig' },
  },
  'providers.*.trust': { label: 'zählt als' },
  'providers.*.mailDomains': { label: 'E-Mail-Domains', hint: 'Durch Kommas getrennt.' },
  'providers.*.createAccounts': {
    label: 'legt Konten an',
    options: { false: 'Für niemanden', 'mail-domains': 'Für neue Adressen in seinen E-Mail-Domains', true: 'Für alle' },
  },
  'providers.*.mailFollows': {
    label: 'Adressen folgen dem Anmeldedienst',
    hint: 'Nennt der Anmeldedienst eine andere Adresse, bekommt das Konto sie. Beide müssen in seinen E-Mail-Domains liegen, und beide bekommen eine Nachricht.',
  },
  'strengths.*': { label: 'eigene Stärke', none: 'Nicht bestimmt' },
  dormant: { label: 'Gesperrt nach', none: 'Nie', hint: 'Ohne Anmeldung. Wem das Konto gehört, erfährt es vorher.' },
};

export const policyRules: Pick<
  PolicyWords['policy'],
  | 'members'
  | 'ifEmpty'
  | 'faults'
  | 'steps'
  | 'stepHints'
  | 'belowEveryone'
  | 'hatched'
  | 'ways'
  | 'waysLong'
  | 'rules'
  | 'limits'
  | 'tightening'
  | 'helpdesk'
  | 'trust'
  | 'definition'
  | 'dormant'
> = {
  members,
  ifEmpty: (value) => `Leer: ${value}.`,
  faults: {
    number: (whole, least, most) => `Geben Sie eine ${whole ? 'ganze ' : ''}Zahl von ${least} bis ${most} ein.`,
    time: 'Geben Sie eine ganze Zahl ab 1 ein, und wählen Sie die Einheit.',
    atLeast: (time) => `Geben Sie mindestens ${time} ein.`,
    atMost: (time) => `Geben Sie höchstens ${time} ein.`,
    atLeastAs: (label, value) => `Geben Sie mindestens den Wert von „${label}“ ein: ${value}.`,
    atMostAs: (label, value) => `Geben Sie höchstens den Wert von „${label}“ ein: ${value}.`,
    noStrength: (name) => `Eine Stärke „${name}“ gibt es nicht.`,
    builtInName: 'So heißt eine eingebaute Stärke. Wählen Sie einen anderen Namen.',
    strengthName:
      'Beginnen Sie den Namen mit einem Kleinbuchstaben. Erlaubt sind Kleinbuchstaben von a bis z, Ziffern und Bindestriche.',
    notHelped: (role) => `Ein Helpdesk kann der Rolle „${role}“ nicht helfen: Sie gehört zur Verwaltung.`,
    helpsAlready: (role) => `Die Rolle „${role}“ darf schon Personen verwalten.`,
    mailDomain: 'Schreiben Sie jede E-Mail-Domain in Kleinbuchstaben, zum Beispiel corp.example.',
    trust: 'Geben Sie ein, was der Anbieter angibt (acr) oder benutzt hat (amr), oder wählen Sie „Zwei Schritte“.',
    needsDomains: 'Geben Sie eine E-Mail-Domain ein, oder wählen Sie einen anderen Wert.',
    noProvider: (name) =>
      `Diese Website hat keinen Anbieter „${name}“. Anbieter richtet die Entwicklung in der Anwendung ein.`,
    noWay: (way) => `Diese Website bietet „${way}“ nicht an.`,
    noBreachedList:
      'Diese Website hat keine Liste bekannter Passwörter. Die Entwicklung richtet sie in der Anwendung ein.',
    noVault: 'Diese Website hat keinen Tresor.',
    noMember: 'Eine Regel mit diesem Namen gibt es hier nicht.',
    oneOf: (values) => `Geben Sie einen dieser Werte ein: ${values}.`,
    shapes: {
      object: 'Schreiben Sie hier Namen und Werte in geschweiften Klammern: { }.',
      array: 'Schreiben Sie hier eine Liste in eckigen Klammern: [ ].',
      string: 'Schreiben Sie hier einen Text in Anführungszeichen.',
      boolean: 'Schreiben Sie hier true oder false.',
    },
  },
  steps: {
    single: 'Ein Schritt',
    baseline: 'Zwei Schritte',
    enhanced: 'App oder Passkey',
    'phishing-resistant': 'Nur Passkey',
  },
  stepHints: {
    single: 'Ein Passwort allein genügt.',
    baseline: 'Ein Passwort und ein zweiter Schritt, oder ein Passkey. Ein Code per E-Mail genügt als zweiter Schritt.',
    enhanced: 'Ein Passwort und eine Authenticator-App, oder ein Passkey. Ein Code per E-Mail genügt nicht.',
    'phishing-resistant':
      'Ein Passkey. Eine gefälschte Seite kann nach einem Passwort oder einem Code fragen, nie nach einem Passkey.',
  },
  belowEveryone: 'Schwächer als die Regel für alle, die auch für diese Rolle gilt.',
  hatched:
    'Eine schraffierte Stärke lässt sich nicht wählen: Sie ist schwächer als die Regel für alle. Um von einer Rolle weniger zu verlangen, senken Sie zuerst die Regel für alle, und geben Sie dann jeder anderen Rolle ihre eigene Stärke.',
  ways: { password: 'Passwort', passkey: 'Passkey', sso: 'Firma', ldap: 'Verzeichnis' },
  waysLong: { password: 'Passwort', passkey: 'Passkey', sso: 'Single Sign-on', ldap: 'Passwort des Verzeichnisses' },
  rules: {
    everyone: 'Alle',
    within: (label) => label,
    belowEveryone: (own, everyone) => `${own}, also zählt die Regel für alle: ${everyone}`,
    of: (source, member) => `${source}: ${member}`,
    named: (name, member) => `${name} ${member}`,
    groups: {
      session: 'Sitzungen',
      lockout: 'Sperre nach Fehlversuchen',
      administrators: 'Verwaltung',
      passwords: 'Passwörter',
      providers: 'Single Sign-on',
      strengths: 'Eigene Stärken',
      later: 'Termine',
      acknowledged: 'Akzeptierte Hinweise',
    },
    laterFrom: (date, asked) => `ab ${date}: ${asked}`,
    none: 'Nichts',
    asEveryoneNeeds: (value) => `${value}, wie alle`,
    strengthChange: (source, after, before) => `${source}: ${after}, bisher ${before}`,
    change: (source, member, after) => `${source}, ${member}: ${after}`,
  },
  limits: {
    fromStrength: (time, strength) => `${time}, aus der Stärke „${strength}“`,
    shorter: (written, counts) => `${written}, aber die Grenze für alle ist kürzer: ${counts}`,
  },
  tightening: {
    now: {
      'next-sign-in': 'Bleibt angemeldet',
      'step-up': 'Wird nach dem gefragt, was fehlt',
      'next-request': 'Wird beim nächsten Klick abgemeldet',
      revoke: 'Wird sofort abgemeldet',
    },
    hints: {
      'next-sign-in': 'Die neuen Regeln gelten ab der nächsten Anmeldung.',
      'step-up':
        'Nur wer die neuen Regeln nicht erfüllt: weist beim nächsten Klick nach, was fehlt, und macht dann weiter.',
      'next-request': 'Nur wer die neuen Regeln nicht erfüllt: muss sich beim nächsten Klick neu anmelden.',
      revoke: 'Nur wer die neuen Regeln nicht erfüllt: Die Sitzung endet auch ohne einen Klick.',
    },
    order: 'Die Auswahl beginnt mit der mildesten Regel und endet mit der strengsten.',
    later: (act, time) => `${act}, nach ${time}`,
    after: 'Nach',
    afterHint: 'Leer: sofort.',
  },
  helpdesk: {
    title: (place) => `Helpdesk ${place}`,
    roles: 'Rollen des Helpdesks',
    over: 'Hilft Personen, die nur diese Rollen haben',
    may: 'Darf',
    rights: {
      reset: 'Hereinhelfen und zurücksetzen',
      vouch: 'Anmeldecodes geben',
      unlock: 'Nach Fehlversuchen freigeben',
    },
    rightHints: {
      reset: 'Entfernt, was verloren ist, und gibt einen Code zum Anmelden und Neueinrichten.',
      vouch:
        'Gibt einen Code zum Einrichten von Passkey oder App. Sendet eine Einladung erneut oder nimmt sie zurück, lädt aber niemanden ein. Entfernt nichts, was eingerichtet ist.',
      unlock: 'Beendet eine Sperre nach falschen Versuchen.',
    },
    missing: {
      roles: 'Wählen Sie mindestens eine Rolle: wer zum Helpdesk gehört.',
      over: 'Wählen Sie mindestens eine Rolle: wem der Helpdesk hilft.',
      may: 'Wählen Sie mindestens eine Aufgabe.',
    },
    right: (right) => `„${right}“`,
    ofRoles: (roles, one) => `${one ? 'der Rolle' : 'den Rollen'} ${roles}`,
    entry: (roles, over, may) => `${may}, durch Personen mit ${roles}, für Personen nur mit ${over}`,
    hint: 'Ein Helpdesk kann niemandem helfen, der eine Rolle der Verwaltung hat.',
    add: 'Helpdesk hinzufügen',
    remove: (place) => `Helpdesk ${place} entfernen`,
  },
  trust: {
    none: 'Ein Schritt',
    always: (strength) => `${strength}, immer`,
    ifSays: (strength, asserts) => `${strength}, wenn der Anbieter ${asserts} angibt`,
    strength: 'Zählt als',
    acr: 'Wenn angegeben (acr)',
    amr: 'Und benutzt (amr)',
    add: 'Stärke hinzufügen',
    remove: 'Entfernen',
  },
  definition: {
    or: ', oder ',
    flag: (name, on) => (on ? name : `nicht: ${name}`),
    flags: {
      userVerified: 'verlangt Finger, Gesicht oder PIN',
      deviceBound: 'bleibt auf dem Gerät',
      attested: 'beweist das Modell',
    },
    flagHints: {
      userVerified: 'Der Passkey fragt nach dem Fingerabdruck, dem Gesicht oder der PIN der Person.',
      deviceBound: 'Der Passkey lässt sich nicht auf ein anderes Gerät kopieren.',
      attested: 'Der Hersteller bestätigt das Modell des Geräts.',
    },
    models: (count) => (count === 1 ? '1 Modell' : `${count} Modelle`),
    orElse: 'oder',
    proof: 'Nachweis',
    addProof: 'Nachweis hinzufügen',
    addCombination: 'Weitere Kombination',
    anyProvider: 'Jeder Anbieter',
    lists: { aaguid: 'Nur diese Modelle (AAGUID)', acr: 'Gibt eines an (acr)', amr: 'Benutzt alle (amr)' },
    listHints: {
      aaguid: 'Die AAGUID ist die Nummer eines Modells von Passkey-Geräten. Der Hersteller veröffentlicht sie.',
      acr: 'acr ist der Name, den der Anbieter der Stufe seiner Anmeldung gibt. Fragen Sie den Anbieter danach.',
      amr: 'amr zählt auf, was die Person beim Anbieter benutzt hat, zum Beispiel „pwd“ oder „otp“. Durch Kommas getrennt.',
    },
  },
  dormant: (time) => `${time} ohne Anmeldung`,
};

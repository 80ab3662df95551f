import type { Words } from '../words.ts';

export const policy: Words['policy'] = {
  notJson: 'Das ist kein JSON-Objekt. Prüfen Sie Kommas, Anführungszeichen und Klammern.',
  save: 'Speichern',
  preview: 'Wirkung ansehen',
  saved: 'Die neue Richtlinie ist gespeichert.',
  signedInNow: {
    'next-sign-in': 'Wer jetzt angemeldet ist, bleibt angemeldet. Sie zählt für alle ab der nächsten Anmeldung.',
    'next-request': 'Wer jetzt angemeldet ist und sie nicht erfüllt, wird beim nächsten Klick abgemeldet.',
    'step-up': 'Wer jetzt angemeldet ist und sie nicht erfüllt, wird beim nächsten Klick nach dem gefragt, was fehlt.',
    revoke: 'Wer jetzt angemeldet ist und sie nicht erfüllt, wird sofort abgemeldet.',
    later: {
      'step-up': (time) =>
        `Wer jetzt angemeldet ist und sie nicht erfüllt, kann noch ${time} weitermachen und wird dann nach dem gefragt, was fehlt.`,
      revoke: (time) =>
        `Wer jetzt angemeldet ist und sie nicht erfüllt, kann noch ${time} weitermachen und wird dann abgemeldet.`,
    },
  },
  title: 'Die ganze Richtlinie als Text (JSON)',
  version: (version) => `Version ${version}`,
  notSaved: 'Noch nicht gespeichert',
  versionNotSaved: (version) => `Version ${version}, noch nicht gespeichert`,
  changed: (when, by) => `Geändert: ${when}, durch ${by}.`,
  seenFirst: 'Sie sehen, was eine Änderung bewirken würde, bevor Sie sie speichern können.',
  inText: 'Was die Namen im Text bedeuten:',
  otherNames: { 'phishing-resistant': 'Ein Passkey ist nötig', single: 'Ein Schritt genügt' },
  names: (names) => `Diese Namen sind bekannt: ${names}.`,
  faultAt: (path) => `Bei ${path}: `,
  required: 'Was alle brauchen',
  levels: {
    baseline: {
      name: 'Ein Code per E-Mail genügt als zweiter Schritt',
      text: 'Statt des Codes geht auch eine Authenticator-App oder ein Passkey.',
    },
    enhanced: {
      name: 'Ein Passkey oder eine Authenticator-App ist nötig',
      text: 'Ein Code per E-Mail genügt nicht als zweiter Schritt.',
    },
  },
  roles: {
    title: 'Strenger für eine Rolle',
    hint: 'Eine Rolle kann mehr verlangen, als alle brauchen, aber nie weniger.',
    asEveryone: 'Wie alle',
    asInText: 'Wie im Text geschrieben',
  },
  lasts: (longest) => `Eine Anmeldung dauert höchstens ${longest}.`,
  lastsInUse: (longest, idle) =>
    `Eine Anmeldung dauert höchstens ${longest} und endet schon früher, wenn jemand so lange nichts tut: ${idle}.`,
  otherLevel: (name) => `Die Richtlinie verlangt ${name}.`,
  impact: {
    title: 'Was das Speichern bewirken würde',
    unaffected: 'Können sich anmelden wie bisher',
    mustEnroll: 'Müssen bei der nächsten Anmeldung etwas einrichten',
    stranded: 'Können sich nicht mehr anmelden',
    today: (count) => `Heute: ${count}`,
    asToday: 'Das ist heute auch so.',
    one: { mustEnroll: 'Muss etwas einrichten', stranded: 'Kann sich nicht mehr anmelden' },
    strandedNote: 'Wer sich nicht mehr anmelden kann, kommt ohne Ihre Hilfe gar nicht mehr herein.',
    vaultsWithoutWay: (count) => `Personen, die ihren Tresor nicht mehr öffnen könnten: ${count}.`,
    vaultsWithoutEmergency: (count) => `Tresore, für die das Notfallkonto verlangt würde: ${count}.`,
    sum: (unaffected, mustEnroll, stranded) =>
      `${unaffected} können sich anmelden wie bisher, ${mustEnroll} müssen bei der nächsten Anmeldung etwas einrichten, ${stranded} können sich nicht mehr anmelden.`,
    more: 'Und weitere.',
  },
  versions: {
    title: 'Versionen',
    everyoneNeeds: (what) => `Alle brauchen ${what}`,
    roleNeeds: (role, what) => `${role} braucht ${what}`,
    asEveryone: 'dasselbe wie alle',
    otherRules: 'andere Regeln sind geändert, siehe Text',
    nothingChanged: 'Dieselben Regeln wie davor.',
    changed: (when, by) => `${when}, durch ${by}`,
    inForce: 'In Kraft',
    goBackTo: (version) => `Zurück zu Version ${version}`,
    wentBack: (version, as) => `Die Regeln von Version ${version} gelten wieder, als Version ${as}.`,
  },
};

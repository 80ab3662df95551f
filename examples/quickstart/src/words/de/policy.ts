import type { Words } from '../words.ts';

export const policy: Words['policy'] = {
  notJson: 'Das ist kein JSON-Objekt. Prüfen Sie Kommas, Anführungszeichen und Klammern.',
  save: 'Speichern',
  preview: 'Wirkung ansehen',
  saved: 'Die neue Richtlinie ist gespeichert. Sie gilt ab jetzt für jede Anmeldung.',
  signedInNow: {
    'next-sign-in':
      'Wer jetzt angemeldet ist, bleibt angemeldet. Für diese Personen gilt die neue Richtlinie bei der nächsten Anmeldung.',
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
  changed: (when, by) =>
    `Geändert: ${when}, durch ${by}. Sie sehen, was eine Änderung bewirken würde, bevor Sie sie speichern können.`,
  faultAt: (path) => `Bei ${path}: `,
  required: 'Was alle brauchen',
  levels: {
    baseline: {
      name: 'Zwei Schritte',
      text: 'Passwort und E-Mail-Code genügen, eine App oder ein Passkey auch.',
    },
    enhanced: {
      name: 'Passkey oder Authenticator-App',
      text: 'Keine E-Mail-Codes. Alle brauchen eine Authenticator-App oder einen Passkey.',
    },
  },
  otherLevel: (name) => `Die Richtlinie verlangt ${name}.`,
  impact: {
    title: 'Was das Speichern bewirken würde',
    unaffected: 'Nicht betroffen',
    mustEnroll: 'Muss erst mehr einrichten',
    stranded: 'Kann sich nicht mehr anmelden',
    strandedNote: 'Wer sich nicht mehr anmelden kann, kommt ohne Ihre Hilfe gar nicht mehr herein.',
    vaultsWithoutWay: (count) => `Personen, die ihren Tresor nicht mehr öffnen könnten: ${count}.`,
    vaultsWithoutEmergency: (count) => `Tresore, für die das Notfallkonto verlangt würde: ${count}.`,
    sum: (unaffected, mustEnroll, stranded) =>
      `${unaffected} nicht betroffen, ${mustEnroll} müssen erst mehr einrichten, ${stranded} können sich nicht mehr anmelden.`,
    more: 'Und weitere.',
  },
  versions: {
    title: 'Versionen',
    entry: (version, asks) => `Version ${version} · ${asks}`,
    changed: (when, by) => `${when}, durch ${by}`,
    inForce: 'In Kraft',
    goBackTo: (version) => `Zurück zu Version ${version}`,
    wentBack: (version) => `Version ${version} ist wieder in Kraft. Sie gilt ab jetzt für jede Anmeldung.`,
  },
};

import type { Words } from '../en/index.ts';

export const people: Words['people'] = {
  title: 'Personen',
  total: (n, text) => (n === 1 ? '1 Person' : `${text} Personen`),
  helpdeskTotal: (n, text) =>
    n === 1
      ? '1 Person, der Sie helfen dürfen. Andere werden nicht gezeigt.'
      : `${text} Personen, denen Sie helfen dürfen. Andere werden nicht gezeigt.`,
  matching: (n, all) =>
    `${n} von ${all} ${all === '1' ? 'Person' : 'Personen'} ${n === '1' ? 'entspricht' : 'entsprechen'} der Auswahl`,
  moreMatching: (n, all) => `Mehr als ${n} von ${all} Personen entsprechen der Auswahl`,
  filtered: (all) => `${all} Personen, gefiltert`,
  shown: (n) => (n === 1 ? '1 Person wird gezeigt' : `${n} Personen werden gezeigt`),
  noRole: 'Keine Rolle',
  nothingYet: 'Noch nichts',
  never: 'Nie',
  search: 'Nach Name oder Adresse suchen',
  byState: 'Nach Zustand filtern',
  states: {
    all: 'Alle',
    active: 'Aktiv',
    meets: 'Erfüllt die Richtlinie',
    mustEnroll: 'Einrichtung nötig',
    noWayIn: 'Hilfe nötig',
    locked: 'Zeitweise gesperrt',
    blocked: 'Gesperrt',
    invited: 'Eingeladen',
  },
  overlap:
    'Wer zeitweise gesperrt, gesperrt oder eingeladen ist, zählt auch unter „Erfüllt die Richtlinie“, „Einrichtung nötig“ oder „Hilfe nötig“.',
  role: 'Rolle',
  anyRole: 'Jede Rolle',
  factor: 'Hat',
  anyFactor: 'Jeder Anmeldeweg',
  strongest: (factor) => `Stärkster Weg: ${factor}`,
  sort: 'Reihenfolge',
  sorts: { '-lastSignInAt': 'Letzte Anmeldung zuerst', identifier: 'Nach Adresse', '-createdAt': 'Neueste zuerst' },
  name: 'Name',
  roles: 'Rollen',
  state: 'Zustand',
  factors: 'Meldet sich an mit',
  lastSignIn: 'Letzte Anmeldung',
  sessions: 'Sitzungen',
  select: (who) => `${who} auswählen`,
  selectPage: 'Alle auf dieser Seite auswählen',
  nobody: 'Niemand passt dazu.',
  nobodyForHelpdesk:
    'Niemand, dem Sie helfen dürfen, passt dazu. Diese Seite zeigt nur Personen, denen Sie helfen dürfen. Fragen Sie für alle anderen einen Administrator.',
  nobodyYet: 'Hier ist noch niemand.',
  clear: 'Filter entfernen',
  removeFilter: 'Diesen Filter entfernen',
  toRisks: 'Alle Risiken',
  loadAgain: 'Die Liste hat sich geändert: neu laden',
  firstPage: 'Erste Seite',
  nextPage: 'Nächste Seite',
};

import type { PolicyWords } from '../en/en-policy.ts';

export const shadow: PolicyWords['shadow'] = {
  start: 'Im Schatten mitlaufen lassen',
  startAbout:
    'Der Entwurf wird bei jeder Anmeldung und jeder Prüfung einer Sitzung neben der geltenden Richtlinie beurteilt. Für niemanden ändert sich etwas, und die Seite zeigt, von wem er mehr verlangen würde.',
  started: 'Der Entwurf läuft jetzt im Schatten mit. Schauen Sie in einigen Tagen wieder hier nach.',
  runs: (since) => `Seit ${since} läuft ein Entwurf im Schatten mit. Für niemanden ändert sich etwas.`,
  show: 'Was er getan hätte',
  title: 'Der Entwurf im Schatten',
  about: (since, by, version) =>
    `Läuft seit ${since}, begonnen von ${by}, neben Version ${version}. Für niemanden ändert sich etwas.`,
  signIns: (count, one) => (one ? '1 Anmeldung seither.' : `${count} Anmeldungen seither.`),
  nobody: 'Der Entwurf hätte bisher für alle gleich entschieden.',
  counts: {
    'asked-for-more': (count, one) =>
      one ? 'Von 1 Person hätte er mehr verlangt' : `Von ${count} Personen hätte er mehr verlangt`,
    denied: (count, one) =>
      one ? '1 Person hätte er keinen Weg gelassen' : `${count} Personen hätte er keinen Weg gelassen`,
    'let-off': (count, one) =>
      one ? 'Von 1 Person hätte er weniger verlangt' : `Von ${count} Personen hätte er weniger verlangt`,
  },
  notJudged:
    'Der Entwurf passt nicht zur Website, wie sie jetzt ist, und wird nicht beurteilt. Beenden Sie ihn und beginnen Sie mit einem anderen.',
  notWhole: 'Es gibt mehr als 5.000 Einträge. Die Zahlen zählen die neuesten 5.000.',
  rules: 'Nach Regel',
  people: 'Nach Person',
  rule: 'Regel',
  effect: 'Der Entwurf hätte',
  count: 'Personen',
  person: 'Person',
  first: 'Zuerst gesehen',
  effects: { 'asked-for-more': 'mehr verlangt', denied: 'keinen Weg gelassen', 'let-off': 'weniger verlangt' },
  occasions: { 'sign-in': 'bei einer Anmeldung', 'step-up': 'bei einer Bestätigung', request: 'während der Sitzung' },
  otherRule: 'Eine andere Regel',
  take: 'Als Entwurf übernehmen',
  takeNote: (since) => `Lief seit ${since} im Schatten mit`,
  end: 'Beenden',
  endTitle: 'Mitlaufen des Entwurfs beenden?',
  endText: 'Diese Seite zeigt dann nicht mehr, was der Entwurf getan hätte. Die Aktivität behält es.',
  ended: 'Der Entwurf läuft nicht mehr im Schatten mit.',
  startedHere: 'Ein Entwurf begann im Schatten mitzulaufen',
  endedHere: 'Das Mitlaufen des Entwurfs endete',
};

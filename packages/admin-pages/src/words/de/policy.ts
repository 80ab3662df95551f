import type { PolicyWords } from '../en/en-policy.ts';
import { policyRules } from './policy-rules.ts';

export const policy: PolicyWords['policy'] = {
  ...policyRules,
  inForce: (version, when, by) => `Version ${version}, ${when} gespeichert (${by})`,
  deletedAccount: (start) => `ein gelöschtes Konto (${start}…)`,
  readOnly: {
    about: (roles) => `Sie können die Richtlinie lesen. Nur ${roles} kann die Richtlinie ändern und den Verlauf sehen.`,
  },
  tabs: { label: 'Richtlinie', rules: 'Regeln', json: 'JSON', history: 'Verlauf' },
  table: {
    title: 'Was jede Rolle braucht',
    about: 'Bei mehreren Rollen zählt die strengste Regel',
    role: 'Rolle',
    strength: 'Stärke',
    strengthFor: (role) => `Stärke für ${role}`,
    ways: 'Wege zur Anmeldung',
    session: 'Sitzung',
    everyone: 'Alle',
    people: (count, one) => (one ? '1 Person' : `${count} Personen`),
    administering:
      'Die Seiten der Verwaltung verlangen immer eine App oder einen Passkey. Wer einen Passkey hat, braucht dort den Passkey.',
    asEveryone: 'Wie alle',
    followsEveryone:
      'Das brauchen schon alle, also hat die Rolle keine eigene Regel. Ändert sich die Regel für alle, folgt die Rolle.',
    own: 'Eigene Stärke',
    noOwn: 'Keine',
    add: 'Rolle hinzufügen',
    addHint: 'Der Name, den Konten als Rolle haben.',
    roleName: 'Rolle',
    nameMissing: 'Geben Sie den Namen einer Rolle ein.',
    waysTitle: (role) => `Wege zur Anmeldung für ${role}`,
    waysText:
      'Entfernen Sie den Haken bei einem Weg, um ihn zu verbieten. Sind alle angehakt oder keiner, verbietet diese Regel nichts.',
    sessionTitle: (role) => `Sitzungen für ${role}`,
    sessionText: 'Ist die Grenze für alle kürzer, zählt sie auch für diese Rolle.',
    apply: 'Übernehmen',
    idle: (time) => `${time} untätig`,
    most: (count) => `höchstens ${count}`,
    edit: (what, role) => `${what} für ${role} ändern`,
  },
  was: {
    weaker: (before) => `Schwächer, bisher ${before}`,
    stricter: (before) => `Strenger, bisher ${before}`,
    same: (before) => `Wie bisher, vorher ${before}`,
    changed: (before) => `Geändert, bisher ${before}`,
    byStrength: (before) => `Durch die Stärke geändert, bisher ${before}`,
    byEveryone: (before) => `Durch die Regel für alle geändert, bisher ${before}`,
    weakerByEveryone: (before) => `Durch die Regel für alle schwächer, bisher ${before}`,
    undo: 'Rückgängig',
  },
  cards: {
    more: 'Weitere Einstellungen',
    sessions: 'Sitzungen',
    lockout: 'Sperre nach Fehlversuchen',
    recovery: 'Wiederherstellung',
    passwords: 'Passwörter',
    company: 'Single Sign-on',
    tightening: 'Wenn Regeln strenger werden',
    administrators: 'Verwaltung',
    codes: 'Codes und Passkeys',
    strengths: 'Eigene Stärken',
    vault: 'Tresor',
    dormant: 'Unbenutzte Konten',
    edit: 'Ändern',
    editOne: (card) => `Ändern: ${card}`,
    done: 'Fertig',
    unit: (label) => `Einheit von „${label}“`,
    units: { s: 'Sekunden', m: 'Minuten', h: 'Stunden', d: 'Tage' },
    otherRole: 'Andere Rolle',
    noProvider: 'Kein Anbieter hat Einstellungen.',
    siteHasNoProvider:
      'Diese Website hat keinen Anbieter für Single Sign-on. Anbieter richtet die Entwicklung in der Anwendung ein. Danach stehen ihre Einstellungen hier.',
    provider: 'Anbieter',
    addProvider: 'Anbieter hinzufügen',
    noStrengths: 'Keine. Die vier Stärken oben sind eingebaut.',
    strengthName: 'Name',
    addStrength: 'Stärke hinzufügen',
    nameMissing: 'Geben Sie einen Namen ein.',
    removeOne: (name) => `${name} entfernen`,
  },
  bar: {
    label: 'Entwurf',
    changes: (count) => (count === 1 ? '1 geänderte Regel' : `${count} geänderte Regeln`),
    weaker: (count, all) => (count === all ? (all === 1 ? 'schwächer' : 'alle schwächer') : `davon ${count} schwächer`),
    rolesWeaker: (count) =>
      count === 1
        ? '1 Rolle wird durch die Regel für alle schwächer'
        : `${count} Rollen werden durch die Regel für alle schwächer`,
    more: (count, one) =>
      one ? '1 weitere Person muss etwas einrichten' : `${count} weitere Personen müssen etwas einrichten`,
    freed: (count, one) =>
      one ? '1 Person muss nichts mehr einrichten' : `${count} Personen müssen nichts mehr einrichten`,
    otherSetUp: (count, one) =>
      one
        ? 'für 1 Person ändert sich, was einzurichten ist'
        : `für ${count} Personen ändert sich, was einzurichten ist`,
    shutOut: (count, one) =>
      one ? '1 Person kann sich nicht mehr anmelden' : `${count} Personen können sich nicht mehr anmelden`,
    less: (count, one) =>
      one ? '1 Person darf sich mit weniger anmelden' : `${count} Personen dürfen sich mit weniger anmelden`,
    noAdministrator: 'kein Administrator könnte die Richtlinie mehr ändern, deshalb lässt sie sich nicht speichern',
    nobody: 'niemand zusätzlich muss etwas einrichten',
    asking: 'Die Wirkung wird berechnet …',
    faulty: 'Der Text ist noch kein JSON.',
    discard: 'Verwerfen',
    discardTitle: 'Entwurf verwerfen?',
    discardText: (changes) => `Sie verlieren ${changes}. Die geltende Richtlinie bleibt.`,
    review: 'Prüfen',
    unfinished: (form) => `${form} ist noch nicht vollständig.`,
    refused: 'So lässt sich das noch nicht speichern:',
  },
  json: {
    title: 'Die ganze Richtlinie als Text (JSON)',
    about: 'Derselbe Entwurf wie unter Regeln.',
    notJson: (line) =>
      `Das ist kein JSON-Objekt. Prüfen Sie Kommas, Anführungszeichen und Klammern${line === undefined ? '' : `, in Zeile ${line} und davor`}.`,
    inText: 'Was die Namen der Stärken bedeuten:',
    names: (names) => `Diese Namen sind bekannt: ${names}.`,
    backToRules:
      'Der Text im Reiter „JSON“ ist noch kein JSON, deshalb lassen sich die Regeln hier nicht ändern. Vervollständigen Sie dort den Text, oder verwerfen Sie den Entwurf.',
  },
  history: {
    title: 'Verlauf',
    inForce: 'In Kraft',
    first: 'Die erste Richtlinie.',
    nothing: 'Dieselben Regeln wie vorher.',
    more: (count) => `und ${count} weitere`,
    compare: 'Vergleichen',
    compareOne: (version) => `Version ${version} mit der davor vergleichen`,
    undo: 'Rückgängig',
    undoOne: (version) => `Version ${version} rückgängig machen`,
    restore: (version) => `Version ${version} wiederherstellen`,
    older: 'Ältere Versionen zeigen',
    noteUndo: (version) => `Version ${version} rückgängig`,
    noteBack: (version) => `Zurück zu Version ${version}`,
    replaces: 'Das ersetzt Ihren Entwurf',
    replacesText: (changes) => `Ihr Entwurf hat ${changes}. Wenn Sie fortfahren, geht er verloren.`,
    goOn: 'Fortfahren',
  },
  before: 'Vorher',
  after: 'Nachher',
};

import type { Words } from '../en/index.ts';

export const overview: Words['overview'] = {
  now: (time) => `${time} Uhr`,
  policyVersion: (version) => `Richtlinie ${version}`,
  counting: {
    pending: (n, text) =>
      `${n === 1 ? '1 Person ist' : `${text} Personen sind`} nach der geltenden Richtlinie noch nicht gezählt. Die Zahlen zeigen sie wie bisher. Die Seite aktualisiert die Zahlen von selbst.`,
    done: 'Jetzt sind alle Personen gezählt. Die Zahlen sind aktuell.',
  },
  invite: 'Personen einladen …',
  groups: { meets: 'Erfüllt', mustEnroll: 'Einrichtung nötig', noWayIn: 'Hilfe nötig' },
  notBegun: {
    invited: (n, text) =>
      n === 1
        ? `${text} davon wurde eingeladen und hat noch nicht begonnen`
        : `${text} davon wurden eingeladen und haben noch nicht begonnen`,
    helpedIn: (n, text) =>
      n === 1
        ? `${text} davon hat einen Anmeldecode, der noch nicht benutzt wurde`
        : `${text} davon haben Anmeldecodes, die noch nicht benutzt wurden`,
    inGroup: (group, said) => `${group}: ${said}.`,
  },
  meets: {
    title: 'Erfüllt die Richtlinie',
    of: (all) => `von ${all}`,
    label: (share, all, mustEnroll, noWayIn) =>
      `Von ${all} ${all === '1' ? 'Person' : 'Personen'} erfüllen ${share} die Richtlinie. Einrichtung nötig: ${mustEnroll}. Hilfe nötig: ${noWayIn}.`,
    line: (from, to, first) => `Personen, die die Richtlinie erfüllten: ${from} am ${first}, heute ${to}.`,
    since: (days) => (days === 1 ? 'seit gestern' : `in ${days} Tagen`),
    blocked: (n, text) =>
      n === 1
        ? '1 Person ist gesperrt und kann sich nicht anmelden'
        : `${text} Personen sind gesperrt und können sich nicht anmelden`,
    blockedToo: (n) =>
      n === 1
        ? '. Die Gruppen zählen sie mit, nach dem, was eingerichtet ist.'
        : '. Die Gruppen zählen sie mit, nach dem, was sie eingerichtet haben.',
    notReported: (provider) =>
      `Wer sich mit ${provider} anmelden kann und das noch nie getan hat, zählt hier so, als würde ${provider} melden, worauf die Richtlinie vertraut.`,
    day: 'Tag',
    group: 'Gruppe',
    people: 'Personen',
    share: 'Anteil',
  },
  attention: {
    title: 'Handlungsbedarf',
    nothing: 'Gerade ist nichts zu tun.',
    says: {
      noWayIn: (n, text) =>
        n === 1
          ? `${text} Person kommt nur mit Ihrer Hilfe hinein`
          : `${text} Personen kommen nur mit Ihrer Hilfe hinein`,
      mustEnroll: (n, text) =>
        n === 1 ? `${text} Person muss etwas einrichten` : `${text} Personen müssen etwas einrichten`,
      invited: (n, text) => (n === 1 ? `${text} Einladung ist offen` : `${text} Einladungen sind offen`),
      locked: (n, text) =>
        n === 1 ? `${text} Konto ist zeitweise gesperrt` : `${text} Konten sind zeitweise gesperrt`,
      blocked: (n, text) => (n === 1 ? `${text} Konto ist gesperrt` : `${text} Konten sind gesperrt`),
    },
    mostly: (n, role) => `${n} davon: ${role}`,
    andBlocked: (n, text) =>
      `In der Liste ${n === 1 ? `steht auch ${text} gesperrte Person` : `stehen auch ${text} gesperrte Personen`}`,
    most: (n) => `Das sind die ${n} dringendsten. Unter „Risiken“ und „Personen“ kann noch mehr stehen.`,
    acts: { policy: 'Richtlinie', show: 'Ansehen', wayOut: 'Warum?' },
    actOn: (act, what) => `${act}: ${what}`,
  },
  roles: {
    title: 'Nach Rolle',
    role: 'Rolle',
    bar: 'Anteil',
    all: (n) => `Alle ${n} Rollen zeigen`,
    none: 'Hier ist noch niemand.',
    several: 'Wer mehrere Rollen hat, zählt in jeder.',
  },
  strongest: {
    title: 'Stärkster Weg aller Konten',
    people: 'Personen',
    share: 'Anteil',
    passwordOnly: 'Nur Passwort',
    nothing: 'Nichts eingerichtet',
    noWayInToo: 'Auch wer sich nur mit Ihrer Hilfe anmelden kann, zählt hier.',
  },
  days: {
    title: 'Anmeldungen in 30 Tagen (UTC)',
    // The heads of a table on a phone break within a word.
    succeeded: 'Erfolg\u00adreich',
    failed: 'Fehl\u00adgeschlagen',
    locked: 'Zeitweise gesperrt',
    day: 'Tag',
    upTo: (most) => `bis zu ${most} am Tag`,
    worst: (day, failed, locked) => `${day}: ${failed} fehlgeschlagen, ${locked} zeitweise gesperrt`,
    none: 'keine',
    refused: 'Abgelehnte Anmeldungen, etwa die eines gesperrten Kontos, sind hier nicht gezählt.',
    failedEntries: (n, text) =>
      n === 1
        ? 'Den 1 Fehlversuch zeigen, der einen Eintrag in den Aktivitäten hat.'
        : `Die ${text} Fehlversuche zeigen, die einen Eintrag in den Aktivitäten haben.`,
    failedWithoutEntry: (n, text) =>
      n === 1
        ? '1 Fehlversuch betraf kein Konto, zum Beispiel einen Namen, den niemand hat. Er hat keinen Eintrag in den Aktivitäten.'
        : `${text} Fehlversuche betrafen kein Konto, zum Beispiel Namen, die niemand hat. Sie haben keine Einträge in den Aktivitäten.`,
    today: 'Heute bisher',
    bar: (day, n) => `${day}: ${n}`,
    label: (succeeded, most, failed, locked) =>
      `Anmeldungen in 30 Tagen. Erfolgreich: ${succeeded}, höchstens ${most} am Tag. Fehlgeschlagen: ${failed}. Zeitweise Sperren: ${locked}.`,
  },
  changes: {
    title: 'Zuletzt verwaltet',
    all: 'Alle Aktivitäten',
    none: 'Noch wurde nichts geändert.',
    undo: 'Rückgängig',
    undoUnderPeople: 'Unter „Personen“ rückgängig machen',
    undoOne: (what) => `Rückgängig machen: ${what}`,
    endedStays: 'Was nicht mehr gilt, kommt nicht zurück.',
    undoTitle: (who) => `Diese Änderung bei ${who} rückgängig machen?`,
    blockedBecause: (reason) => `Der Grund war: „${reason}“.`,
    changedSince: (who) => `Nichts wurde rückgängig gemacht: Das wurde bei ${who} inzwischen noch einmal geändert.`,
    undone: (who) => `Die Änderung bei ${who} ist rückgängig gemacht.`,
  },
};

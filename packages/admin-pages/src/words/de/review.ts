import type { PolicyWords } from '../en/en-policy.ts';

export const review: PolicyWords['review'] = {
  back: 'Zurück zum Entwurf',
  title: (count) =>
    count === 0 ? 'Nichts zu prüfen' : count === 1 ? '1 geänderte Regel prüfen' : `${count} geänderte Regeln prüfen`,
  about: (version, since) =>
    `Auf Grundlage von Version ${version}. In diesem Browser als Entwurf gespeichert seit ${since}`,
  nothing: 'Der Entwurf hat dieselben Regeln wie die geltende Richtlinie. Es gibt nichts zu speichern.',
  rules: 'Regeln',
  needsTick: 'Jede schwächere Regel braucht einen Haken',
  noWeaker: 'Keine Regel wird schwächer',
  weaker: 'Schwächer',
  stricter: 'Strenger',
  same: 'Wie bisher',
  changed: 'Geändert',
  holders: (n, text) => (n === 1 ? '1 Person hat diese Rolle.' : `${text} Personen haben diese Rolle.`),
  allow: (title, after) => `Ja, die Regel „${title}“ darf schwächer werden. Neuer Wert: ${after}`,
  moves: {
    title: 'Wer die Richtlinie erfüllt, wer nicht',
    about: (moved, all) => `${moved} von ${all} Personen ${moved === '1' ? 'wechselt' : 'wechseln'} die Gruppe`,
    nobody: 'Niemand wechselt die Gruppe.',
    mustSetUp: (count) => `${count} ${count === '1' ? 'muss' : 'müssen'} etwas einrichten`,
    groups: { meets: 'Erfüllt', mustEnroll: 'Einrichtung nötig', noWayIn: 'Hilfe nötig' },
    chart: (when, meets, mustEnroll, noWayIn) =>
      `${when}. Erfüllt: ${meets}. Einrichtung nötig: ${mustEnroll}. Hilfe nötig: ${noWayIn}.`,
    from: (date) => `Ab dem ${date}, wenn niemand etwas einrichtet`,
    group: 'Gruppe',
    blocked: (n, text) =>
      n === 1
        ? '1 Person ist gesperrt und bleibt gesperrt. Die Gruppen zählen sie mit, nach dem, was eingerichtet ist.'
        : `${text} Personen sind gesperrt und bleiben gesperrt. Die Gruppen zählen sie mit, nach dem, was sie eingerichtet haben.`,
    to: {
      'meets mustEnroll': (n) => `${n === 1 ? 'muss' : 'müssen'} bei der nächsten Anmeldung etwas einrichten`,
      'meets noWayIn': (n) => `${n === 1 ? 'kann' : 'können'} sich ohne Ihre Hilfe nicht mehr anmelden`,
      'mustEnroll meets': (n) => `${n === 1 ? 'muss' : 'müssen'} nichts mehr einrichten`,
      'mustEnroll noWayIn': (n) =>
        n === 1
          ? 'musste etwas einrichten und kommt jetzt ohne Ihre Hilfe nicht hinein'
          : 'mussten etwas einrichten und kommen jetzt ohne Ihre Hilfe nicht hinein',
      'noWayIn meets': (n) => `${n === 1 ? 'kann' : 'können'} sich wieder anmelden`,
      'noWayIn mustEnroll': (n) =>
        n === 1
          ? 'kann sich wieder anmelden und muss vorher etwas einrichten'
          : 'können sich wieder anmelden und müssen vorher etwas einrichten',
    },
    setUpChanges: (n) =>
      `${n === 1 ? 'muss' : 'müssen'} wie bisher etwas einrichten, aber was einzurichten ist, ändert sich`,
    askedForLess: (n) =>
      n === 1
        ? 'erfüllt die Richtlinie wie bisher und darf sich mit weniger anmelden, hier ohne Namen'
        : 'erfüllen die Richtlinie wie bisher und dürfen sich mit weniger anmelden, hier ohne Namen',
    askedForMore: (n) =>
      n === 1
        ? 'erfüllt die Richtlinie wie bisher und muss sich mit mehr anmelden'
        : 'erfüllen die Richtlinie wie bisher und müssen sich mit mehr anmelden',
    others: (count) => `und ${count} weitere`,
    affected: {
      stranded: (count) => `Wer sich neu nur mit Ihrer Hilfe anmelden kann: ${count}`,
      'must-enroll': (count) => `Wer neu etwas einrichten muss: ${count}`,
      setUpChanges: (count) => `Für wen sich ändert, was einzurichten ist: ${count}`,
      freed: (count) => `Wer die Richtlinie neu erfüllt: ${count}`,
    },
    asBefore: (n, staying) =>
      n === 1
        ? '1 Person muss schon bisher etwas einrichten oder kann sich schon bisher nicht anmelden, und das bleibt so. Sie ist hier nicht genannt.'
        : `${staying} Personen müssen schon bisher etwas einrichten oder können sich schon bisher nicht anmelden, und das bleibt so. Sie sind hier nicht genannt.`,
    blockedOne: 'Gesperrt.',
    hasCode: 'Ein einmaliger Code gilt noch.',
    notBegun: {
      invited: 'Eingeladen, und es ist noch nichts eingerichtet.',
      'invitation-ended': 'Die Einladung gilt nicht mehr, und es ist nichts eingerichtet.',
      'nothing-set-up': 'Es ist nichts eingerichtet, womit eine Anmeldung beginnt.',
    },
    moreNames: 'Weitere Namen zeigen',
    otherPeople: 'und weitere',
    namesLater: 'Die Namen dieser Personen kommen später: Drücken Sie auf „Weitere Namen zeigen“.',
    named: (shown, all, left) => `Bisher genannt: ${shown} von ${all} Personen. Noch nicht genannt: ${left}.`,
  },
  threats: {
    title: 'Was ein Dieb könnte',
    about: (worse, better) => `Fälle, die schlechter werden: ${worse}.${worse === 0 ? ` Besser: ${better}.` : ''}`,
    same: 'Kein Dieb erreicht mehr als heute.',
    notCompared:
      'Wie lange eine Sitzung dauert, nach wie vielen falschen Versuchen gesperrt wird und was ein Dieb von Ersatzcodes erreicht, ist hier nicht verglichen.',
    who: 'Was gestohlen ist, oder wer angreift',
    reach: 'Konto',
    running: 'Was Diebe erreichen, wird berechnet …',
    notDecided: 'Was Diebe erreichen, ließ sich nicht vollständig berechnen.',
    notAnalysed: 'Was Diebe erreichen, wurde nicht berechnet: Dieser Server kann das nicht.',
    showMore: (count) => (count === 1 ? '1 weiteren Fall zeigen' : `${count} weitere Fälle zeigen`),
    showBetter: (count) => (count === 1 ? 'Den besseren Fall zeigen' : `Die ${count} besseren Fälle zeigen`),
    more: (count) => `Und ${count} weitere, die hier nicht stehen.`,
    noAccount:
      '„Heute kein Konto dieser Art“ heißt: Niemand hat heute die Rollen und Anmeldewege dieser Zeile. Die Zeile zeigt, was ein Dieb einem Konto antun könnte, das sie später bekommt.',
    exactly:
      'Die Zahl in einer Zeile zählt die Konten, die sich mit dem ersten und dem stärksten zweiten Weg der Zeile anmelden, mit diesen Rollen oder anderen mit denselben Regeln. Manche davon haben vielleicht kein Postfach.',
    betterSessions:
      'Eine gestohlene Sitzung beweist, was ihr Besitzer bei der Anmeldung bewiesen hat. Sie reicht weniger weit, wo er sich mit weniger Schritten anmeldet.',
    how: (acts) => `der Dieb ${acts}`,
    sessions: 'Gemeint sind Sitzungen, die nach dem Speichern beginnen. Heutige Sitzungen bleiben, wie sie sind.',
    worse: 'Schlechter:',
    better: 'Besser:',
    betterTitle: 'Fälle, die besser werden',
  },
  save: {
    title: (version) => `Als Version ${version} speichern`,
    nobodyShutOut: 'Niemand wird ausgesperrt',
    shutOut: (count, one) => (one ? '1 Person wird ausgesperrt' : `${count} Personen werden ausgesperrt`),
    shutOutFrom: (date, count, one) =>
      one ? `Ab ${date} wird 1 Person ausgesperrt` : `Ab ${date} werden ${count} Personen ausgesperrt`,
    noAdministrator: 'Kein Administrator könnte die Richtlinie mehr ändern',
    nothingWeaker: 'Keine Regel wird schwächer',
    weaker: (count, ticked) =>
      `${count === 1 ? '1 Regel wird schwächer' : `${count} Regeln werden schwächer`}, ${ticked} angehakt`,
    note: 'Notiz für den Verlauf',
    noteHint: (count, most) => `${count} von ${most} Zeichen`,
    save: 'Speichern',
    tickFirst: (left) =>
      left === 1
        ? 'Zum Speichern haken Sie die schwächere Regel an.'
        : `Zum Speichern haken Sie die ${left} schwächeren Regeln an.`,
    toFirst: (left) => (left === 1 ? 'Zur Regel' : 'Zur ersten Regel'),
    keepAdministrator:
      'Diese Richtlinie lässt sich nicht speichern: Danach könnte sich kein Administrator mehr anmelden und die Richtlinie ändern, oder nur noch über Single Sign-on. Gehen Sie zurück zum Entwurf und lassen Sie mindestens einem Administrator einen anderen Weg.',
    starts:
      'Wer sich nach dem Speichern anmeldet, wird sofort nach dem gefragt, was fehlt; für ein späteres Datum „later“ als JSON schreiben. Niemand erfährt es per E-Mail: Dafür gibt es „Erinnern …“ unter Personen.',
    undoLater: 'Im Verlauf lässt sich das rückgängig machen.',
    saved: (version) => `Als Version ${version} gespeichert.`,
    signedInNow: {
      'next-sign-in':
        'Wer jetzt angemeldet ist, bleibt angemeldet. Die Regeln für Anmeldung und Sitzung gelten ab der nächsten Anmeldung. Wie oft jemand bestätigen muss, wer er ist, richtet sich sofort nach der neuen Richtlinie.',
      'next-request':
        'Wer jetzt angemeldet ist und die neue Richtlinie nicht erfüllt, wird beim nächsten Klick abgemeldet.',
      'step-up':
        'Wer jetzt angemeldet ist und die neue Richtlinie nicht erfüllt, wird beim nächsten Klick nach dem gefragt, was fehlt.',
      revoke: 'Wer jetzt angemeldet ist und die neue Richtlinie nicht erfüllt, wird sofort abgemeldet.',
      later: {
        'step-up': (time) =>
          `Wer jetzt angemeldet ist und die neue Richtlinie nicht erfüllt, kann noch ${time} weitermachen und wird dann nach dem gefragt, was fehlt.`,
        revoke: (time) =>
          `Wer jetzt angemeldet ist und die neue Richtlinie nicht erfüllt, kann noch ${time} weitermachen und wird dann abgemeldet.`,
      },
    },
    vaultsWithoutWay: (count) => `Personen, die ihren Tresor nicht mehr öffnen könnten: ${count}.`,
    vaultsWithoutEmergency: (count) => `Tresore, für die das Notfallkonto verlangt würde: ${count}.`,
  },
  conflict: {
    title: 'Inzwischen wurde eine Richtlinie gespeichert',
    titleOwn: 'Sie haben inzwischen eine Richtlinie gespeichert, in einem anderen Tab oder Browser',
    about: (by, version) =>
      `${by} hat Version ${version} gespeichert. Ihr Entwurf ist älter. Wählen Sie Regel für Regel.`,
    aboutOwn: (version) =>
      `Sie haben Version ${version} gespeichert. Ihr Entwurf ist älter. Wählen Sie Regel für Regel.`,
    both: 'In beiden geändert',
    theirs: (version) => `Version ${version}`,
    mine: 'Ihr Entwurf',
    before: 'Vorher',
    goOn: 'Mit diesen Regeln fortfahren',
    choose: (title) => `Welche Regel: ${title}`,
    left: (count) => (count === 1 ? 'Wählen Sie noch 1 Regel.' : `Wählen Sie noch ${count} Regeln.`),
  },
  whatIf: {
    title: 'Was wäre, wenn',
    ofDraft: 'Nach diesem Entwurf',
    ofPolicy: 'Nach der geltenden Richtlinie',
    who: 'Wer sich anmeldet',
    whoMissing: 'Geben Sie die Adresse oder den Namen einer Person ein.',
    nobody: (who) =>
      `Zu ${who} findet sich nicht genau eine Person. Geben Sie die ganze Adresse oder den ganzen Namen ein.`,
    proves: 'Was die Person nachweist',
    reported: 'Single Sign-on, mit einer Meldung, der die Richtlinie vertraut',
    ask: 'Fragen',
    whose: (who) => `Anmeldung von ${who}`,
  },
};

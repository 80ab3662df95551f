import type { PeopleWords } from '../en/en-people.ts';

export const administration: PeopleWords['administration'] = {
  emergency: 'Notfall',
  lockedUntil: (when) => `Nach zu vielen falschen Versuchen zeitweise gesperrt. Die Sperre endet von selbst: ${when}.`,
  deviceLockedUntil: (when) =>
    `Zu viele falsche Versuche an einem Gerät dieser Person. Dieses Gerät ist wieder offen: ${when}. Andere Geräte sind nicht gesperrt.`,
  facts: {
    roles: 'Rollen',
    methods: 'Erlaubte Anmeldewege',
    sessions: 'Angemeldete Geräte',
    devices: (count) => (count === 0 ? 'Keine' : String(count)),
    asThePolicySays: 'Alle, die die Richtlinie erlaubt',
  },
  actions: {
    unblockAsk: 'Entsperren\u00a0…',
    unblock: 'Entsperren',
    unblockTitle: (who) => `${who} entsperren?`,
    unblocked: 'Das Konto ist entsperrt: Die Person kann sich wieder anmelden wie vor der Sperre.',
    unblockTextInvited:
      'Die Person hat sich noch nie angemeldet. Senden Sie danach die Einladung erneut, um die Person hereinzulassen.',
    unblockedInvited: 'Das Konto ist entsperrt.',
    unlock: 'Freigeben',
    unlocked:
      'Das Konto ist freigegeben: Die Person kann es jetzt wieder versuchen, auch wenn ihre Seite noch eine Wartezeit zeigt.',
    giveCode: 'Anmeldecode ausgeben',
    codeIsOut: (when) =>
      `Ein Anmeldecode ist ausgegeben und noch nicht benutzt. Ablauf: ${when}. Wenn Sie einen neuen ausgeben, gilt dieser nicht mehr.`,
    codeIsUsed: (until) =>
      `Die Person hat einen Anmeldecode eingegeben${until === undefined ? ', aber damit noch nichts eingerichtet' : ` und kann damit etwas einrichten. Das endet ${until}`}.`,
    codeAbove: 'Der Code steht oben. Geben Sie ihn nur weiter, wenn Sie sicher sind, wer die Person ist.',
    block: 'Sperren\u00a0…',
    delete: 'Löschen\u00a0…',
    blockTitle: (who) => `${who} sperren?`,
    blockText:
      'Die Person wird sofort überall abgemeldet, und niemand kann sich mit dem Konto anmelden, bis ein Administrator es entsperrt. Was eingerichtet ist, bleibt. Eine offene Einladung endet, und kein Gerät gilt mehr als bekannt. Hat das Konto eine Adresse, sagt eine E-Mail der Person Bescheid.',
    reason: 'Grund (nötig)',
    reasonMissing: 'Geben Sie einen Grund an. Ein paar Wörter genügen, etwa „Laptop verloren“.',
    reasonHint:
      'Administratoren lesen ihn auf der Seite der Person und unter „Aktivität“. Auch die Person kann ihn lesen, im Export ihrer eigenen Daten.',
    blockSubmit: 'Sperren',
    blocked:
      'Das Konto ist gesperrt und überall abgemeldet. Niemand kann sich damit anmelden, bis ein Administrator es entsperrt. Unter „Zugriff“ steht, was es erreichen konnte.',
    blockedAlready: (by, reason) =>
      `Das Konto war schon gesperrt${by === undefined ? '' : `, gesperrt hat es ${by}`}. Der Grund dieser Sperre bleibt: ${reason}.`,
    blockedAnew: (by, reason) =>
      `Nichts wurde geändert: Das Konto wurde inzwischen entsperrt und wieder gesperrt${by === undefined ? '' : `, gesperrt hat es ${by}`}. Der Grund der neuen Sperre: ${reason}.`,
    leaving: {
      block:
        'Sperren Sie das Konto, wenn die Person vielleicht zurückkommt oder noch etwas zu klären ist; Sie können es später entsperren.',
      delete: 'Löschen Sie das Konto, wenn die Person endgültig weg ist; es lässt sich nicht zurückholen.',
      log: '„Aktivität“ behält die Einträge, auch nach dem Löschen.',
    },
    disowned: (when) =>
      `Die Person hat zu einer Anmeldung „Das war ich nicht“ gesagt: ${when}. Die nächste Anmeldung verlangt einen Passkey oder sonst die Authenticator-App, sofern das vor der gemeldeten Anmeldung eingerichtet war. Fragen Sie die Person; sperren Sie im Zweifel das Konto.`,
    ownAccount:
      'Das ist Ihr eigenes Konto. Was Sie hier tun, kann Sie abmelden oder Ihnen die nächste Anmeldung verwehren. Wenn Sie etwas verloren haben, ersetzen Sie es auf der Seite „Konto“.',
    byCodeBlocked: 'Das Konto ist gesperrt. Der Code oben gilt, sobald das Konto entsperrt ist.',
    noWayButApp:
      'Dieses Konto hat eine App und kein Passwort, also kann sich niemand damit anmelden. Drücken Sie „Wieder hereinhelfen“ und wählen Sie „Passwort“ aus, und auch die App, wenn die Person sie nicht mehr hat: Sie bekommen einen Code für die Person.',
    noWay:
      'Dieses Konto hat kein Passwort und keinen Passkey, also kann sich niemand damit anmelden. Drücken Sie „Wieder hereinhelfen“ und wählen Sie „Nichts“ aus: Sie bekommen einen Code für die Person.',
    roleFrom: (provider) => `Von ${provider}, solange ${provider} sie gibt.`,
    roleOutOfReach: 'Darf die Richtlinie ändern: Diese Rolle kann nur jemand geben, der die Richtlinie ändern darf.',
    rolesText: {
      later: 'Rollen gelten sofort. Eine stärkere Anmeldung, die eine Rolle verlangt, zählt ab der nächsten Anmeldung.',
      now: 'Rollen gelten sofort. Eine stärkere Anmeldung, die eine Rolle verlangt, zählt auch, wenn die Person schon angemeldet ist.',
    },
    moreRoles: 'Andere Rollen\u00a0…',
    otherRoles: 'Andere Rollen',
    rolesHint: 'Durch Kommas getrennt.',
    roleMeans: {
      policy: 'darf Konten und die Richtlinie ändern',
      people: 'darf Konten ändern',
      helpdesk: (over, rights) => `für ${over}: darf ${rights}`,
      rights: {
        reset: ['wieder hereinhelfen'],
        vouch: ['Anmeldecodes ausgeben', 'eine Einladung erneut senden', 'eine Einladung zurücknehmen'],
        unlock: ['Konten nach Fehlversuchen freigeben'],
      },
      asks: (what) => `braucht ${what}`,
      asksOrTrusts: (what) =>
        `braucht ${what}, oder eine Anmeldung bei einem Anbieter, die für die Richtlinie ebenso zählt`,
      ruled: 'Hat eine eigene Regel',
      helped: (by) => `Bekommt Hilfe von ${by}`,
      asEveryone: 'Wie alle: keine eigene Regel',
    },
    rolesUntold: 'Die Person bekommt keine E-Mail darüber.',
    rolesRemove: (what) =>
      `Diese Rolle entfernt, was ein Administrator eingerichtet hat, und was mit einem Code oder Passwort von einem Administrator eingerichtet wurde: ${what}. Die Person wird abgemeldet. Hat das Konto eine Adresse, sagt eine E-Mail der Person Bescheid. Was danach mit Ihrer Hilfe eingerichtet wird, bleibt: Geben Sie also zuerst die Rolle, und helfen Sie der Person danach herein.`,
    rolesLeaveTooLittle:
      'Was mit Hilfe eingerichtet wurde, endet mit dieser Rolle. Der Rest genügt dafür nicht, also muss die Person etwas einrichten.',
    unknownRole: (role) => `Die Richtlinie nennt die Rolle „${role}“ nicht, und kein Konto hat sie.`,
    rolesAreRight: (count) => (count === 1 ? 'Die Rolle stimmt: so vergeben' : 'Die Rollen stimmen: so vergeben'),
    rolesFromHost: 'Rollen kommen aus Ihrem eigenen System. Auf dieser Seite kann sie niemand ändern.',
    rolesWait: 'Es ändert sich nichts, bevor Sie „Rollen speichern“ drücken.',
    rolesChangedMeanwhile: (now) =>
      `Nichts wurde gespeichert: Jemand anders hat die Rollen inzwischen geändert. ${now === '' ? 'Die Person hat jetzt keine Rolle.' : `Die Rollen sind jetzt: ${now}.`}`,
    rolesSaved: 'Die Rollen sind gespeichert.',
    rolesSavedSignedOut: 'Die Rollen sind gespeichert. Die Person ist abgemeldet.',
    rolesSavedLost: (lost) =>
      `Die Rollen sind gespeichert. Sie haben entfernt, was ein Administrator eingerichtet hatte, und was mit einem Code oder Passwort von einem Administrator eingerichtet wurde: ${lost}. Die Person ist abgemeldet.`,
    methodsTitle: (who) => `Womit sich „${who}“ anmelden darf`,
    methodsText:
      'Kreuzen Sie an, womit die Person eine Anmeldung beginnen darf. Was die Richtlinie verbietet, bleibt verboten, auch wenn Sie es ankreuzen.',
    methodsUnchanged: 'Nichts wurde geändert.',
    methodsSaved: 'Womit sich dieses Konto anmelden darf, ist gespeichert.',
    methodsChangedMeanwhile: (now) =>
      `Nichts wurde gespeichert: Jemand anders hat geändert, womit sich die Person anmelden darf. Erlaubt ist jetzt: ${now}.`,
    wouldStrand:
      'Damit könnte sich die Person nicht mehr anmelden; nichts wurde geändert. Wenn Sie es trotzdem wollen, kreuzen Sie dies an und speichern Sie noch einmal.',
    evenSo: 'Die Person kann sich vorerst nicht anmelden, und das ist richtig so',
    deleteTitle: (who) => `${who} löschen?`,
    thisAccount: 'Dieses Konto',
    deleteText:
      'Das Konto wird sofort gelöscht, mit allem, womit sich die Person anmeldet, und lässt sich nicht zurückholen. Die Person wird überall abgemeldet. Hat das Konto eine Adresse, sagt eine E-Mail der Person Bescheid.',
    deleteVault: 'Sein Tresor wird auch gelöscht: Niemand kann ihn mehr öffnen, auch das Notfallkonto nicht.',
    deleteLog:
      '„Aktivität“ behält die Einträge, mit einer Ersatz-ID statt des Namens. Auch die ID des Kontos findet sie: Notieren Sie diese ID, und schreiben Sie sie dort unter „An wem“:',
    deleteForGood: 'Endgültig löschen',
    deleted: (who, id) => `${who} ist gelöscht. ID für „Aktivität“: ${id}`,
  },
  create: {
    title: 'Konto anlegen',
    titleInvite: 'Personen einladen',
    email: 'E-Mail-Adresse',
    emailHint: 'Dorthin gehen Codes. Die Adresse wird nicht geprüft: Achten Sie darauf, dass sie der Person gehört.',
    emailHintInvite:
      'Dorthin geht die Einladung, und später gehen Codes dorthin. Um mehrere Personen einzuladen, trennen Sie die Adressen mit Kommas oder Leerzeichen, oder fügen Sie eine Spalte einer Tabelle ein.',
    emailMissing: 'Geben Sie eine E-Mail-Adresse ein.',
    emailWrong: (which) => `Keine E-Mail-Adresse: ${which}.`,
    emailWithoutEnding: (which) =>
      `Ohne Endung wie .de: ${which}. Wenn das stimmt, drücken Sie noch einmal auf die Schaltfläche.`,
    passwordMissing: 'Geben Sie ein erstes Passwort ein.',
    password: 'Erstes Passwort',
    passwordHint: 'Geben Sie es selbst weiter; die Person kann es später ändern.',
    firstWay: 'Wie kommt die Person das erste Mal herein?',
    ways: {
      invite: 'Eine Einladung per E-Mail schicken',
      elsewhere: 'Mit ihrem Konto beim Unternehmen',
      password: 'Selbst ein erstes Passwort festlegen',
    },
    waysAbout: {
      invite: 'Die Person wählt über den Link in der E-Mail selbst ein Passwort oder einen Passkey.',
      elsewhere: 'Sie braucht hier kein Passwort. Es geht keine E-Mail hinaus.',
      password: 'Sie sagen der Person das Passwort. Es geht keine E-Mail hinaus.',
    },
    submit: 'Konto anlegen',
    sendInvitations: (n, text) => (n < 2 ? 'Einladung senden' : `${text} Einladungen senden`),
    onePerson: {
      elsewhere: 'Nur eine Einladung gilt für mehrere Personen auf einmal.',
      password: 'Ein erstes Passwort gilt nur für eine Person.',
    },
    tooMany: (most) => `Höchstens ${most} Personen lassen sich auf einmal einladen.`,
    invitedSoFar: (n, text) => (n === 1 ? '1 Einladung ist unterwegs.' : `${text} Einladungen sind unterwegs.`),
    notInvited: (who, why) => ['Nicht eingeladen: ', who, `. ${why}`],
    taken: 'Mit diesem Namen oder dieser Adresse gibt es schon ein Konto.',
    showTaken: 'Das Konto zeigen',
    close: 'Schließen',
    notTried: 'Sie haben die Frage nach Ihrer Bestätigung geschlossen.',
    invitedAll: (count, names) =>
      `${count} Personen haben jetzt ein Konto, und ihre Einladungen sind unterwegs: ${names}.`,
    notMailed: (names) =>
      `Die Einladung an ${names} ließ sich nicht per E‑Mail senden. Das Konto ist da: Senden Sie die Einladung auf der Seite der Person noch einmal.`,
    tell: (who, page, hasPassword) =>
      `${who} hat jetzt ein Konto. Sagen Sie der Person persönlich oder telefonisch ${hasPassword ? 'das erste Passwort und ' : ''}die Adresse der Anmeldeseite: ${page}. Wenn die Richtlinie von ihr einen Passkey oder eine Authenticator-App verlangt, richtet sie das bei der ersten Anmeldung ein.`,
    invited: (who) =>
      `${who} hat jetzt ein Konto, und eine Einladung ist unterwegs. Wenn die Richtlinie von der Person einen Passkey oder eine Authenticator-App verlangt, richtet sie das bei der ersten Anmeldung ein.`,
  },
  code: {
    label: (whose) => `Code für ${whose}`,
    heading: (whose) => ['Code für ', whose],
    about: (expires) =>
      `Geben Sie ihn persönlich oder telefonisch weiter, nie per E-Mail. Er gilt einmal.${expires === undefined ? '' : ` Er läuft ${expires} ab.`} Er wird nur hier angezeigt: Wenn Sie die Seite neu laden oder verlassen, ist er weg.`,
    enter: {
      nothing: (name) =>
        `Auf der Anmeldeseite gibt die Person den Namen „${name}“ ein, drückt „Ich habe einen Code von einem Administrator“, gibt den Code ein und wählt daneben ein neues Passwort. Ohne Passwort kann sie nur einen Passkey einrichten, und dafür muss ihr Gerät nach Fingerabdruck, Gesicht oder PIN fragen können.`,
      password: (name) =>
        `Auf der Anmeldeseite gibt die Person zuerst den Namen „${name}“ und ihr Passwort ein. Danach gibt sie den Code ein; fragt die Seite nicht danach, drückt sie zuerst „Ich habe einen Code von einem Administrator“. Vor dem Passwort wird der Code abgelehnt. Wenn die Richtlinie ihr Passwort nicht zulässt, gibt sie nur den Namen und den Code ein.`,
      other: (name) =>
        `Auf der Anmeldeseite beginnt die Person mit dem Anmeldeweg, den sie noch hat, für den Namen „${name}“. Danach gibt sie den Code ein; fragt die Seite nicht danach, drückt sie zuerst „Ich habe einen Code von einem Administrator“. Vor dem ersten Schritt wird der Code abgelehnt.`,
    },
    astray: (button) =>
      `Hat die falsche Person den Code bekommen, drücken Sie „${button}“: Mit einem neuen Code gilt dieser nicht mehr.`,
    astrayElsewhere:
      'Hat die falsche Person den Code bekommen, sagen Sie es sofort einem Administrator: Mit einem neuen Code gilt dieser nicht mehr.',
    replaced: 'Der Code, den Sie vorher ausgegeben haben, gilt nicht mehr.',
    putAway: 'Fertig, Code ausblenden',
    isOver: 'Der Code gilt nicht mehr: Er wurde benutzt, ist abgelaufen oder wurde ersetzt.',
    close: 'Schließen',
  },
  passkeys: {
    title: 'Passkeys',
    about: (added, used) => `Hinzugefügt: ${added}, ${used}`,
    removeAsk: 'Entfernen\u00a0…',
    remove: 'Entfernen',
    removeOne: (name) => `${name} entfernen`,
    removeTitle: (name) => `${name} entfernen?`,
    removed: (name) => `${name} ist entfernt.`,
  },
  loss: {
    stops: (what) => `Gilt sofort nicht mehr: ${what}.`,
    keeps: (what) => `Gilt weiterhin: ${what}.`,
    thisPasskey: 'dieser Passkey',
    onlyPasskey: 'der einzige Passkey',
    otherPasskeys: (count) => (count === 1 ? 'der andere Passkey' : `die anderen ${count} Passkeys`),
    totp: 'die Authenticator-App',
    backupCodes: 'die Ersatzcodes',
    password: 'das Passwort',
    signedOutWithIt: 'Die Person wird überall abgemeldet, wo sie sich damit angemeldet hat.',
    helpIn: 'Wenn sie sich danach nicht anmelden kann, drücken Sie „Wieder hereinhelfen“.',
  },
  vault: {
    passkey: 'einen Passkey',
    secret: 'das Master-Passwort',
    emergency: 'das Notfallkonto',
    staysOpen: (by) => `Der Tresor lässt sich noch öffnen durch ${by}.`,
    losesNothing: 'Dabei geht kein Passkey verloren, der den Tresor öffnet.',
    mayLose:
      'Wer einen Tresor hat, öffnet ihn mit einem entfernten Passkey nicht mehr. Fragen Sie zuerst, ob er sich auch anders öffnen lässt.',
    loses: (count) =>
      count === 1
        ? 'Dabei geht ein Passkey verloren, der den Tresor öffnet.'
        : `Dabei gehen ${count} Passkeys verloren, die den Tresor öffnen.`,
  },
  exposure: {
    title: { now: 'Was dieses Konto erreichen kann', whenBlocked: 'Was dieses Konto erreichen konnte' },
    about: 'Eine Liste der Seiten und Daten, die die App diesem Konto öffnet.',
    show: 'Anzeigen',
    items: { reports: 'Quartalsberichte', vault: 'Tresor des Teams', payout: 'Auszahlungen' },
    access: { read: 'lesen', 'read and write': 'lesen und schreiben', send: 'anweisen' },
    none: 'Die Liste ist leer.',
    noUse: 'Keine Nutzung verzeichnet',
    lastUsed: (when) => `Zuletzt benutzt: ${when}`,
    asOf: (when) => `Stand: ${when}.`,
  },
};

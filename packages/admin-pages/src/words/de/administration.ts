import type { Words } from '../en/index.ts';

export const administration: Words['administration'] = {
  chooseOne: 'Wählen Sie ein Konto, um zu sehen, wie es sich anmeldet und was es erreichen könnte.',
  newAccount: 'Neues Konto …',
  search: 'Konten suchen',
  noneLikeThat: 'Kein solches Konto.',
  noRole: 'Keine Rolle',
  status: { active: 'Aktiv', locked: 'Zeitweise gesperrt', blocked: 'Gesperrt' },
  allAccounts: '← Alle Konten',
  emergency: 'Notfall',
  blockedBecause: (reason) => `Gesperrt: ${reason}`,
  lockedUntil: (when) => `Zu viele falsche Versuche. Öffnet sich von selbst wieder: ${when}.`,
  facts: {
    factors: 'Eingerichtet',
    backupCodes: 'Verbleibende Ersatzcodes',
    roles: 'Rollen',
    methods: 'Darf sich anmelden mit',
    sessions: 'Angemeldet auf',
    devices: (count) => (count === 0 ? 'Keinem Gerät' : count === 1 ? '1 Gerät' : `${count} Geräten`),
    email: 'E-Mail-Adresse',
    none: 'Keine',
    asThePolicySays: 'Allem, was die Richtlinie erlaubt',
    passkeys: (count) => (count === 1 ? '1 Passkey' : `${count} Passkeys`),
    codesTo: (way, address) => `${way} (${address})`,
  },
  actors: { host: 'die App', system: 'das System' },
  actions: {
    title: 'Was Sie tun können',
    unblock: 'Entsperren',
    unblockTitle: (who) => `${who} entsperren?`,
    unblockText: 'Die Person kann sich wieder anmelden. Alles, was sie eingerichtet hatte, ist noch da.',
    unblocked: 'Das Konto ist entsperrt: Die Person kann sich wieder anmelden.',
    unlock: 'Freigeben',
    unlocked: 'Das Konto ist freigegeben: Die Person kann es jetzt wieder versuchen.',
    giveCode: 'Anmeldecode ausgeben',
    codeGiven: (when) =>
      `Zuletzt wurde ein Anmeldecode ausgegeben: ${when}. Wenn er noch nicht benutzt wurde, gilt er nicht mehr, sobald Sie einen neuen ausgeben.`,
    codeAbove: 'Der Code steht oben. Geben Sie ihn nur weiter, wenn Sie sicher sind, wer die Person ist.',
    roles: 'Rollen …',
    methods: 'Anmeldung …',
    resetTwoStep: 'Zweiten Schritt zurücksetzen …',
    resetPasskeys: 'Passkeys zurücksetzen …',
    block: 'Sperren …',
    delete: 'Löschen …',
    resetTwoStepTitle: (who) => `Zweiten Schritt von ${who} zurücksetzen?`,
    codeFollows:
      'Danach sehen Sie einen einmaligen Anmeldecode zum Weitergeben. Wenn die nächste Anmeldung danach fragt, gibt die Person ihn dort ein und richtet wieder einen zweiten Schritt ein.',
    notForPasskeys:
      'Das hilft niemandem, der einen Passkey verloren hat: Brechen Sie dann ab und drücken Sie „Passkeys zurücksetzen …“.',
    codeForLater:
      'Wenn Sie hier zurücksetzen, sehen Sie einen einmaligen Anmeldecode. Er lässt sich erst benutzen, wenn die Passkeys der Person entfernt sind.',
    codeWhenUnblocked: 'Der Code gilt, sobald das Konto entsperrt ist.',
    codeReplaces: 'Ein Anmeldecode, der vorher ausgegeben wurde, gilt nicht mehr.',
    reset: 'Zurücksetzen',
    twoStepReset: 'Der zweite Schritt ist zurückgesetzt, und das Konto ist überall abgemeldet.',
    twoStepResetCode:
      'Der zweite Schritt ist zurückgesetzt, und das Konto ist überall abgemeldet. Ein Code zum Weitergeben ist erstellt.',
    resetPasskeysTitle: (who) => `Alle Passkeys von ${who} zurücksetzen?`,
    passkeysReset: 'Alle Passkeys sind entfernt, und das Konto ist überall abgemeldet.',
    blockTitle: (who) => `${who} sperren?`,
    blockText:
      'Es wird sofort überall abgemeldet, und niemand kann sich damit anmelden, bis ein Administrator es entsperrt. Gelöscht wird nichts.',
    reason: 'Grund (nötig)',
    reasonMissing: 'Geben Sie einen Grund an. Ein paar Wörter genügen, etwa „Laptop verloren“.',
    reasonHint: 'Administratoren lesen ihn hier und im Protokoll.',
    blockSubmit: 'Sperren',
    blocked:
      'Das Konto ist gesperrt und überall abgemeldet. Niemand kann sich damit anmelden, bis ein Administrator es entsperrt. Weiter unten steht, was es erreichen konnte.',
    leaving: {
      block:
        'Sperren Sie das Konto, wenn die Person vielleicht zurückkommt oder noch etwas zu klären ist; Sie können es später entsperren.',
      delete: 'Löschen Sie das Konto, wenn die Person endgültig weg ist; es lässt sich nicht zurückholen.',
      log: 'Das Protokoll behält die Einträge, auch nach dem Löschen.',
    },
    lost: {
      title: 'Wenn ein Telefon oder Sicherheitsschlüssel verloren ist',
      passkey: 'Entfernen Sie den Passkey, der darauf war, weiter unten.',
      totp: 'Drücken Sie „Zweiten Schritt zurücksetzen …“, wenn die Authenticator-App darauf war: Dann sehen Sie einen Code zum Weitergeben.',
      then: 'Danach meldet sich die Person wieder an und richtet einen neuen Passkey oder eine neue App ein.',
      stuck:
        'Wenn sie sich noch immer nicht anmelden kann, drücken Sie „Anmeldecode ausgeben“: Der Knopf erscheint hier, sobald weder ein Passkey noch eine App eingerichtet ist.',
    },
    mailboxLost: {
      title: 'Wenn das Postfach verloren ist',
      codeDoes:
        'Drücken Sie „Anmeldecode ausgeben“. Die Anmeldung nimmt ihn statt des Codes per E-Mail, und die Person richtet einen Passkey oder eine Authenticator-App ein. Danach ändert sie ihre Adresse auf der Seite ihres Kontos.',
      role: (name) => `„${name}“`,
      roleFirst: (role) =>
        `Die Anmeldung nimmt keinen Code von Ihnen, weil die Person nichts einrichten muss. Drücken Sie deshalb „Rollen …“ und fügen Sie ${role} hinzu; dafür braucht sie einen Passkey oder eine Authenticator-App. Drücken Sie dann „Anmeldecode ausgeben“. Damit meldet sich die Person an und richtet eines davon ein. Nehmen Sie ihr danach die Rolle wieder; ihre Adresse ändert sie auf der Seite ihres Kontos.`,
      anew: 'Die Anmeldung nimmt keinen Code von Ihnen, weil die Person nichts einrichten muss. Löschen Sie das Konto, und legen Sie es mit einer Adresse neu an, an die sie herankommt. Oder lassen Sie unter „Richtlinie“ eine Rolle anlegen, die einen Passkey oder eine Authenticator-App verlangt: Was Sie damit tun, steht dann hier.',
    },
    ownAccount:
      'Das ist Ihr eigenes Konto. Was Sie hier tun, kann Sie abmelden oder Ihnen die nächste Anmeldung verwehren.',
    noWay:
      'Dieses Konto hat kein Passwort und keinen Passkey, also kann sich niemand damit anmelden. Ein Anmeldecode hilft nicht. Löschen Sie das Konto, und legen Sie es mit einem ersten Passwort neu an.',
    rolesText: {
      later: 'Sie gelten sofort. Wenn sie eine stärkere Anmeldung verlangen, zählt das ab der nächsten Anmeldung.',
      now: 'Sie gelten sofort. Wenn sie eine stärkere Anmeldung verlangen, zählt das auch, wenn die Person schon angemeldet ist.',
    },
    moreRoles: 'Andere Rollen …',
    otherRoles: 'Andere Rollen',
    rolesHint: 'Durch Kommas getrennt.',
    roleMeans: {
      policy: 'darf Konten und die Richtlinie ändern',
      people: 'darf Konten ändern',
      asks: (what) => `braucht ${what}`,
    },
    rolesRemove:
      'Wer neu eine Rolle bekommt, die Konten ändern darf, verliert Passwort, Adresse und App, wenn sie jemand aus der Verwaltung eingerichtet hat, und wird dann abgemeldet.',
    unknownRole: (role) => `Keine Regel nennt die Rolle „${role}“, und kein Konto hat sie.`,
    didYouMean: (role) => `Meinten Sie „${role}“?`,
    rolesAreRight: (count) => (count === 1 ? 'Sie stimmt: diese Rolle geben' : 'Sie stimmen: diese Rollen geben'),
    rolesSaved: 'Die Rollen sind gespeichert.',
    methodsTitle: (who) => `Womit sich ${who} anmelden darf`,
    methodsText:
      'Kreuzen Sie an, womit die Person eine Anmeldung beginnen darf. Was die Richtlinie verbietet, bleibt verboten, auch wenn Sie es ankreuzen.',
    methodsSaved: 'Womit sich dieses Konto anmelden darf, ist gespeichert.',
    wouldStrand:
      'Damit könnte sich die Person nicht mehr anmelden; nichts wurde geändert. Wenn Sie es trotzdem wollen, kreuzen Sie dies an und speichern noch einmal.',
    evenSo: 'Die Person kann sich vorerst nicht anmelden, und das ist richtig so',
    deleteTitle: (who) => `${who} löschen?`,
    thisAccount: 'Dieses Konto',
    deleteText:
      'Das Konto wird sofort gelöscht, mit allem, womit es sich anmeldet, und lässt sich nicht zurückholen. Es wird überall abgemeldet.',
    deleteVault: 'Sein Tresor wird auch gelöscht: Niemand kann ihn mehr öffnen, auch das Notfallkonto nicht.',
    deleteLog:
      'Das Protokoll behält die Einträge und zeigt statt des Namens eine Kennung. Wenn Sie später danach suchen wollen, notieren Sie sie:',
    deleteForGood: 'Endgültig löschen',
    deleted: (who) => `${who} ist gelöscht.`,
  },
  create: {
    title: 'Konto anlegen',
    titleInvite: 'Konto anlegen oder einladen',
    email: 'E-Mail-Adresse',
    emailHint: 'Dorthin gehen Codes. Die Adresse wird nicht geprüft: Achten Sie darauf, dass sie der Person gehört.',
    emailMissing: 'Geben Sie eine E-Mail-Adresse ein.',
    passwordMissing: 'Geben Sie ein erstes Passwort ein. Ohne eines könnte sich niemand mit diesem Konto anmelden.',
    roles: 'Rollen',
    rolesHint: 'Durch Kommas getrennt; darf leer bleiben.',
    password: 'Erstes Passwort',
    passwordHint: 'Geben Sie es selbst weiter; die Person kann es später ändern.',
    passwordHintInvite: 'Leer lassen, um eine Einladung zu schicken: Die Person wählt dann ihr eigenes.',
    invite: 'Einladung per E-Mail schicken',
    submit: 'Konto anlegen',
    tell: (who, page, hasPassword) =>
      `${who} hat jetzt ein Konto. Sagen Sie der Person persönlich oder telefonisch ${hasPassword ? 'das erste Passwort und ' : ''}die Adresse der Anmeldeseite: ${page}. Wenn die Richtlinie von ihr einen Passkey oder eine Authenticator-App verlangt, richtet sie das bei der ersten Anmeldung ein.`,
    invited: (who) =>
      `${who} hat jetzt ein Konto, und eine Einladung ist unterwegs. Wenn die Richtlinie von der Person einen Passkey oder eine Authenticator-App verlangt, richtet sie das bei der ersten Anmeldung ein.`,
  },
  code: {
    label: (whose) => `Code für ${whose}`,
    heading: (whose) => ['Code für ', whose],
    about: (expires) =>
      `Geben Sie ihn persönlich oder telefonisch weiter, nie per E-Mail. Die Person meldet sich an. Wenn sie „Ich habe einen Code von einem Administrator“ sieht, gibt sie ihn dort ein; wenn nicht, nimmt ihre Anmeldung ihn nicht. Er gilt einmal.${expires === undefined ? '' : ` Er läuft ab: ${expires}.`} Er wird nur hier angezeigt: Wenn Sie die Seite neu laden oder verlassen, ist er weg.`,
    replaced: 'Der Code, den Sie vorher ausgegeben haben, gilt nicht mehr.',
    putAway: 'Fertig, Code ausblenden',
  },
  passkeys: {
    title: 'Passkeys',
    about: (added, used) => `Hinzugefügt: ${added}, ${used}`,
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
    passkeys: (count) => (count === 1 ? 'der einzige Passkey' : `alle ${count} Passkeys`),
    totp: 'die Authenticator-App',
    backupCodes: 'die Ersatzcodes',
    password: 'das Passwort',
    signedOut: 'Die Person wird überall abgemeldet.',
    signedOutWithIt: 'Die Person wird überall abgemeldet, wo sie sich damit angemeldet hat.',
    giveCode:
      'Wenn sie sich danach nicht anmelden kann, geben Sie ihr einen Anmeldecode: Der Knopf dafür erscheint auf dieser Seite.',
    mailedCode:
      'Die Anmeldung fragt dann vielleicht nach einem Code per E-Mail. Wenn auch das Postfach verloren ist, steht hier danach, was Sie tun können.',
    stuck: 'Danach bleibt nichts, womit sich die Person anmelden könnte: Sie kommt nicht mehr in dieses Konto.',
  },
  vault: {
    passkey: 'einen Passkey',
    secret: 'das Master-Passwort',
    emergency: 'das Notfallkonto',
    staysOpen: (by) => `Er lässt sich noch öffnen durch ${by}.`,
    losesNothing: 'Dabei geht kein Passkey verloren, der den Tresor öffnet.',
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

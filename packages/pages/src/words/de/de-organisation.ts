import type { OwnWords } from '../en/index.ts';

export const organisation: OwnWords['organisation'] = {
  notAMember: 'Sie sind in dieser Organisation kein Mitglied, oder es gibt sie nicht.',
  noneNamed: 'Diese Adresse nennt keine Organisation. Öffnen Sie die Seite von Ihrem Konto aus.',
  notPermitted:
    'Ihre Rolle in dieser Organisation erlaubt diese Seite nicht. Fragen Sie jemanden, der die Organisation verwaltet.',
  toAccount: 'Zu Ihrem Konto',
  members: {
    title: 'Mitglieder',
    about: 'Mitglied wird man durch eine Einladung oder durch die App.',
    none: 'Es gibt keine Mitglieder.',
    you: 'Sie',
    account: (id) => `Konto ${id}`,
    noRoles: 'Keine Rolle',
    since: (when) => `Mitglied seit: ${when}`,
    change: 'Rollen ändern',
    changeOf: (name) => `Rollen ändern: ${name}`,
    changeTitle: (name) => `Rollen von ${name}`,
    changed: (name) => `Die Rollen von ${name} sind geändert.`,
    meanwhile: (name) =>
      `Jemand anderes hat inzwischen die Rollen von ${name} geändert oder ${name} entfernt, deshalb wurde nichts geändert. Die Liste ist neu.`,
    remove: 'Entfernen',
    removeOne: (name) => `Entfernen: ${name}`,
    removeTitle: (name) => `${name} entfernen?`,
    removeText: (organisation) =>
      `Die Person hat dann keinen Zugang zu ${organisation} mehr. Das Konto der Person bleibt.`,
    removeSelf: (organisation) =>
      `Das sind Sie: Sie haben dann keinen Zugang zu ${organisation} mehr und sehen diese Seite nicht mehr. Ihr Konto bleibt.`,
    removed: (name) => `${name} ist kein Mitglied mehr.`,
    rolesOfInvited: 'Rollen in dieser Organisation',
    unknownRole: (role) => `Die Rolle „${role}“ gibt es hier nicht. Es wurde nichts geändert.`,
  },
  invitations: {
    invite: 'Jemanden einladen',
    title: (organisation) => `Jemanden zu ${organisation} einladen`,
    text: 'Die Person bekommt eine E‑Mail mit einem Link und meldet sich mit dieser Adresse an oder legt damit ein Konto an. Der Link gilt einmal, sieben Tage lang.',
    email: 'E‑Mail-Adresse',
    send: 'Einladung senden',
    sent: (address) => `Die Einladung an ${address} ist unterwegs.`,
    openOnes: 'Offene Einladungen',
    until: (date) => `endet ${date}`,
    withdraw: 'Zurückziehen',
    withdrawOne: (address) => `Die Einladung an ${address} zurückziehen`,
    withdrawn: (address) => `Die Einladung an ${address} ist zurückgezogen.`,
    alreadyOver: (address) =>
      `Jemand hat die Einladung an ${address} benutzt, oder sie gilt nicht mehr. Laden Sie die Seite neu.`,
    joinTitle: 'Sie sind eingeladen',
    joinText: 'Sie sind eingeladen, Mitglied einer Organisation zu werden. Ihr Konto bleibt Ihr Konto.',
    join: 'Mitglied werden',
    joined: (organisation) => `Sie sind Mitglied von ${organisation}.`,
    open: (organisation) => `${organisation} öffnen`,
    otherAddress:
      'Diese Einladung ging an eine andere E‑Mail-Adresse als die dieses Kontos. Melden Sie sich mit dem Konto jener Adresse an, oder bitten Sie um eine Einladung an diese.',
    over: 'Diese Einladung gilt nicht mehr: Sie wurde benutzt, zurückgezogen oder ist zu alt. Bitten Sie um eine neue.',
  },
  rule: {
    title: 'Wer Zugang hat',
    about: 'Was Sie hier verlangen, gilt nur in dieser Organisation, neben dem, was diese Website von allen verlangt.',
    changedAt: (version, when) => `Version ${version}, gespeichert: ${when}.`,
    strength: 'Für den Zugang braucht man mindestens',
    noStrength: 'Was diese Website verlangt',
    strengths: {
      single: 'Ein Schritt',
      baseline: 'Zwei Schritte',
      enhanced: 'Authenticator-App oder Passkey',
      'phishing-resistant': 'Nur Passkey',
    },
    strengthHint: 'Bei zwei Schritten genügt als zweiter ein Code per E-Mail. Eine App zählt nur neben einem Passwort.',
    ways: 'Anmeldewege, die hier zählen',
    allWays: 'Alle Wege dieser Website',
    onlyWays: 'Nur diese',
    noWays: 'Wählen Sie mindestens einen Anmeldeweg.',
    within: 'Eine Bestätigung gilt',
    withinHint: 'Danach bestätigt man vor dem Zugang noch einmal.',
    noWithin: 'Wie es zur Stärke gehört',
    ofRole: (role) => `Mit der Rolle „${role}“ braucht man mindestens`,
    noMore: 'Nicht mehr als alle',
    keeps: 'Die Regel hat weitere Teile, die diese Seite nicht ändert',
    check: 'Zeigen, wen das aufhält',
    unchanged: 'Sie haben noch nichts geändert.',
    saved: 'Die Regel ist gespeichert. Sie gilt ab jetzt.',
    meanwhile: (version) =>
      `Jemand anderes hat inzwischen Version ${version} der Regel gespeichert, deshalb wurde Ihre nicht gespeichert. Unten steht die neue Regel mit Ihren Änderungen. Prüfen Sie sie, und speichern Sie noch einmal.`,
  },
  preview: {
    title: 'Diese Regel speichern?',
    enters: (count) =>
      count === 0
        ? 'Kein Mitglied kommt mit dem hinein, was es hat.'
        : count === 1
          ? '1 Mitglied kommt mit dem hinein, was es hat.'
          : `${count} Mitglieder kommen mit dem hinein, was sie haben.`,
    mustEnroll: (count) =>
      count === 1
        ? '1 Mitglied muss vor dem Zugang etwas einrichten.'
        : `${count} Mitglieder müssen vor dem Zugang etwas einrichten.`,
    cannot: (count) => (count === 1 ? '1 Mitglied hat keinen Zugang.' : `${count} Mitglieder haben keinen Zugang.`),
    everybody: 'Alle Mitglieder haben Zugang.',
    from: (date) => `Ab dem ${date}:`,
    who: 'Wer nicht ohne Weiteres hineinkommt',
    setsUp: 'Muss etwas einrichten.',
    setsUpOne: (ways) => `Muss einrichten: ${ways}.`,
    out: 'Hat keinen Zugang.',
    fromHost: 'Diese App führt die Mitglieder selbst, deshalb kann diese Seite nicht zeigen, wen die Regel aufhält.',
    save: 'Regel speichern',
    strands:
      'Niemand, dem die Organisation gehört, hätte noch Zugang, deshalb lässt sich diese Regel nicht speichern. Verlangen Sie weniger, oder richten Sie zuerst ein, was sie verlangt.',
  },
};

import type { OwnWords } from '../en/index.ts';
import { passkeys } from './passkeys.ts';

export const account: OwnWords['account'] = {
  signedInToo: (done) => `${done} Sie sind angemeldet.`,
  undone: {
    text: 'Sie haben diese Website verlassen, um zu bestätigen, dass Sie es sind. Was Sie tun wollten, ist nicht geschehen: Tun Sie es noch einmal.',
    back: 'Zurück zur Seite',
  },
  emailConfirmed: 'Ihre neue Adresse ist bestätigt.',
  otherName: {
    text: (name, address) => `Sie melden sich mit „${name}“ an, und E‑Mails gehen an ${address}.`,
  },
  emailLinkUnusable: (name, address) =>
    `Sie sind als „${name}“ angemeldet${address === undefined ? '' : `, und Ihre E‑Mail‑Adresse ist ${address}`}. Dieser Link ändert hier nichts: Er wurde schon benutzt oder zurückgenommen, oder er ist zu alt, oder er gehört zu einem anderen Konto. Wenn er zu einem anderen Konto gehört, drücken Sie auf „Anderes Konto verwenden“: Sie werden hier abgemeldet und melden sich mit dem anderen Konto an.${address === undefined ? '' : ' Wenn Sie für dieses Konto eine andere Adresse möchten, drücken Sie bei der Adresse auf „Ändern“.'}`,
  emailNotConfirmed:
    'Der Link wurde nicht benutzt, denn Sie haben nicht bestätigt, dass Sie es sind. Öffnen Sie den Link in der E‑Mail noch einmal.',
  overview: {
    proved: (when, proofs, providers) => {
      const ways = [providers === '' ? '' : `durch ${providers}`, proofs === '' ? '' : `mit ${proofs}`];
      const told = ways.filter((way) => way !== '').join(' und ');
      return `Zuletzt bestätigt: ${when}${told === '' ? '' : `, ${told}`}.`;
    },
  },
  factors: {
    title: 'So melden Sie sich an',
    asksAgain: (span) =>
      `Bevor Sie hier etwas ändern, bestätigen Sie, dass Sie es sind. Eine Bestätigung gilt ${span} lang, danach fragt diese Seite wieder.`,
    closed: (kinds) => `Das können Sie zurzeit nicht einrichten oder ändern: ${kinds}.`,
    totp: 'Authen\u00adticator-App',
    isSetUp: 'Eingerichtet.',
    notSetUp: 'Nicht eingerichtet.',
    totpNotSetUp: 'Nicht eingerichtet. Eine App auf Ihrem Telefon zeigt Codes für den zweiten Schritt.',
    setUp: 'Einrichten',
    replace: 'Ersetzen',
    replaceTotp: 'Authenticator‑App ersetzen',
    removeTotp: 'Authenticator-App entfernen',
    setUpTotp: 'Authenticator‑App einrichten',
    totpDone: 'Die Authenticator-App ist eingerichtet.',
    totpReplaced: 'Die neue App ist eingerichtet. Die alte gilt nicht mehr.',
    removeTotpTitle: 'Authenticator‑App entfernen?',
    removeTotpText: 'Die Codes der App gelten sofort nicht mehr.',
    removeTotpWithCodes: 'Die Codes der App gelten sofort nicht mehr, und Ihre Ersatzcodes auch nicht.',
    appEnds: {
      notHere:
        'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben. Hier bleiben Sie angemeldet.',
      hereIfUsed:
        'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben: auch hier, wenn Sie das hier getan haben.',
      perhapsHere:
        'Sie werden überall abgemeldet, wo Sie sich damit angemeldet oder etwas bestätigt haben: auch hier, wenn Sie die App hier benutzt haben oder jetzt benutzen.',
    },
    totpRemoved: 'Die Authenticator-App ist entfernt.',
    totpRemovedWithCodes: 'Die Authenticator-App ist entfernt, und mit ihr Ihre Ersatzcodes.',
    backupCodesLeft: (left) =>
      `Noch ${left}. Jeder gilt bei der Anmeldung einmal anstelle Ihrer App oder Ihres Passkeys, wenn die Anmeldung ihn anbietet.`,
    backupCodesBesidePassword: (left) =>
      `Noch ${left}. Jeder gilt einmal, zusammen mit einem Passwort, und Sie haben keines.`,
    besidePassword: 'Gilt nur zusammen mit einem Passwort, und Sie haben keines.',
    newCodes: 'Neue Codes',
    newCodesTitle: 'Neue Ersatzcodes erstellen?',
    newCodesText:
      'Sobald Sie auf die Schaltfläche drücken, gelten die alten Codes nicht mehr, auch wenn Sie die neuen noch nicht gespeichert haben.',
    newCodesTextNoneLeft: 'Sie haben keine mehr. Die neuen werden angezeigt, bis Sie sie gespeichert haben.',
    makeNewCodes: 'Neue Codes erstellen',
    newCodesDone: 'Sie haben neue Ersatzcodes.',
    password: 'Passwort',
    passwordSet: 'Vorhanden.',
    passwordDirectory: 'Das des Verzeichnisses.',
    passwordNone: 'Keines. Sie melden sich ohne Passwort an.',
    changePassword: 'Passwort ändern',
    setPassword: 'Passwort setzen',
    change: 'Ändern',
    changePasswordTitle: 'Passwort ändern',
    setPasswordTitle: 'Passwort setzen',
    otherSessionsEnd: 'Sie werden überall sonst abgemeldet.',
    currentPassword: 'Aktuelles Passwort',
    newPassword: 'Neues Passwort',
    passwordSaved: 'Ihr Passwort ist gespeichert. Sie sind überall sonst abgemeldet.',
    email: 'E-Mail-Adresse',
    noAddress:
      'Es ist keine Adresse eingerichtet. Wenn Sie eine hinzufügen, gehen Codes, Links und Mitteilungen dorthin.',
    identifier: 'Anmelde\u00adname',
    changeIdentifier: 'Anmeldenamen ändern',
    changeIdentifierText: (name) =>
      `Sie melden sich dann mit dem neuen Namen an und nicht mehr mit „${name}“. Geben Sie den neuen Namen auch an, wenn Sie Ihr Passwort vergessen haben.`,
    mailStays: (address) => `E‑Mails gehen weiter an ${address}.`,
    addressIfEntered: 'Mit dieser Adresse können Sie sich nur anmelden, wenn Sie sie hier eingeben.',
    mailOnly: (address) =>
      `E‑Mails gehen weiter an ${address}, aber anmelden können Sie sich mit dieser Adresse nicht.`,
    newIdentifier: 'Neuer Anmeldename',
    identifierChanged: (name) => `Sie melden sich jetzt mit dem Namen „${name}“ an.`,
    receivesCodes: (address) => `${address}\u00a0· empfängt Codes`,
    receivesNotices: (address) => `${address}\u00a0· empfängt Mitteilungen`,
    addEmail: 'Hinzufügen',
    addEmailTitle: 'E‑Mail‑Adresse hinzufügen',
    changeEmail: 'E-Mail-Adresse ändern',
    changeEmailTitle: 'E‑Mail‑Adresse ändern',
    changeEmailText:
      'Wir schicken einen Link an die neue Adresse. Öffnen Sie ihn innerhalb einer Stunde in diesem Browser. Vorher ändert sich nichts.',
    replacesPending: (address) => `Der Link an ${address} gilt dann nicht mehr.`,
    changeEmailEnds: 'Danach sind Sie überall sonst abgemeldet.',
    nameStays: (name) => `Sie melden sich weiter mit „${name}“ an, bis Sie den Anmeldenamen ändern.`,
    waitsAgain: (ends) => `Ein Link, der diese Adresse als Ihre bestätigt, ist unterwegs. Er läuft ${ends} ab.`,
    waits: (address, ends) =>
      `Noch nicht bestätigt: ${address}. Öffnen Sie den Link in der E‑Mail an diese Adresse. Er läuft ${ends} ab. Wenn Sie ihn nicht öffnen, ändert sich nichts.`,
    takeBack: {
      button: 'Zurücknehmen',
      spoken: 'Wechsel der E-Mail-Adresse zurücknehmen',
      title: (address) => `Wechsel zu ${address} zurücknehmen?`,
      text: (address) =>
        `Der Link an ${address} gilt dann nicht mehr. Sie werden außerdem überall sonst abgemeldet, und Ihre anderen Geräte sind nicht mehr bekannt.`,
      submit: 'Zurücknehmen',
      done: (address) =>
        `Der Wechsel ist zurückgenommen. Der Link an ${address} gilt nicht mehr, und Sie sind überall sonst abgemeldet.`,
      tooLate: (address) =>
        `Zu spät: Der Link wurde schon geöffnet, und Ihre Adresse ist jetzt ${address}. Sie sind überall sonst abgemeldet. Wenn Sie diese Adresse nicht möchten, ändern Sie sie wieder.`,
    },
    newAddress: 'Neue Adresse',
    sendLink: 'Link schicken',
    linkSent: (address) => `Ein Link ist unterwegs an ${address}.`,
  },
  nextSignIn:
    'Benutzen Sie bei der nächsten Anmeldung, was Sie noch haben, zum Beispiel Ihr Passwort. Wenn diese Website einen zweiten Schritt verlangt, richten Sie dann einen neuen ein. Wenn Sie Ihr Passwort vergessen, brauchen Sie vielleicht einen Administrator.',
  usedBackupCode: {
    left: (left) =>
      `Sie haben sich mit einem Ersatzcode angemeldet. ${left === 0 ? 'Sie haben keinen mehr.' : `Sie haben noch ${left}.`}`,
    codesWent:
      'Sie haben keinen zweiten Schritt und keine Ersatzcodes mehr: Die Codes wurden mit entfernt. Zu einer neuen App gehören neue Codes.',
    lostApp:
      'Haben Sie das Telefon mit Ihrer Authenticator-App verloren? Ersetzen Sie die App, damit die alte nicht mehr gilt.',
    lostPasskey:
      'Wenn Sie unter „So melden Sie sich an“ etwas ändern oder Ihre Daten herunterladen, fragt diese Seite nach einem Ihrer Passkeys; ein Ersatzcode genügt nicht. Wenn Sie Ihren einzigen Passkey verloren haben, bekommen Sie so einen neuen:',
  },
  passkeys,
  recommendations: { createPasskey: 'Passkey erstellen', makeNewCodes: 'Neue Codes erstellen' },
  soon: {
    setUpNow: (ways, date) => `Ab dem ${date} brauchen Sie für die Anmeldung hier ${ways}. Richten Sie das jetzt ein.`,
    askForHelp: (date) =>
      `Ab dem ${date} genügt hier nicht mehr, womit Sie sich jetzt anmelden. Bitten Sie vorher einen Administrator um Hilfe.`,
    ways: { passkey: 'einen Passkey', totp: 'eine Authenticator-App' },
  },
  codes: {
    goTo: (address) => `Codes gehen an ${address}.`,
    setUpTitle: (label) => `${label} einrichten`,
    done: (label) => `${label} ist eingerichtet.`,
    replace: (label) => `${label} ersetzen`,
    remove: (label) => `${label} entfernen`,
    removeTitle: (label) => `${label} entfernen?`,
    removeText: 'Diese Codes gelten sofort nicht mehr.',
    removed: (label) => `${label} ist entfernt.`,
  },
  organisations: {
    title: 'Ihre Organisationen',
    enters: 'Sie haben Zugang.',
    closed: 'Zurzeit hat niemand Zugang. Fragen Sie einen Administrator dieser Website.',
    noStepUp: (name) =>
      `Was Sie eingerichtet haben, genügt nicht. Richten Sie es unten ein, wenn Sie können. Sonst fragen Sie jemanden, der ${name} verwaltet.`,
    confirm: 'Bestätigen',
    confirmOne: (name) => `Bestätigen für den Zugang zu ${name}`,
    entered: (name) => `Sie haben jetzt Zugang zu ${name}.`,
    notEntered: (name) => `Sie haben noch immer keinen Zugang zu ${name}. Der Grund steht in der Liste.`,
    failed: 'Ihre Organisationen lassen sich gerade nicht zeigen. Laden Sie diese Seite später neu.',
    manage: 'Verwalten',
    manageOne: (name) => `Verwalten: ${name}`,
  },
  identities: {
    title: 'Single Sign-on',
    notLinked: 'Nicht verknüpft.',
    link: 'Verknüpfen',
    unlink: 'Trennen',
    linkOne: (name) => `${name} verknüpfen`,
    unlinkOne: (name) => `${name} trennen`,
    linked: (whom, when) => `Verknüpft mit ${whom}, ${when}.`,
    linkedNow: (name) => `${name} ist verknüpft. Sie können sich jetzt damit anmelden.`,
    unlinkTitle: (name) => `${name} trennen?`,
    unlinkText: (name) =>
      `Sie können sich dann nicht mehr mit ${name} anmelden und verlieren die Rollen, die Sie dadurch haben. Sitzungen, in denen Sie sich damit angemeldet haben, enden, auch diese hier, wenn sie dazu gehört.`,
    unlinkIt: 'Trennen',
    unlinked: (name) => `${name} ist getrennt.`,
  },
  sessions: {
    title: 'Wo Sie angemeldet sind',
    endOthers: 'Überall sonst abmelden',
    stillElsewhere: (where) =>
      `Sie sind auch anderswo angemeldet: ${where}. Wenn Sie eines dieser Geräte verloren haben oder nicht kennen, melden Sie es unter „Wo Sie angemeldet sind“ ab.`,
    othersEnded: 'Sie sind überall sonst abgemeldet, und Ihre anderen Geräte sind nicht mehr bekannt.',
    passkeysStay:
      'Ein Passkey auf einem verlorenen Gerät gilt weiter: Entfernen Sie ihn unter „So melden Sie sich an“. Wenn es Ihr einziger ist, bitten Sie einen Administrator darum.',
    end: 'Abmelden',
    endOne: (device) => `${device} abmelden`,
    ended: 'Das andere Gerät ist abgemeldet.',
    seen: (when) => `Zuletzt gesehen: ${when}`,
    since: (when) => `angemeldet: ${when}`,
    thisOne: 'Dieses Gerät',
  },
  devices: {
    title: 'Bekannte Geräte',
    about:
      'Zu viele falsche Passwörter sperren Ihr Konto für eine Weile. Wenn jemand anderes sie anderswo eingibt, können Sie sich auf den Geräten dieser Liste trotzdem anmelden.',
    forgets: '„Vergessen“ nimmt ein Gerät aus dieser Liste.',
    endOthersForgets: '„Vergessen“ nimmt ein Gerät aus dieser Liste, „Überall sonst abmelden“ alle anderen Geräte.',
    forget: 'Vergessen',
    forgetOne: (device) => `${device} vergessen`,
    forgetTitle: (device) => `${device} vergessen?`,
    forgetText:
      'Solange Ihr Konto wegen zu vieler falscher Passwörter gesperrt ist, können Sie sich auch dort nicht anmelden. Abgemeldet wird niemand.',
    forgotten: 'Das Gerät ist nicht mehr bekannt.',
    signedIn: (when) => `Angemeldet: ${when}`,
    knownSince: (when) => `zum ersten Mal: ${when}`,
    unknown: 'Unbekanntes Gerät',
    browserOn: (browser, device) => `${browser} auf ${device}`,
  },
  data: {
    title: 'Ihre Daten',
    export: 'Export',
    fileName: (site, date) => `konto-${site}-${date}.json`,
    aboutExport: 'Alles, was hier über Sie gespeichert ist, in einer JSON-Datei.',
    readExport: 'So lesen Sie die Datei',
    exportNotes: [
      'Die Datei ist für Programme gemacht, deshalb sind die Namen der Angaben englisch und die Zeiten in UTC.',
      '„amr“ ist, womit Sie sich angemeldet haben: „pwd“ ist ein Passwort, „otp“ ein Code, und „hwk“, „swk“ oder „pop“ ein Passkey. „user“ heißt, dass Sie am Passkey etwas bestätigt haben, und „mfa“, dass Sie mehr als einen Nachweis gegeben haben; dafür genügt ein Passkey, der nach PIN, Finger oder Gesicht fragt. Single Sign-on steht nicht in der Liste. „strength“ ist, wie stark die Richtlinie die Anmeldung nennt.',
      '„methods“ sind die Anmeldewege, auf die Ihr Konto beschränkt ist. Bei „null“ hat Ihr Konto keine eigene Beschränkung.',
      '„identities“ sind Ihre Konten beim Single Sign-on, auch die früheren. „said“ ist, was es zuletzt über Ihre Anmeldung dort gesagt hat: „acr“ ist deren Stufe, „amr“ das, was Sie dort nachgewiesen haben. „providerRoles“ sind die Rollen, die von dort kamen, und „roleGains“ sagt, wann Sie eine Rolle bekommen haben. „emergency“ ist nur bei einem Konto „true“, das diese Website für Notfälle hat.',
      '„userHandle“ ist die zufällige Kennung, unter der Ihre Passkeys Ihr Konto führen.',
      'Bei einem Passkey ist „aaguid“ das Modell des Geräts oder der App, die ihn aufbewahrt, „transports“, wie der Browser ihn erreicht, und „deviceBound“ „true“, wenn er nirgends sonst als Kopie liegt. Mit „publicKey“ prüft diese Website den Passkey; geheim ist das nicht.',
      '„flow“ ist die Kennung einer Anmeldung: Einträge mit derselben Kennung gehören zusammen. „actor“ ist, wer etwas getan hat: Ihre eigene „accountId“, die eines Administrators, oder „system“ oder ein Text, der mit „host“ beginnt, für diese Website.',
      'In der Liste der Ereignisse sind Adressen und Anmeldenamen nur gekürzt gespeichert, etwa „a•••“ statt „ada“.',
      '„setUpBy“ ist, wo es in der Datei steht, die Kennung der Person, von der Ihr Zugang kam, etwa des Administrators, der Sie eingeladen hat. Es heißt nicht, dass diese Person dort etwas getan hat.',
      'In „former\u00adAddresses“ stehen nur Adressen, die Ihnen mit einer neuen Rolle genommen wurden. Eine Adresse, die Sie geändert haben, steht gekürzt in der Liste der Ereignisse.',
      '„codes“ sind Nummern oder Adressen, an die diese Website Ihnen Codes schickt, etwa per SMS. Codes per E-Mail gehen an „email“.',
    ],
    vaultNotInFile:
      'Was in Ihrem Tresor liegt, ist nicht in der Datei, denn es ist versiegelt und hier nicht lesbar: Kopieren Sie es auf der Seite des Tresors.',
    delete: 'Konto löschen',
    aboutDelete: 'Löscht das Konto endgültig, mit allem, womit Sie sich anmelden.',
    deleteButton: 'Löschen …',
    deleteTitle: 'Konto löschen?',
    deleteText: (who) =>
      `Das Konto${who === undefined ? '' : ` „${who}“`} und alles, was zur Anmeldung eingerichtet ist, werden sofort gelöscht und lassen sich nicht wiederherstellen.`,
    logKeeps:
      'Das Protokoll behält seine Einträge zu diesem Konto, zum Beispiel Ihre Anmeldungen mit Ihrer Netzwerkadresse. Administratoren sehen diese Einträge weiter, mit einer zufälligen Kennung anstelle Ihres Namens. Steht in einem Eintrag ein Anmeldename oder eine Adresse von Ihnen, dann gekürzt, etwa „a•••“ statt „ada“ oder „a•••@example.org“.',
    deleteForGood: 'Endgültig löschen',
    exportFirst: 'Wenn Sie Ihre Daten behalten möchten, laden Sie sie vorher herunter.',
    vaultGoes:
      'Ihr Tresor wird mitgelöscht. Was darin liegt, ist nicht in der Datei mit Ihren Daten, denn es ist versiegelt und hier nicht lesbar: Wenn Sie es behalten möchten, kopieren Sie es vorher auf der Seite des Tresors.',
    deleted: 'Ihr Konto ist gelöscht',
    aboutDeleted: 'Alles, was Sie eingerichtet hatten, ist weg, und Sie sind überall abgemeldet.',
    toStart: 'Zur Startseite',
  },
};

import type { Words } from './en.ts';

const corp: Words['corp'] = {
  signIn: {
    title: 'Anmelden',
    lead: 'Das ist der eigene Anmeldedienst der Demo. Ein echter würde nach einem Passwort fragen; hier sagen Sie, wer Sie sind.',
    twoFactors: 'Ich habe hier zwei Nachweise erbracht, und der Anmeldedienst sagt es weiter',
    cancel: 'Abbrechen',
  },
  signOut: {
    title: 'Abmelden',
    lead: 'Sie sind bei der Demo abgemeldet. Möchten Sie sich auch bei Example Corp abmelden?',
    signOut: 'Bei Example Corp abmelden',
    stay: 'Dort angemeldet bleiben',
  },
  failed: {
    title: 'Das hat nicht geklappt',
    over: 'Diese Anmeldung ist vorbei. Gehen Sie zurück zur Demo und beginnen Sie von vorn.',
    back: 'Zurück zur Demo',
  },
};

const home: Words['home'] = {
  title: 'Zum Ausprobieren',
  eyebrow: 'Schnellstart',
  headline: 'Eine Richtlinie entscheidet, wer hereinkommt',
  lead: 'Die Richtlinie dieser Demo sagt, was jede Person zum Anmelden braucht. Melden Sie sich mit jedem der vier Konten an und sehen Sie, was verlangt wird. Ändern Sie dann als Ada die Richtlinie und sehen Sie, was anders ist.',
  people: 'Vier Personen',
  password: (password) => [
    'Alle haben das Passwort ',
    password,
    '. Wenn Sie eine Person auswählen, wird das Formular ausgefüllt.',
  ],
  noRole: 'Keine Rolle',
  meets: {
    superAdmin: 'Am Anfang: richtet zuerst einen Passkey oder eine App ein und führt dann die Verwaltung.',
    emailCode: 'Am Anfang: Ein Passwort und ein Code per E-Mail genügen.',
    contractor: 'Am Anfang: richtet vor dem ersten Zugang einen Passkey oder eine App ein.',
  },
  askingTheServer: 'Wird geladen …',
  session: 'Sie, in diesem Moment',
  nobody: 'In diesem Browser ist niemand angemeldet.',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  yourAccount: 'Ihr Konto',
  confirmed: (when) => `Zuletzt bestätigt: ${when}.`,
  app: 'Eine App hinter dem Tor',
  aboutTheApp:
    'Drei Seiten der Demo-App, jede mit eigener Anforderung. Wer sie nicht erfüllt, wird nach mehr gefragt und nicht abgewiesen.',
  route: { reports: 'Berichte lesen', vault: 'Tresor des Teams öffnen', payout: 'Auszahlung anweisen' },
  demand: {
    askingTheServer: 'Wird geladen …',
    session: 'Alle, die angemeldet sind',
    enhanced: 'Mit Passkey oder Authenticator-App',
    passkey: 'Mit einem Passkey, in den letzten 5 Minuten benutzt',
  },
  tryIt: 'Versuchen',
  letIn: {
    reports: 'Zugelassen. Die App zeigt die Quartalsberichte.',
    vault: 'Zugelassen. Die App öffnet den Tresor des Teams.',
    payout: 'Zugelassen. Die App weist die Auszahlung an.',
  },
  mail: 'E-Mail',
  aboutMail:
    'Codes und Links gehen an die E-Mail-Seite der Demo statt an ein echtes Postfach. Lassen Sie sie in einem anderen Tab offen.',
  openMail: 'E-Mail-Seite öffnen',
  sso: 'Single Sign-on',
  trySso: (button, page) => [
    'Drücken Sie auf der ',
    page('Anmeldeseite'),
    ' auf ',
    button,
    '. Sie kommen zum Anmeldedienst der Demo, sagen dort, wer Sie sind, und kehren zurück. Das zählt als ein Schritt. Am Anfang ist ein Code per E-Mail der zweite, und danach richten Ada und Cleo einen Passkey oder eine App ein. Kreuzen Sie dort an, dass Sie zwei Nachweise erbracht haben, so wird nichts weiter verlangt, und Ada und Cleo richten nichts ein: Die Richtlinie vertraut Example Corp dafür. Dann öffnet sich auch der Tresor des Teams weiter unten.',
  ],
  continueWith: (provider) => `Weiter mit ${provider}`,
  aboutSso:
    'Sie können auch mit dem Passwort beginnen und sich danach bei Example Corp anmelden. Ein Passwort und ein Nachweis dort zählen zusammen als ein Schritt; zwei Nachweise dort genügen. Ada und Cleo werden nach dem Passwort dorthin geschickt, bis sie einen Passkey oder eine App haben. Haben Sie sich hier mit Example Corp angemeldet und melden sich hier ab, so können Sie sich auch dort abmelden. Auf Ihrer Kontoseite heben Sie die Verknüpfung mit Example Corp auf und stellen sie wieder her.',
};

const mail: Words['mail'] = {
  title: 'E-Mail',
  lead: 'Hier stehen die E-Mails, die Sallyport verschickt hat. In ein echtes Postfach kommen sie nicht. Neue erscheinen von selbst.',
  mailbox: 'Postfach',
  example: 'name@example.org',
  show: 'Anzeigen',
  choose: 'Wählen Sie ein Postfach, um seine E‑Mails zu sehen.',
  none: (mailbox) => `Noch keine E-Mail für ${mailbox}.`,
  newest: (subject, count) => `${subject} (${count})`,
  openLink: 'Link öffnen',
};

const mails: Words['mails'] = {
  signInCode: {
    subject: (code) => `${code} ist Ihr Code`,
    text: (code, site) =>
      `Ihr Code für ${site} ist ${code}. Er gilt zehn Minuten und nur in dem Browser, in dem Sie ihn angefordert haben.\nWenn Sie ihn nicht angefordert haben, versucht vielleicht jemand, sich mit Ihrem Konto anzumelden, oder ist schon damit angemeldet: Wählen Sie auf der Kontoseite ein neues Passwort. Damit werden alle anderen abgemeldet.`,
  },
  newPassword: {
    subject: 'Neues Passwort wählen',
    text: (link, site) =>
      `Öffnen Sie innerhalb einer halben Stunde diesen Link, um bei ${site} ein neues Passwort zu wählen:\n${link}\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.`,
  },
  newAccount: {
    subject: 'Ihr neues Konto',
    text: (link, site) =>
      `Öffnen Sie innerhalb einer Stunde diesen Link, um Ihr Konto bei ${site} anzulegen:\n${link}\nWenn Sie kein Konto angefordert haben, brauchen Sie nichts zu tun: Es wird keines angelegt.`,
  },
  reminder: {
    subject: 'Bitte richten Sie Ihr Konto ein',
    text: (ways, link, site) =>
      `Ihr Konto bei ${site} braucht noch einen Weg für die Anmeldung. Richten Sie bei der nächsten Anmeldung einen davon ein: ${ways.join(', ')}.\n${link}`,
    before: (date, ways, link, site) =>
      `Ab ${date} braucht Ihr Konto bei ${site} noch einen Weg für die Anmeldung. Richten Sie vorher auf Ihrer Kontoseite einen davon ein: ${ways.join(', ')}.\n${link}`,
  },
  invitation: {
    subject: (name) => `Sie sind eingeladen: ${name}`,
    text: (address, site, link, until) =>
      `Ein Administrator von ${site} hat ein Konto für Sie angelegt, mit der Adresse ${address}. Öffnen Sie diesen Link, um sich zum ersten Mal anzumelden:\n${link}\nDer Link gilt einmal, bis ${until}. Wenn Sie mehrere solche E‑Mails haben, gilt nur der neueste Link. Wenn er nicht mehr gilt, bitten Sie einen Administrator der Website um einen neuen.\nWenn Sie die Website nicht kennen, brauchen Sie nichts zu tun.`,
  },
  organisationInvitation: {
    subject: (name) => `Sie sind eingeladen: ${name}`,
    text: (name, address, site, link, until) =>
      `Jemand lädt Sie ein, bei ${site} Mitglied von ${name} zu werden. Öffnen Sie diesen Link, und melden Sie sich mit dem Konto von ${address} an, oder legen Sie mit dieser Adresse eines an:\n${link}\nDer Link gilt einmal, bis ${until}.\nWenn Sie nicht wissen, wer Sie einlädt, brauchen Sie nichts zu tun.`,
  },
  addressTaken: {
    subject: 'Sie haben schon ein Konto',
    text: (site, link) =>
      `Jemand hat bei ${site} mit dieser Adresse ein neues Konto angefordert. Zu der Adresse gibt es schon ein Konto: Melden Sie sich auf der Anmeldeseite an. Wenn Sie Ihr Passwort vergessen haben, wählen Sie dort ein neues:\n${link}\nWenn Sie es nicht waren, brauchen Sie nichts zu tun.`,
  },
  addressChanging: {
    subject: 'Jemand möchte Ihre Adresse ändern',
    text: (site, link) =>
      `Jemand, der mit Ihrem Konto bei ${site} angemeldet ist, möchte dafür eine andere E-Mail-Adresse benutzen. Bis die andere Adresse bestätigt ist, kommen unsere E-Mails weiter hierher.\nWenn Sie es nicht waren, wählen Sie auf der Kontoseite ein neues Passwort. Das beendet die Änderung und meldet alle anderen ab:\n${link}\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“, oder melden Sie es einem Administrator.`,
  },
  newAddress: {
    subject: 'Neue Adresse bestätigen',
    text: (link, site) =>
      `Jemand, der mit einem Konto bei ${site} angemeldet ist, möchte dafür diese E-Mail-Adresse benutzen.\nWenn Sie es waren, öffnen Sie diesen Link innerhalb einer Stunde in dem Browser, in dem Sie angemeldet sind:\n${link}\nSolange der Link nicht geöffnet ist, ändert sich nichts.\nWenn Sie es nicht waren, öffnen Sie den Link nicht.`,
  },
  sms: {
    subject: (code) => `SMS: ${code}`,
    text: (code) => `${code} ist Ihr Code. Er gilt zehn Minuten. Geben Sie ihn niemandem.`,
  },
  notice: {
    subject: (what) => `Sicherheitshinweis: ${what}`,
    about: (account, site, when) => `Konto: ${account}, bei ${site}. Zeit: ${when}.`,
    unexpected: 'Wenn Sie das nicht erwartet haben, melden Sie es einem Administrator.',
    unexpectedDeletion:
      'Wenn Sie das nicht erwartet haben, melden Sie es einem Administrator, mit der Zeit in dieser E-Mail: Damit sind die Einträge im Protokoll zu finden.',
    unexpectedAtAccount: (link) =>
      `Wenn Sie das nicht erwartet haben, sehen Sie auf der Kontoseite nach, wo Sie angemeldet sind und was eingerichtet ist:\n${link}\nWenn Ihnen dort etwas fremd ist, entfernen Sie es und wählen Sie ein neues Passwort. Wenn Sie sich nicht anmelden können, melden Sie es einem Administrator.`,
    notYou: (link) =>
      `Wenn Sie es nicht waren, wählen Sie auf der Kontoseite ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“. Wenn das nicht hilft, melden Sie es einem Administrator.`,
    notYouElsewhere: (link) =>
      `Wenn Sie es nicht waren, melden Sie es gleich einem Administrator.\nWenn Sie einen Passkey oder eine Authenticator-App haben, können Sie sich auch anmelden, auf der Kontoseite ein neues Passwort wählen und dort danach wieder Ihre eigene Adresse eintragen:\n${link}`,
    notYourName: (link) =>
      `Wenn Sie es nicht waren, wählen Sie auf der Kontoseite ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nÄndern Sie dort danach den Anmeldenamen zurück. Sonst können Sie sich nur mit dem anderen Namen anmelden.\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“, mit dem neuen Anmeldenamen. Wenn das nicht hilft, melden Sie es einem Administrator.`,
    notYourBackupCode: (link) =>
      `Wenn Sie es nicht waren, wählen Sie auf der Kontoseite ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nErstellen Sie danach dort neue Ersatzcodes: Jemand anderes hat vielleicht alle Ihre Codes.\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“. Wenn das nicht hilft, melden Sie es einem Administrator.`,
    notYoursAdded: (link) =>
      `Wenn Sie es nicht waren, entfernen Sie ihn auf der Kontoseite, und wählen Sie danach dort ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“. Wenn eine Seite nach etwas fragt, das Sie nicht haben, melden Sie es einem Administrator.`,
    notYourLink: (provider, link) =>
      `Wenn Sie es nicht waren, drücken Sie auf der Kontoseite neben ${provider} auf „Trennen“, und wählen Sie danach dort ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nWenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“. Wenn eine Seite nach etwas fragt, das Sie nicht haben, melden Sie es einem Administrator.`,
    notYourVault: (link, vault) =>
      `Wenn Sie es nicht waren, wählen Sie auf der Kontoseite ein neues Passwort. Damit werden alle anderen abgemeldet:\n${link}\nÖffnen Sie danach Ihren Tresor, und drücken Sie dort auf „Schlüssel ersetzen“. Was jemand anderes hinzugefügt hat, öffnet ihn dann nicht mehr:\n${vault}\nWenn Sie den Tresor nicht öffnen können, drücken Sie dort auf „Ich kann ihn nicht mehr öffnen“. Wenn Sie sich nicht mehr anmelden können, wählen Sie auf der Anmeldeseite „Passwort vergessen?“. Wenn das nicht hilft, melden Sie es einem Administrator.`,
    added: (what) => `Für Ihr Konto wurde ein neuer Anmeldeweg eingerichtet: ${what}.`,
    takesThePlace: 'Wenn Sie vorher schon einen solchen hatten, gilt der alte nicht mehr.',
    ways: {
      passkey: 'Passkey',
      totp: 'Authenticator-App',
      'sms-code': 'SMS-Code',
      password: 'Passwort',
      email: 'E‑Mail‑Adresse',
      'backup-code': 'Ersatzcodes',
      'enrollment-code': 'Anmeldecode eines Administrators',
    },
    wasThisYou: {
      subject: (browser, when) => `Sicherheitshinweis: Waren Sie das? ${browser}, ${when}`,
      text: (about, signIn, because, link) =>
        `Kurz vor dieser E-Mail hat sich jemand mit Ihrem Konto angemeldet: ${signIn}. ${because}\n${about}\nWenn Sie es waren, brauchen Sie nichts zu tun.\nWenn Sie es nicht waren, öffnen Sie innerhalb von sieben Tagen diesen Link und beenden Sie die Anmeldung:\n${link}`,
      browser: (browser, device) =>
        browser === undefined || device === undefined
          ? (browser ?? device ?? 'unbekannter Browser')
          : `${browser} auf ${device}`,
      place: (ip) => `Netzwerkadresse ${ip}`,
      nowhere: 'Netzwerkadresse unbekannt',
      because: {
        device:
          'Bis dahin war das Gerät hier nicht bekannt. Es kann trotzdem Ihres sein: Nach einem neuen Passwort, der Hilfe eines Administrators oder „Vergessen“ auf der Kontoseite kann auch Ihr eigenes Gerät unbekannt sein.',
        failures: 'Davor gab es mehrere falsche Versuche.',
        absence: 'Es war die erste Anmeldung seit einem halben Jahr.',
      },
    },
    mailGoesTo: (address) =>
      `Codes und Links kommen nicht mehr an diese Adresse. Sie gehen ab jetzt an eine andere Adresse, von der diese E‑Mail nur einen Teil zeigt: ${address}.`,
    nameMayChange: (name, id) =>
      `Der Anmeldename des Kontos ist „${name}“. Wenn er später geändert wird, schicken wir keine E‑Mail an diese Adresse. Ein Administrator findet das Konto dann an seiner ID: ${id}.`,
    mailComesHere: 'Die E‑Mails dieser Website kommen ab jetzt an diese Adresse.',
    mailGoesNowhere:
      'Die E‑Mail‑Adresse Ihres Kontos wurde entfernt. Codes und Links kommen nicht mehr hierher, und das Konto hat keine andere Adresse.',
    nameIsNow: (name) => `Melden Sie sich ab jetzt mit „${name}“ an.`,
    vaultOpens: {
      passkey: 'Ein weiterer Passkey kann jetzt Ihren Tresor öffnen.',
      secret:
        'Für Ihren Tresor wurde ein neues Master-Passwort festgelegt. Wenn es vorher schon eines gab, kommt eine zweite E‑Mail, sobald es den Tresor nicht mehr öffnet.',
      emergency: 'Das Notfallkonto kann jetzt Ihren Tresor öffnen, wenn Sie alles andere verlieren.',
    },
    vaultNoLongerOpens: {
      passkey: 'Ein Passkey kann Ihren Tresor nicht mehr öffnen.',
      secret:
        'Ein Master-Passwort öffnet Ihren Tresor nicht mehr. Wenn das Master-Passwort geändert wurde, ist das alte gemeint.',
      emergency: 'Das Notfallkonto kann Ihren Tresor nicht mehr öffnen.',
    },
    unblockedInvited: {
      open: 'Ihr Konto ist nicht mehr gesperrt. Melden Sie sich zum ersten Mal mit dem Link in der neuesten E-Mail mit einer Einladung an.',
      over: 'Ihr Konto ist nicht mehr gesperrt. Der Link Ihrer Einladung gilt nicht mehr. Bitten Sie einen Administrator der Website um eine neue Einladung.',
    },
    linked: (provider) => `Ihr Konto wurde mit ${provider} verknüpft. Damit können Sie sich jetzt hier anmelden.`,
    unlinked: (provider) =>
      `Ihr Konto ist nicht mehr mit ${provider} verknüpft. Damit können Sie sich hier nicht mehr anmelden.`,
    removed: (what) => `Ein Anmeldeweg wurde aus Ihrem Konto entfernt: ${what}.`,
    rolesEnded: (ended) =>
      `Sie haben jetzt eine Rolle in der Verwaltung. Was ein Administrator mit eingerichtet hatte, gilt damit nicht mehr: ${ended}. Sie sind überall abgemeldet. Wenn Sie sich mit nichts anderem anmelden können, bitten Sie einen Administrator um einen Anmeldecode.`,
    deletedByAdministrator: 'Ein Administrator hat Ihr Konto gelöscht.',
    passwordRemoved:
      'Ein Administrator hat Ihr Passwort entfernt. Wählen Sie auf der Anmeldeseite ein neues, zusammen mit dem Code, den Sie vom Administrator bekommen.',
    told: {
      'account.locked':
        'Es gab zu viele falsche Versuche, sich mit Ihrem Konto anzumelden. Es ist für eine Weile gesperrt. Ein Passkey gilt weiterhin. Wenn jemand anderes es versucht hat, können Sie sich auch auf Ihren bekannten Geräten anmelden. Wenn Sie es waren, warten Sie und versuchen Sie es dann noch einmal. Wenn Sie Ihr Passwort vergessen haben, wählen Sie auf der Anmeldeseite „Passwort vergessen?“.',
      'sign-in.disowned':
        'Eine Anmeldung wurde über den Link in unserer E-Mail als fremd gemeldet. Wenn es dazu noch eine Sitzung gab, ist sie beendet. Das Gerät gilt nicht mehr als bekannt.',
      'account.unlocked':
        'Ein Administrator hat Ihr Konto vorzeitig freigegeben. Falsche Versuche werden wieder von null an gezählt.',
      'account.blocked':
        'Ein Administrator hat Ihr Konto gesperrt. Sie sind überall abgemeldet und können sich vorerst nicht anmelden.',
      'account.unblocked': 'Ihr Konto ist nicht mehr gesperrt. Sie können sich wieder anmelden wie zuvor.',
      'account.dormant':
        'Mit Ihrem Konto hat sich lange niemand angemeldet. Melden Sie sich bald an, sonst wird es gesperrt.',
      'account.email-changed': 'Die E-Mail-Adresse Ihres Kontos wurde geändert.',
      'account.identifier-changed': 'Der Name, mit dem Sie sich anmelden, wurde geändert.',
      'account.exported':
        'Was hier über Sie gespeichert ist, wurde als Datei exportiert. Wenn Sie einen Tresor haben: Was darin liegt, steht nicht in der Datei.',
      'account.deleted': 'Ihr Konto wurde gelöscht.',
      'account.methods-changed': 'Ein Administrator hat geändert, womit Sie sich anmelden dürfen.',
      'two-step.reset':
        'Ein Administrator hat Ihren zweiten Schritt zurückgesetzt und für Ihr Konto einen einmaligen Anmeldecode ausgegeben. Wenn Sie Ersatzcodes hatten, gelten auch die nicht mehr. Sie sind überall abgemeldet. Wenn Ihre nächste Anmeldung einen zweiten Schritt verlangt, richten Sie einen neuen ein.',
      'passkeys.reset':
        'Ein Administrator hat alle Ihre Passkeys entfernt. Wenn Sie keine Authenticator-App haben, gelten auch Ihre Ersatzcodes nicht mehr. Neue bekommen Sie dann, wenn Sie einen Passkey oder eine App einrichten. Sie sind überall abgemeldet.',
      'passkey.revoked': 'Ein Passkey wurde aus Ihrem Konto entfernt.',
      'passkey.suspicious': 'Vielleicht hat jemand eine Kopie eines Ihrer Passkeys.',
      'backup-codes.issued':
        'Für Ihr Konto wurden Ersatzcodes erstellt. Wenn Sie schon welche hatten, gelten die alten nicht mehr.',
      'backup-code.used': 'Für eine Anmeldung wurde ein Ersatzcode benutzt.',
      'enrollment.vouched': 'Ein Administrator hat für Ihr Konto einen einmaligen Anmeldecode ausgegeben.',
      'password.changed': 'Für Ihr Konto gilt jetzt ein neues Passwort.',
      'password.reset': 'Ihr Passwort wurde zurückgesetzt.',
      'device.forgotten':
        'Eines Ihrer Geräte gilt hier nicht mehr als bekannt. Wenn jemand anderes falsche Passwörter für Ihr Konto eingibt, müssen Sie dort vielleicht auch warten.',
      'vault.created': 'Für Ihr Konto wurde ein Tresor eingerichtet.',
      'vault.replaced':
        'Ihr Tresor hat einen neuen Schlüssel. Was ihn vorher geöffnet hat, öffnet ihn vielleicht nicht mehr.',
      'vault.emergency-opened': 'Das Notfallkonto hat erhalten, was Ihren Tresor öffnet.',
      'emergency.used': 'Jemand hat sich mit dem Notfallkonto angemeldet.',
    },
  },
};

const navigation: Words['navigation'] = {
  start: 'Start',
  account: 'Konto',
  vault: 'Tresor',
  admin: 'Admin',
  mail: 'E-Mail',
};

const site: Words['site'] = {
  shell: {
    noScript: 'Diese Demo braucht JavaScript. Sie ist ein Client des HTTP-Vertrags von Sallyport.',
    foot: 'Eine Demo auf Ihrem eigenen Rechner. Die Konten sind erfunden, und die E-Mails bleiben hier.',
    notPermitted: 'Sie haben keine Rolle, mit der Sie diese Seite sehen dürfen. In der Demo kann Ada sie sehen.',
  },
  buttons: { openMail: 'E-Mail-Seite der Demo öffnen' },
  signIn: { sampleAccounts: 'Konten der Demo. Tippen Sie auf einen Namen, um das Formular auszufüllen:' },
};

const roles: Words['roles'] = {
  'super-admin': 'Hauptverwaltung',
  admin: 'Verwaltung',
  employee: 'Belegschaft',
  contractor: 'Externe Person',
};

/** German, with the formal “Sie”. */
export const german: Words = {
  roles,
  home,
  corp,
  mail,
  mails,
  navigation,
  site,
};

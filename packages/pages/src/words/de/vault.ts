import type { OwnWords } from '../en/index.ts';

export const vault: OwnWords['vault'] = {
  closed: 'Ihr Tresor ist geschlossen',
  aboutClosed: 'Der Server bewahrt ihn auf und kann ihn nicht öffnen.',
  noOwnWay:
    'Sie haben nichts, was diesen Tresor öffnet: kein Master-Passwort und keinen Passkey. Öffnen kann ihn nur das Notfallkonto.',
  masterSecret: 'Master-Passwort',
  open: 'Tresor öffnen',
  openWithPasskey: 'Mit einem Passkey öffnen',
  make: 'Richten Sie Ihren Tresor ein',
  aboutMaking: (withPasskey) =>
    `${withPasskey ? 'Der Passkey, den Sie gerade benutzt haben, wird ihn öffnen. ' : ''}Das Master-Passwort öffnet den Tresor auf jedem Gerät, auch ohne Passkey. Wenn Sie das Master-Passwort und alle Passkeys verlieren, kann nur noch das Notfallkonto den Tresor öffnen. Dieses Konto gehört denen, die diese Website betreiben. Wenn es benutzt wird, erfahren Sie davon per E‑Mail.`,
  masterSecretHint: (limit) => `Mindestens ${limit} Zeichen, und nur Ihnen bekannt. Es verlässt diese Seite nie.`,
  tooShort: (limit) =>
    `Nehmen Sie mindestens ${limit} Zeichen, zum Beispiel mehrere Wörter: Nur die Länge schützt davor, dass jemand das Master-Passwort errät.`,
  onceMore: 'Noch einmal',
  makeIt: 'Tresor einrichten',
  notTheSame: 'Die beiden Eingaben sind nicht gleich. Bitte geben Sie das Master-Passwort noch einmal ein.',
  close: 'Tresor schließen',
  closing: {
    title: 'Tresor schließen, ohne zu speichern?',
    text: 'Die Notiz ist noch nicht gespeichert. Was Sie daran geändert haben, geht dann verloren.',
    submit: 'Ohne Speichern schließen',
  },
  note: 'Private Notiz',
  saveNote: 'Notiz speichern',
  noteSaved: 'Gespeichert und versiegelt. Der Server kann sie nicht lesen.',
  ways: {
    title: 'Was den Tresor öffnet',
    offer: 'Der Passkey, den Sie gerade benutzt haben, öffnet diesen Tresor nicht.',
    letIn: 'Tresor auch damit öffnen',
    addPasskey: 'Passkey hinzufügen',
    addExisting: 'Vorhandenen Passkey nehmen',
    changeSecret: 'Master-Passwort ändern',
    setSecret: 'Master-Passwort einrichten',
    addEmergency: 'Notfallkonto hinzufügen',
    emergency: 'Notfallkonto',
    passkey: 'Passkey',
    aboutSecret: 'Sie geben es ein, und es bleibt auf dieser Seite.',
    aboutEmergency:
      'Ein Konto derer, die diese Website betreiben. Es kann den Tresor öffnen, wenn Sie alles andere verlieren; Sie erfahren davon per E‑Mail.',
    aboutPasskey: 'Öffnet den Tresor, wenn Sie sich damit anmelden oder ihn auf dieser Seite benutzen.',
    made: (about, when) => `${about} Eingerichtet: ${when}.`,
    removeTitle: (name) => `${name} entfernen?`,
    emergencyRequired:
      'Die Regeln dieser Website verlangen, dass das Notfallkonto jeden Tresor öffnen kann. Es bleibt deshalb.',
    removeEmergencyTitle: 'Zugang des Notfallkontos entfernen?',
    removeText: {
      passkey: 'Dieser Passkey öffnet den Tresor dann nicht mehr. Anmelden können Sie sich damit weiterhin.',
      secret: 'Ihr Master-Passwort öffnet den Tresor dann nicht mehr.',
      emergency:
        'Das Notfallkonto kann Ihren Tresor dann nicht mehr öffnen, auch wenn Sie alles andere verlieren. Das Konto selbst bleibt bestehen.',
    },
    stillOpens: (names) => `Was den Tresor weiterhin öffnet: ${names}.`,
    notByYou:
      'Sie selbst können den Tresor dann nicht mehr öffnen. Das kann nur noch das Notfallkonto, und es gehört denen, die diese Website betreiben. Richten Sie zuerst etwas anderes ein, das den Tresor öffnet.',
    removed: {
      passkey: 'Der Passkey öffnet den Tresor nicht mehr.',
      secret: 'Das Master-Passwort öffnet den Tresor nicht mehr.',
      emergency: 'Das Notfallkonto kann den Tresor nicht mehr öffnen.',
    },
    onlyWay: 'Entfernen geht hier nicht, denn sonst öffnet nichts den Tresor.',
    onlyBesidePasskeys:
      'Entfernen geht hier nicht, denn sonst öffnen nur Passkeys den Tresor, und die sind schnell gelöscht.',
    addPasskeyText:
      'Ihr Gerät erstellt einen neuen Passkey, mit dem Sie sich auch anmelden. Nicht jeder Passkey kann einen Tresor öffnen: Das hängt vom Gerät und vom Browser ab und zeigt sich erst, wenn der Passkey erstellt ist.',
    orExisting:
      'Hat das Gerät oder der Sicherheitsschlüssel schon einen Passkey für Ihr Konto, entsteht dort kein zweiter. Soll der vorhandene den Tresor öffnen, schließen Sie dies und drücken Sie auf „Vorhandenen Passkey nehmen“.',
    createPasskey: 'Passkey erstellen',
    existingNoVault:
      'Dieser Passkey kann den Tresor nicht öffnen, denn dieses Gerät oder dieser Browser liefert dafür keinen Schlüssel. Anmelden können Sie sich damit weiterhin.',
    passkeyNoVault:
      'Der neue Passkey kann den Tresor nicht öffnen, denn dieses Gerät oder dieser Browser liefert dafür keinen Schlüssel. Anmelden können Sie sich damit.',
    passkeyNotYet:
      'Mit dem neuen Passkey melden Sie sich an, aber er öffnet den Tresor noch nicht, denn Sie haben nicht bestätigt, dass Sie es sind. Soll er den Tresor öffnen, drücken Sie auf „Vorhandenen Passkey nehmen“.',
    passkeyOpens: 'Der Passkey öffnet jetzt den Tresor.',
    emergencyAdded: 'Das Notfallkonto kann den Tresor jetzt öffnen.',
    secretText:
      'Das neue Master-Passwort gilt dann statt des alten. Die Notiz und alles andere, was den Tresor öffnet, bleiben, wie sie sind. Wenn jemand anderes das alte kennen könnte, ersetzen Sie lieber den Schlüssel.',
    setSecretText: 'Das Master-Passwort öffnet den Tresor auf jedem Gerät, auch ohne Passkey.',
    newSecret: 'Neues Master-Passwort',
    changeIt: 'Ändern',
    setIt: 'Einrichten',
    secretChanged: 'Das Master-Passwort ist geändert.',
    secretSet: 'Das Master-Passwort öffnet jetzt den Tresor.',
  },
  replacing: {
    button: 'Schlüssel ersetzen …',
    title: 'Schlüssel ersetzen?',
    text: 'Ersetzen Sie den Schlüssel, wenn ein Gerät verloren ist oder jemand anderes das Master-Passwort kennen könnte. Der Tresor bekommt einen neuen Schlüssel, und die Notiz wird damit neu verschlüsselt.',
    opensAfter: 'Danach öffnen den Tresor das Master-Passwort, das Sie hier eingeben, und das Notfallkonto.',
    closes: (passkeys) =>
      `Mit ${passkeys} lässt er sich nicht mehr öffnen, es sei denn, Sie zeigen diesen Passkey jetzt. Sie können ihn später wieder hinzufügen.`,
    known: 'Was jemand schon gelesen hat, weiß er weiterhin. Ändern Sie Passwörter, die in der Notiz stehen.',
    stillSignsIn: (link) => [
      'Mit einem verlorenen Passkey kann man sich anmelden, bis Sie ihn ',
      link('aus Ihrem Konto entfernen'),
      '.',
    ],
    withPasskey: 'Jetzt einen Passkey zeigen, der den Tresor dann ebenfalls öffnet',
    submit: 'Schlüssel ersetzen',
    done: 'Der Tresor hat einen neuen Schlüssel, und die Notiz ist damit verschlüsselt.',
  },
  lost: {
    noPasskey: 'Schließen Sie dies und öffnen Sie den Tresor mit dem Master-Passwort.',
    link: 'Ich kann ihn nicht mehr öffnen',
    title: 'Sie können Ihren Tresor nicht mehr öffnen?',
    lead: 'Dann hilft nur noch das Notfallkonto. Es gehört denen, die diese Website betreiben. Wenn es Ihren Tresor öffnet, erfahren Sie davon per E‑Mail.',
    ask: 'Rufen Sie einen Administrator dieser Website an. Er muss sicher sein, dass Sie es sind.',
    handOver:
      'Laden Sie Ihre Notiz herunter und geben Sie dem Administrator die Datei. Sie bleibt versiegelt: Lesbar macht sie nur, wer den Schlüssel des Notfallkontos hat.',
    getBack:
      'Sie bekommen die Notiz als Text zurück. Richten Sie dann einen neuen Tresor ein und legen Sie sie hinein.',
    account: (id) => ['Die Kennung Ihres Kontos, falls Sie danach gefragt werden: ', id],
    download: 'Versiegelte Notiz herunterladen',
    fileName: 'notiz.txt',
    noNote: 'In diesem Tresor ist keine Notiz.',
    noEmergency: (ways) =>
      `Das Notfallkonto kann diesen Tresor zurzeit nicht öffnen, denn er ist nicht dafür versiegelt. Nur das öffnet ihn noch: ${ways}. Wenn Sie das nicht mehr haben, kann ihn niemand öffnen.`,
    startAnew: 'Neuen Tresor einrichten …',
    anewTitle: 'Neuen Tresor einrichten?',
    anewWarning:
      'Was jetzt in Ihrem Tresor ist, verlieren Sie endgültig. Lesbar bleibt nur, was das Notfallkonto vorher bekommen hat.',
    makeAnew: 'Neuen Tresor einrichten',
    isNew: 'Das ist Ihr neuer Tresor.',
  },
  log: {
    title: 'Was mit dem Tresor geschah',
    created: 'Der Tresor wurde eingerichtet',
    replaced: 'Der Tresor bekam einen neuen Schlüssel',
    added: {
      passkey: 'Ein Passkey kann den Tresor öffnen',
      secret: 'Ein neues Master-Passwort wurde festgelegt',
      emergency: 'Das Notfallkonto kann den Tresor öffnen',
    },
    removed: {
      passkey: 'Ein Passkey kann den Tresor nicht mehr öffnen',
      secret: 'Das alte Master-Passwort gilt nicht mehr',
      emergency: 'Das Notfallkonto kann den Tresor nicht mehr öffnen',
    },
    emergencyOpened: 'Das Notfallkonto hat erhalten, was den Tresor öffnet',
    reason: (reason) => `Grund: „${reason}“.`,
    byYou: (when) => `Durch Sie, ${when}.`,
    byAdministrator: (when) => `Durch einen Administrator, ${when}.`,
    emergency: 'Notfall',
  },
  emergency: {
    title: 'Einen Tresor im Notfall öffnen',
    lead: 'Für jemanden, der seinen Tresor nicht mehr öffnen kann. Sie bekommen eine Datei, die nur der Notfallschlüssel öffnet; er wird anderswo aufbewahrt. Die Person erfährt sofort davon und liest Ihren Grund.',
    whose: 'Wessen Tresor',
    whoseHint: 'Womit sich diese Person anmeldet.',
    reason: 'Grund',
    submit: 'Herunterladen, was ihn öffnet',
    nobody: 'Damit meldet sich niemand an. Prüfen Sie die Angabe und versuchen Sie es noch einmal.',
    fileName: 'antwort.json',
    openedName: 'lesbar.txt',
    done: (file, identifier) => `${file} ist heruntergeladen, und ${identifier} erfährt davon.`,
    next: 'Bringen Sie die Datei dorthin, wo der Notfallschlüssel ist, zusammen mit der versiegelten Notiz, die ihr Besitzer hier herunterlädt. Führen Sie dort diesen Befehl aus; wenn die Dateien anders heißen, setzen Sie deren Namen ein:',
  },
};

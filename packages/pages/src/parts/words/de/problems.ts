import type { PartsWords } from '../en/index.ts';
import { whichName } from './sign-in.ts';

export const problems: PartsWords['problems'] = {
  byCode: {
    'malformed-input': 'Etwas im Formular stimmt nicht. Bitte prüfen Sie es und versuchen Sie es noch einmal.',
    'invalid-credentials': 'Das stimmt nicht überein. Bitte prüfen Sie es und versuchen Sie es noch einmal.',
    'no-session': 'Sie sind abgemeldet. Melden Sie sich an, um fortzufahren.',
    'insufficient-strength': 'Dafür müssen Sie sich stärker oder noch einmal anmelden.',
    'account-blocked':
      'Mit diesem Konto kann sich zurzeit niemand anmelden. Fragen Sie einen Administrator, wie es weitergeht.',
    'method-not-allowed':
      'Mit diesem Konto können Sie sich so nicht anmelden. Wählen Sie einen anderen Weg. Wenn Sie keinen haben, fragen Sie einen Administrator dieser Website.',
    'no-way-in':
      'Was Sie eingerichtet haben, genügt hier nicht. Bitten Sie einen Administrator dieser Website um einen Code.',
    'no-way-in-left':
      'Es wurde nichts geändert: Ohne dies könnte sich niemand mehr mit diesem Konto anmelden. Richten Sie zuerst etwas anderes ein und entfernen Sie es dann.',
    'not-permitted':
      'Ihre Rolle erlaubt das nicht; nichts wurde geändert. Fragen Sie einen Administrator mit mehr Rechten.',
    'not-a-member': 'Sie sind hier kein Mitglied, oder diese Organisation gibt es nicht.',
    'cross-site':
      'Die Anfrage kam von einer anderen Website, deshalb wurde nichts getan. Öffnen Sie diese Seite direkt und versuchen Sie es noch einmal.',
    'not-found': 'Hier ist nichts (mehr).',
    'flow-conflict': 'Diese Anmeldung ging in einem anderen Tab weiter. Laden Sie diese Seite neu.',
    'policy-strands-administrators': 'Damit könnte sich kein Administrator mehr anmelden. Es wurde nichts geändert.',
    'strands-owners': 'Damit käme kein Besitzer mehr in die Organisation. Es wurde nichts geändert.',
    'session-limit':
      'Sie können nicht an einem weiteren Ort angemeldet sein. Melden Sie sich woanders ab und versuchen Sie es dann noch einmal. Wenn diese Meldung wieder erscheint, melden Sie sich an weiteren Orten ab. Wenn das nicht geht, fragen Sie einen Administrator dieser Website.',
    'deletion-refused': 'Dieses Konto kann jetzt nicht gelöscht werden. Fragen Sie den Betreiber dieser Website.',
    'already-exists': 'Dieser Name oder diese Adresse ist schon vergeben. Bitte wählen Sie etwas anderes.',
    'roles-from-host': 'Rollen kommen hier aus Ihrem eigenen System und lassen sich auf dieser Seite nicht ändern.',
    'vault-needs-another-way':
      'Nichts anderes könnte den Tresor mehr öffnen. Fügen Sie etwas hinzu, das ihn öffnet, und versuchen Sie es dann noch einmal.',
    'flow-expired':
      'Diese Anmeldung ist vorbei: Sie hat zu lange gedauert, oder Ihr Konto wurde geändert. Beginnen Sie von vorn.',
    'precondition-failed':
      'Inzwischen hat jemand anderes das geändert. Laden Sie die Seite neu, um die Änderung zu sehen.',
    'precondition-required': 'Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
    'too-large': 'Das ist zu viel auf einmal. Kürzen Sie es und versuchen Sie es noch einmal.',
    'unsupported-media-type':
      'Der Server hat die Anfrage nicht verstanden. Laden Sie diese Seite neu und versuchen Sie es noch einmal.',
    locked: 'Zu viele falsche Versuche.',
    'too-many-mails': 'Zu viele E‑Mails in kurzer Zeit, deshalb wurde keine mehr geschickt.',
    'mail-unavailable': 'Die E‑Mail konnte nicht verschickt werden. Versuchen Sie es gleich noch einmal.',
    'sign-in-cancelled':
      'Sie haben die Anmeldung beim Anmeldedienst abgebrochen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
    'provider-unavailable':
      'Ein Dienst, der hier gebraucht wird, antwortet nicht. Es wurde nichts geändert; versuchen Sie es gleich noch einmal.',
    'provider-did-not-ask':
      'Der Anmeldedienst hat Sie nicht gefragt. Er hat genannt, wer sich dort zuletzt angemeldet hat. Melden Sie sich dort ab und versuchen Sie es dann noch einmal. Hilft das nicht, wählen Sie einen anderen Weg.',
    'store-unavailable':
      'Der Dienst ist einen Moment lang nicht verfügbar. Es wurde nichts geändert; versuchen Sie es noch einmal.',
    busy: 'Gerade ist viel los.',
    unreachable: 'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  },
  sessionLimit: (most) =>
    `${
      most === 1
        ? 'Sie können gleichzeitig nur an einem Ort angemeldet sein. Melden Sie sich überall sonst ab und versuchen Sie es dann noch einmal.'
        : `Sie können gleichzeitig an höchstens ${most} Orten angemeldet sein. Melden Sie sich woanders ab, bis Sie an weniger als ${most} Orten angemeldet sind, und versuchen Sie es dann noch einmal.`
    } Wenn das nicht geht, fragen Sie einen Administrator dieser Website.`,
  noStepUp: (proofs) =>
    `Dafür ist noch etwas nötig, wonach diese Seite nicht fragen kann: ${proofs}. Melden Sie sich ab und verwenden Sie es bei der nächsten Anmeldung. Wenn dort nicht danach gefragt wird, entfernen Sie es zuerst aus Ihrem Konto und versuchen Sie es dann noch einmal.`,
  noStepUpAlone: {
    mailbox:
      'Ihre Anmeldung beweist nur, dass Sie Ihre E‑Mails lesen können. Auch ein Passwort beweist nicht mehr als das, wenn Sie es mit einem Link aus einer E‑Mail gewählt haben. Das könnte auch jemand, der in Ihr Postfach kommt; deshalb genügt es hier nicht.',
    other: 'Was Sie eingerichtet haben, genügt dafür nicht.',
    help: 'Bitten Sie einen Administrator dieser Website, Ihnen wieder hereinzuhelfen. Mit seinem Code geht es bei der nächsten Anmeldung weiter.',
  },
  atDirectory: {
    change:
      'Das Passwort Ihrer Firma muss zuerst geändert werden. Ändern Sie es dort, wo Sie sich bei der Arbeit anmelden, und melden Sie sich dann hier mit dem neuen an.',
    hours:
      'Ihre Firma erlaubt die Anmeldung zu dieser Zeit nicht. Versuchen Sie es später noch einmal oder fragen Sie den Helpdesk Ihrer Firma.',
    other:
      'Ihre Firma erlaubt die Anmeldung mit diesem Konto oder von hier aus nicht. Fragen Sie den Helpdesk Ihrer Firma.',
  },
  other: (code) => `Der Server konnte das nicht tun (${code}).`,
  mismatch: {
    signIn: `Name und Passwort passen nicht zusammen. Prüfen Sie beides oder wählen Sie „Passwort vergessen?“. ${whichName}`,
    password:
      'Dieses Passwort stimmt nicht. Prüfen Sie auch Groß- und Kleinschreibung und versuchen Sie es noch einmal.',
    currentPassword: 'Das ist nicht Ihr aktuelles Passwort. Bitte prüfen Sie es und versuchen Sie es noch einmal.',
    app: 'Dieser Code stimmt nicht oder wurde schon benutzt. Geben Sie den ein, den die App jetzt zeigt, oder warten Sie auf den nächsten; wenn auch das nicht geht, prüfen Sie die Uhrzeit Ihres Telefons.',
    newApp:
      'Dieser Code stimmt nicht. Geben Sie den ein, den die App jetzt für diese Website zeigt; wenn auch das nicht geht, fügen Sie der App dieses Konto noch einmal hinzu.',
    sentCode: (sendNew) =>
      `Dieser Code stimmt nicht oder ist zu alt. Geben Sie den aus der neuesten Nachricht ein${sendNew === undefined ? '' : ` oder drücken Sie auf „${sendNew}“`}.`,
    writtenCode:
      'Das sieht nach einem Code von einem Administrator aus; hier brauchen Sie keinen. Geben Sie den Code aus der neuesten Nachricht ein; er besteht nur aus Ziffern.',
    writtenCodeElsewhere: (link) =>
      `Das ist nicht der Code aus der Nachricht; der besteht nur aus Ziffern. Wenn Sie ihn von einem Administrator haben, wählen Sie „${link}“.`,
    newCode:
      'Dieser Code stimmt nicht oder ist zu alt. Geben Sie den aus der neuesten Nachricht ein oder verwenden Sie eine andere Adresse.',
    backupCode: 'Dieser Code stimmt nicht oder wurde schon benutzt. Prüfen Sie ihn oder geben Sie einen anderen ein.',
    enrollmentCodeFirst: (knowPassword) =>
      `Wenn Sie Ihr Passwort kennen, drücken Sie auf „${knowPassword}“: Der Code gilt danach. Wenn Sie es vergessen haben, wählen Sie zuerst auf der Anmeldeseite „Passwort vergessen?“. Sonst prüfen Sie den Code: Er passt nicht, ist schon benutzt oder zu alt.`,
    enrollmentCode:
      'Dieser Code stimmt nicht, ist zu alt oder wurde schon eingegeben. Wenn Sie ihn eingegeben und die Seite verlassen haben, machen Sie in dem Browser weiter, in dem Sie das getan haben, oder geben Sie ihn nach einer halben Stunde noch einmal ein.',
    code: 'Dieser Code stimmt nicht. Bitte prüfen Sie ihn und versuchen Sie es noch einmal.',
  },
  page: 'Auf dieser Seite ist etwas schiefgegangen. Laden Sie sie neu und versuchen Sie es noch einmal.',
  passkey: {
    'passkey-cancelled':
      'Es wurde kein Passkey benutzt: Die Abfrage wurde geschlossen, dieses Gerät hat keinen Passkey für diese Website, oder es konnte nicht prüfen, dass Sie es sind. Drücken Sie noch einmal auf die Schaltfläche, um es erneut zu versuchen.',
    'passkey-superseded': '',
    'passkey-already-registered':
      'Dieses Gerät hat schon einen Passkey für Ihr Konto. Verwenden Sie ein anderes Gerät oder einen anderen Schlüssel.',
    'passkey-unsupported':
      'Dieser Browser oder dieses Gerät kann hier keine Passkeys benutzen. Wählen Sie einen anderen Weg.',
    'passkey-failed':
      'Der Passkey hat nicht funktioniert. Drücken Sie noch einmal auf die Schaltfläche, um es erneut zu versuchen.',
  },
  newPasskey: {
    'passkey-cancelled':
      'Es wurde kein Passkey erstellt: Die Abfrage wurde geschlossen, es hat zu lange gedauert, oder Ihr Gerät konnte nicht prüfen, dass Sie es sind. Versuchen Sie es noch einmal. Wenn auch das nicht geht, verwenden Sie ein anderes Gerät oder einen Sicherheitsschlüssel.',
    'passkey-superseded': '',
    'passkey-already-registered':
      'Es wurde kein neuer Passkey erstellt: Dieses Gerät oder dieser Schlüssel hat schon einen für Ihr Konto. Verwenden Sie ein anderes Gerät oder einen anderen Schlüssel.',
    'passkey-unsupported':
      'Es wurde kein Passkey erstellt: Dieser Browser oder dieses Gerät kann das hier nicht. Verwenden Sie einen anderen Browser, ein anderes Gerät oder einen Sicherheitsschlüssel.',
    'passkey-failed':
      'Es wurde kein Passkey erstellt: Ihr Gerät konnte es nicht. Versuchen Sie es noch einmal oder verwenden Sie ein anderes Gerät oder einen Sicherheitsschlüssel.',
  },
  unknownPasskey:
    'Dieser Passkey gilt hier nicht mehr: Er wurde entfernt. Melden Sie sich auf einem anderen Weg an und erstellen Sie einen neuen. Wenn Ihr Gerät den alten noch anbietet, können Sie ihn dort löschen. Wenn kein anderer Weg geht, fragen Sie einen Administrator: Vielleicht wurde Ihr Konto entfernt.',
  sso: {
    'invalid-credentials':
      'Diese Anmeldung lässt sich hier nicht verwenden: Sie ist zu alt oder wurde schon benutzt, oder sie gehört zu keinem Konto dieser Website oder zu einem anderen. Versuchen Sie es noch einmal: Dort werden Sie gefragt, wer Sie sind. Hilft das nicht, melden Sie sich anders an, oder fragen Sie einen Administrator dieser Website.',
    'sign-in-cancelled':
      'Sie haben die Anmeldung beim Anmeldedienst abgebrochen. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
    'provider-unavailable':
      'Der Anmeldedienst antwortet gerade nicht. Versuchen Sie es gleich noch einmal oder wählen Sie einen anderen Weg.',
    'provider-did-not-ask':
      'Der Anmeldedienst hat Sie nicht gefragt. Er hat genannt, wer sich dort zuletzt angemeldet hat. Melden Sie sich dort ab und versuchen Sie es dann noch einmal. Hilft das nicht, wählen Sie einen anderen Weg.',
    'flow-expired':
      'Diese Anmeldung ist vorbei: Sie hat zu lange gedauert oder ist zu oft gescheitert. Beginnen Sie noch einmal; nichts ist verloren.',
    'account-blocked': 'Dieses Konto ist gesperrt. Fragen Sie einen Administrator, wie es weitergeht.',
    'method-not-allowed':
      'Mit diesem Konto können Sie sich so nicht anmelden. Wählen Sie einen anderen Weg. Wenn Sie keinen haben, fragen Sie einen Administrator dieser Website.',
    'no-way-in':
      'Was Sie eingerichtet haben, genügt hier nicht. Bitten Sie einen Administrator dieser Website um einen Code.',
  },
  ssoAlone: {
    'invalid-credentials':
      'Diese Anmeldung lässt sich hier nicht verwenden: Sie ist zu alt oder wurde schon benutzt, oder sie gehört zu keinem Konto dieser Website oder zu einem anderen. Versuchen Sie es noch einmal: Dort werden Sie gefragt, wer Sie sind. Hilft das nicht, fragen Sie einen Administrator dieser Website.',
    'sign-in-cancelled':
      'Sie haben die Anmeldung beim Anmeldedienst abgebrochen. Versuchen Sie es dort noch einmal. Wenn Sie sich dort nicht anmelden können, fragen Sie einen Administrator dieser Website.',
    'provider-unavailable':
      'Der Anmeldedienst antwortet gerade nicht. Versuchen Sie es gleich noch einmal. Hilft das nicht, fragen Sie einen Administrator dieser Website.',
    'provider-did-not-ask':
      'Der Anmeldedienst hat Sie nicht gefragt. Er hat genannt, wer sich dort zuletzt angemeldet hat. Melden Sie sich dort ab und versuchen Sie es dann noch einmal. Hilft das nicht, fragen Sie einen Administrator dieser Website.',
  },
  ssoLink:
    'Diese Anmeldung lässt sich nicht verknüpfen: Sie ist zu alt oder wurde schon benutzt, oder sie gehört hier zu einem anderen Konto. Versuchen Sie es noch einmal: Dort werden Sie gefragt, wer Sie sind. Hilft das nicht, fragen Sie einen Administrator dieser Website.',
  ssoOther: 'Single Sign-on hat nicht funktioniert. Versuchen Sie es noch einmal oder wählen Sie einen anderen Weg.',
  vault: {
    'wrong-secret':
      'Das ist nicht das Master-Passwort. Niemand kann es für Sie nachschlagen. Versuchen Sie es noch einmal oder wählen Sie „Ich kann ihn nicht mehr öffnen“.',
    'wrong-passkey': 'Dieser Passkey öffnet einen anderen Tresor. Wählen Sie einen anderen Weg.',
    'no-such-way':
      'Dieser Passkey öffnet den Tresor noch nicht. Wählen Sie einen anderen Weg; dann lässt er sich hinzufügen.',
    'way-exists': 'Dieser Passkey öffnet den Tresor schon.',
    'prf-missing':
      'Mit diesem Passkey melden Sie sich an, einen Tresor öffnen kann er nicht. Wählen Sie einen anderen Weg.',
    'vault-changed': 'Der Tresor wurde in einem anderen Tab geändert. Laden Sie diese Seite neu.',
    'key-replaced': 'Der Tresor hat in einem anderen Tab einen neuen Schlüssel bekommen. Laden Sie diese Seite neu.',
    'vault-needs-another-way':
      'Außer Passkeys würde nichts den Tresor öffnen. Richten Sie zuerst ein Master-Passwort ein.',
    'vault-rolled-back':
      'Der Server hat einen älteren Tresor geschickt, als dieser Browser schon gesehen hat. Fragen Sie nach dem Grund, bevor Sie fortfahren.',
    'change-not-kept':
      'Der Server hat diese Änderung nicht bestätigt. Laden Sie diese Seite neu; geschieht es wieder, fragen Sie nach dem Grund, bevor Sie fortfahren.',
    'emergency-key-mismatch':
      'Der Notfallschlüssel des Servers ist nicht der, dem diese Seite vertraut. Es wurde nichts für ihn versiegelt.',
    'too-many-envelopes': 'Höchstens 20 Dinge können einen Tresor öffnen. Entfernen Sie zuerst eines.',
    'secret-malformed': 'Geben Sie ein Master-Passwort ein.',
    'format-newer': 'Der Tresor stammt von einer neueren Fassung dieser Seite. Laden Sie sie neu.',
    unreachable: 'Der Server ist nicht erreichbar. Prüfen Sie die Verbindung und versuchen Sie es noch einmal.',
  },
  vaultOther: 'Das ging mit dem Tresor nicht. Es wurde nichts geändert.',
  fields: {
    'too-short': (limit) => `Verwenden Sie mindestens ${limit} Zeichen.`,
    'too-long': (limit) => `Verwenden Sie höchstens ${limit} Zeichen.`,
    'too-common': 'Dieses Passwort würde als eines der ersten erraten. Bitte wählen Sie ein anderes.',
    'too-personal':
      'Dieses Passwort ist Ihrem Namen oder dem Namen dieser Website zu ähnlich. Bitte wählen Sie ein anderes.',
    'letter-and-digit': 'Verwenden Sie mindestens einen Buchstaben und eine Ziffer.',
    'forbidden-word':
      'Dieses Passwort enthält ein Wort, das hier nicht erlaubt ist, etwa den Namen der Firma. Bitte wählen Sie ein anderes.',
    breached: 'Dieses Passwort steht in einer öffentlichen Liste gestohlener Passwörter. Bitte wählen Sie ein anderes.',
    'used-before': (limit) =>
      limit === 1
        ? 'Das ist Ihr aktuelles Passwort. Bitte wählen Sie ein anderes.'
        : `Das ist eines der letzten ${limit} Passwörter dieses Kontos. Bitte wählen Sie ein anderes.`,
    unreadable: 'Verwenden Sie Zeichen, die jedes Gerät kennt.',
    'password-hash': 'Das ist ein Passwort in gespeicherter Form. Bitte wählen Sie ein anderes.',
    unchanged: 'Das ist schon Ihre Adresse.',
    'not-own-mailbox':
      'Eine E-Mail-Adresse kann nur dann Ihr Anmeldename sein, wenn sie die bestätigte Adresse dieses Kontos ist. Ändern Sie zuerst Ihre Adresse oder wählen Sie einen anderen Namen.',
    'too-many-passkeys': (limit) => `Sie haben ${limit} Passkeys, mehr gehen nicht. Entfernen Sie zuerst einen.`,
  },
  field: (label) => `${label}: Das stimmt so nicht. Bitte prüfen Sie es und versuchen Sie es noch einmal.`,
  faultAt: (path) => `Bei ${path}: `,
  tryAgainIn: (time) => ['In ', time, ' können Sie es noch einmal versuchen.'],
  tryAgainNow: 'Sie können es jetzt noch einmal versuchen.',
};

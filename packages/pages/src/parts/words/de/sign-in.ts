import type { PartsWords } from '../en/index.ts';

export const whichName =
  'Haben Sie Ihren Anmeldenamen geändert, gilt der neue. Haben Sie nur Ihre E‑Mail‑Adresse geändert, gilt weiter der bisherige Anmeldename.';

const aboutLink = `Der Link gilt einmal, eine halbe Stunde lang. Keine E‑Mail? ${whichName} Wenn Ihr Konto kein Passwort hat, kommt keine E‑Mail: Bitten Sie einen Administrator um einen Code.`;

export const signIn: PartsWords['signIn'] = {
  title: 'Anmelden',
  email: 'E-Mail-Adresse',
  emailOrName: 'Anmeldename (oft Ihre E-Mail-Adresse)',
  password: 'Passwort',
  withPasskey: 'Mit einem Passkey anmelden',
  continueWith: (provider) => `Weiter mit ${provider}`,
  forgot: 'Passwort vergessen?',
  insteadOf: (passkey, providers) => {
    const ways = [passkey ? 'einem Passkey (wenn Sie einen haben)' : '', providers].filter((way) => way !== '');
    return `Inzwischen können Sie ${ways.length === 0 ? '' : `sich mit ${ways.join(' oder ')} anmelden oder `}ein neues Passwort wählen: „Passwort vergessen?“.`;
  },
  directoryPassword: 'Das Passwort des Verzeichnisses nehmen',
  sitePassword: 'Das Passwort dieser Website nehmen',
  sampleAccounts: 'Beispielkonten. Tippen Sie auf einen Namen, um das Formular auszufüllen:',
  underWay: 'Sie sind mitten in einer Anmeldung.',
  underWayAs: (who) => ['Sie sind mitten in der Anmeldung als ', who, '.'],
  goOn: 'Damit weitermachen',
  signingInAs: (who) => ['Anmeldung als ', who],
  another: 'Anderen Weg wählen',
  otherAccount: 'Anderes Konto verwenden',
  haveCode: 'Ich habe einen Code von einem Administrator',
  withName: 'Notfallkonto oder Code vom Administrator',
  nameFirst: (label) =>
    `Füllen Sie zuerst „${label}“ aus. Drücken Sie dann noch einmal auf „Ich habe einen Code von einem Administrator“.`,
  wentOn: 'Diese Anmeldung ging in einem anderen Tab weiter.',
  replaced: 'Die Anmeldung dieser Seite ist vorbei. Diese hier hat ein anderer Tab begonnen.',
  confirmedBy: (provider) => `${provider} hat bestätigt, wer Sie sind. Hier wird noch ein Schritt verlangt.`,
  countAsOne: (proofs, provider) =>
    `${proofs} zählen hier zusammen als ein Schritt, weil ${provider} vielleicht nur nach einem Passwort gefragt hat. Es wird noch ein Schritt verlangt.`,
  yours: { password: 'Ihr Passwort', ldap: 'Ihr Passwort des Verzeichnisses' },
  changedMeanwhile: 'Ihr Konto wurde inzwischen geändert. Deshalb beginnt diese Anmeldung von vorn.',
  blocked: 'Dieses Konto ist gesperrt',
  notThisWay: 'Nicht auf diesem Weg',
  nothingElse: 'Sie haben nichts anderes eingerichtet, das hier genügt.',
  nothingElseCounts: (proofs) =>
    `${proofs} zählen hier zusammen als ein Schritt, und nichts anderes, das Sie eingerichtet haben, genügt als zweiter.`,
  moreAtProvider: (provider, otherAccount, continueWith) =>
    `Wenn ${provider} von Ihnen mehr als ein Passwort verlangen kann, beginnen Sie von vorn: Drücken Sie auf „${otherAccount}“ und dann auf „${continueWith}“, und weisen Sie sich dort mit mehr aus, zum Beispiel mit zwei Schritten. Das kann hier genügen.`,
  somethingElse: 'Benutzen Sie etwas anderes, das Sie eingerichtet haben:',
  passwordIfAny: 'Passwort benutzen, wenn Sie eines haben',
  help: {
    ifNone: (others) => (others === 1 ? 'Wenn Sie das auch nicht haben:' : 'Wenn Sie nichts davon haben:'),
    newPasskey: 'Für einen neuen Passkey brauchen Sie einen Administrator:',
    ask: 'Wenden Sie sich persönlich oder telefonisch an einen Administrator dieser Website. Sagen Sie, was Sie alles verloren haben. Wenn Ihr Postfach oder Ihr Passwort dazugehört, sagen Sie das auch. Wenn es keinen Administrator mehr gibt, fragen Sie, wer den Server dieser Website betreibt.',
    helpIn: (button) =>
      `Wenn er sicher ist, dass Sie es sind, drückt er für Ihr Konto auf „${button}“ und gibt Ihnen einen Code. Was Sie verloren haben, gilt dann nicht mehr, und Ihre Ersatzcodes vielleicht auch nicht. Sie werden überall abgemeldet.`,
    button: 'Wieder hereinhelfen',
    enterCode: (label) =>
      `Füllen Sie auf der Seite „Anmelden“ das Feld „${label}“ aus. Wenn Sie Ihr Passwort noch haben, geben Sie es auch ein und drücken Sie „Anmelden“. Drücken Sie dann „Ich habe einen Code von einem Administrator“ und geben Sie den Code ein. Richten Sie danach einen neuen Passkey ein, oder eine App, wenn die Seite sie anbietet.`,
    enterCodeByName: (label, withName) =>
      `Drücken Sie auf der Seite „Anmelden“ auf „${withName}“ und füllen Sie das Feld „${label}“ aus. Drücken Sie dann „Ich habe einen Code von einem Administrator“ und geben Sie den Code ein. Richten Sie danach einen neuen Passkey ein, oder eine App, wenn die Seite sie anbietet.`,
  },
  lost: {
    passkey: 'Ich habe meinen Passkey nicht mehr',
    app: 'Ich habe die App nicht mehr',
    mailbox: 'Ich komme nicht an dieses Postfach',
    backupCodes: 'Ich habe die Codes nicht mehr',
    deliveredCode: 'Ich kann diese Codes nicht empfangen',
  },
  lostHere: {
    onlyPasskey:
      'Dafür brauchen Sie einen Ihrer Passkeys. Ein Passwort oder ein Code genügt nicht. Wenn Ihr Passkey auf einem anderen Gerät ist, wählen Sie im Fenster Ihres Browsers das andere Gerät, oder öffnen Sie diese Seite dort.',
    nothingElse: 'Nichts anderes, das Sie eingerichtet haben, genügt dafür.',
  },
  youSignedOut: 'Sie sind abgemeldet.',
  signedOutByIt:
    'Sie sind abgemeldet, weil Sie sich hier damit angemeldet hatten oder Ihre Sitzung beendet wurde. Melden Sie sich wieder an, um weiterzumachen.',
  signedOut: 'Sie wurden abgemeldet. Melden Sie sich wieder an, um weiterzumachen.',
  signedOutTitle: 'Sie wurden abgemeldet',
  accountDeleted: 'Ihr Konto wurde gelöscht, deshalb sind Sie abgemeldet.',
  accountDeletedTitle: 'Ihr Konto wurde gelöscht',
  signInAgain: 'Wieder anmelden',
  backToSignIn: 'Zurück zur Anmeldung',
  forgotTitle: 'Passwort zurücksetzen',
  forgotLead:
    'Wir schicken Ihnen einen Link per E‑Mail. Wenn Sie einen zweiten Schritt eingerichtet haben, brauchen Sie ihn auch für das neue Passwort.',
  sendLink: 'Link schicken',
  checkMail: 'Sehen Sie in Ihrem Postfach nach',
  linkSent: (address) =>
    `Wenn Sie mit „${address}“ Ihr Passwort zurücksetzen können, ist ein Link unterwegs. ${aboutLink}`,
  linkSentAgain: (address) =>
    `Wenn Sie mit „${address}“ Ihr Passwort zurücksetzen können, ist noch ein Link unterwegs, und nur der neueste gilt. Wir schicken höchstens fünf in der Stunde. ${aboutLink}`,
  otherIdentifier: 'Andere Adresse oder anderen Namen nehmen',
  newPasswordTitle: 'Neues Passwort wählen',
  newPasswordFor: (host) =>
    `Das Passwort gilt für das Konto bei ${host} mit der Adresse, an die wir den Link geschickt haben. Hat es weder Passkey noch Authenticator‑App, brauchen Sie danach vielleicht einen Administrator, um etwas davon einzurichten.`,
  newPassword: 'Neues Passwort',
  newPasswordHint: 'Ein paar Wörter, die Sie sich merken können, sind gut.',
  saveNewPassword: 'Neues Passwort speichern',
  newPasswordWaits:
    'Ihr neues Passwort wird erst gespeichert, wenn Sie diesen Schritt erledigt haben. Wenn Sie vorher die Hilfe eines Administrators brauchen, wählen Sie danach noch einmal „Passwort vergessen?“.',
  overUnsaved: 'Diese Anmeldung ist vorbei, und Ihr neues Passwort wurde nicht gespeichert. Wählen Sie es noch einmal.',
  passwordSaved: 'Ihr Passwort ist gespeichert, und Sie sind überall abgemeldet. Melden Sie sich damit an.',
  usedTitle: 'Dieser Link gilt nicht mehr',
  invitationUsedTitle: 'Dieser Link öffnet Ihre Einladung nicht',
  usedText:
    'Er wurde schon benutzt, ist zu alt, oder es wurde ein neuerer verschickt. Wir können Ihnen einen neuen schicken.',
  sendNewLink: 'Neuen Link schicken',
  toConfirmAddress:
    'Melden Sie sich an, um Ihre neue Adresse zu bestätigen: mit dem Namen, mit dem Sie sich bisher anmelden.',
  invitationUsed:
    'Wenn Sie mehrere Einladungen bekommen haben, gilt nur die neueste E‑Mail. Wenn Sie mit diesem Link fertig geworden sind, melden Sie sich an. Wenn Sie die Einrichtung begonnen und nicht abgeschlossen haben, machen Sie in dem Browser weiter, in dem Sie sie begonnen haben, oder öffnen Sie den Link nach einer halben Stunde noch einmal. Sonst ist die Einladung abgelaufen oder zurückgenommen: Bitten Sie einen Administrator dieser Website um eine neue.',
  unsent: {
    before:
      'Ihr Formular wurde nicht abgeschickt. Sobald feststeht, dass Sie es sind, kommen Sie zurück zur Seite und schicken das Formular noch einmal ab.',
    title: 'Ihr Formular wurde nicht abgeschickt',
    text: 'Sie sind jetzt angemeldet. Mit Ihren Angaben von vorhin ist nichts geschehen: Gehen Sie zurück zur Seite, prüfen Sie Ihre Angaben, und schicken Sie das Formular noch einmal ab.',
    back: 'Zurück zur Seite',
  },
  welcome: 'Willkommen',
  invited:
    'Sie wurden eingeladen. Wählen Sie ein Passwort, um Ihr Konto zu eröffnen, oder richten Sie stattdessen einen Passkey ein.',
  invitedAs: (who) => ['Diese Einladung ist für ', who, '.'],
  invitedHint: (name) => `Sie melden sich mit ${name ?? 'Ihrer E‑Mail‑Adresse'} und diesem Passwort an.`,
  alreadyAs: (who) => ['Sie sind schon angemeldet, als ', who, '.'],
  toAccount: 'Zu Ihrem Konto',
  withoutPassword: 'Ohne Passwort weiter',
};

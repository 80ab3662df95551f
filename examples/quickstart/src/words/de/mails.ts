import type { Words } from '../words.ts';

export const mails: Words['mails'] = {
  signInCode: {
    subject: (code) => `${code} ist Ihr Anmeldecode`,
    text: (code) =>
      `Ihr Code ist ${code}. Er gilt zehn Minuten, auf der Seite, auf der Sie ihn angefordert haben.\nWenn Sie ihn nicht angefordert haben, kennt jemand Ihr Passwort: Ändern Sie es.`,
  },
  newPassword: {
    subject: 'Neues Passwort wählen',
    text: (link) =>
      `Öffnen Sie innerhalb einer halben Stunde diesen Link, um ein neues Passwort zu wählen:\n${link}\nWenn Sie ihn nicht angefordert haben, brauchen Sie nichts zu tun: Ihr Passwort bleibt, wie es ist.`,
  },
  newAddress: {
    subject: 'Neue Adresse bestätigen',
    text: (link) =>
      `Öffnen Sie diesen Link innerhalb einer Stunde in dem Browser, in dem Sie angemeldet sind:\n${link}\nBis dahin bleibt Ihre alte Adresse.`,
  },
  sms: {
    subject: (code) => `SMS: ${code}`,
    text: (code) => `${code} ist Ihr Code. Er gilt zehn Minuten. Geben Sie ihn niemandem.`,
  },
  notice: {
    subject: (what) => `Sicherheitshinweis: ${what}`,
    unexpected: 'Wenn Sie das nicht erwartet haben, melden Sie es einem Administrator.',
    added: (what) => `Für Ihr Konto wurde ein neuer Anmeldeweg eingerichtet: ${what}.`,
    ways: { passkey: 'Passkey', totp: 'Authenticator-App', 'sms-code': 'SMS-Code' },
    removed: (what) => `Ein Anmeldeweg wurde aus Ihrem Konto entfernt: ${what}.`,
    told: {
      'account.locked':
        'Es gab zu viele falsche Versuche, sich bei Ihrem Konto anzumelden. Es ist für eine Weile gesperrt.',
      'account.unlocked':
        'Ein Administrator hat Ihr Konto vorzeitig freigegeben. Falsche Versuche werden wieder von null an gezählt.',
      'account.blocked':
        'Ein Administrator hat Ihr Konto gesperrt. Sie sind überall abgemeldet und können sich vorerst nicht anmelden.',
      'account.unblocked': 'Ihr Konto ist nicht mehr gesperrt. Sie können sich wieder anmelden.',
      'account.email-changed': 'Die E-Mail-Adresse Ihres Kontos wurde geändert.',
      'account.identifier-changed':
        'Der Name, mit dem Sie sich anmelden, wurde geändert. Nehmen Sie ab jetzt den neuen.',
      'account.deleted': 'Ihr Konto wurde gelöscht.',
      'account.methods-changed': 'Ein Administrator hat geändert, womit Sie sich anmelden dürfen.',
      'two-step.reset':
        'Ein Administrator hat Ihren zweiten Schritt zurückgesetzt. Sie sind überall abgemeldet. Wenn Ihre nächste Anmeldung einen zweiten Schritt verlangt, richten Sie einen neuen ein.',
      'passkeys.reset': 'Ein Administrator hat alle Ihre Passkeys entfernt. Sie sind überall abgemeldet.',
      'passkey.revoked': 'Ein Passkey wurde aus Ihrem Konto entfernt.',
      'passkey.suspicious': 'Vielleicht hat jemand eine Kopie eines Ihrer Passkeys.',
      'backup-codes.issued':
        'Für Ihr Konto wurden Ersatzcodes erstellt. Wenn Sie vorher schon welche hatten, gelten diese nicht mehr.',
      'backup-code.used': 'Für eine Anmeldung wurde ein Ersatzcode benutzt.',
      'enrollment.vouched': 'Ein Administrator hat für Ihr Konto einen einmaligen Anmeldecode ausgegeben.',
      'password.changed': 'Ihr Passwort wurde geändert.',
      'password.reset': 'Ihr Passwort wurde ersetzt, mit einem Link, der an Ihr Postfach ging.',
      'device.forgotten':
        'Eines Ihrer Geräte ist hier nicht mehr bekannt. Wenn andere falsche Passwörter eingeben, müssen Sie vielleicht auch dort warten.',
      'vault.created': 'Für Ihr Konto wurde ein Tresor eingerichtet.',
      'vault.replaced':
        'Ihr Tresor hat einen neuen Schlüssel. Was ihn vorher geöffnet hat, öffnet ihn vielleicht nicht mehr.',
      'vault.envelope-added':
        'Ihr Tresor lässt sich durch etwas mehr öffnen als vorher. Auf der Seite Ihres Tresors steht, wodurch.',
      'vault.envelope-removed': 'Etwas öffnet Ihren Tresor nicht mehr. Auf der Seite Ihres Tresors steht, was.',
      'vault.emergency-opened': 'Das Notfallkonto hat erhalten, was Ihren Tresor öffnet.',
      'external-id.linked':
        'Ihr Konto wurde mit einer anderen Anmeldung verknüpft: mit Single Sign-on oder dem Verzeichnis Ihrer Organisation. Damit können Sie sich jetzt hier anmelden.',
      'external-id.unlinked':
        'Ein Single Sign-on oder ein Verzeichnispasswort gilt nicht mehr für die Anmeldung bei Ihrem Konto.',
      'emergency.used': 'Jemand hat sich mit dem Notfallkonto angemeldet.',
    },
  },
};

import type { PartsWords } from '../en/index.ts';

export const reasons: PartsWords['reasons'] = {
  why: 'Warum?',
  whoAsks: {
    context: (name) => `Diese Website verlangt das dort, wo Sie gerade sind: ${name}.`,
    organisation: (name) => `${name} verlangt das von allen, die dort arbeiten.`,
    request: 'Diese Website verlangt das dort, wo Sie gerade sind. Anderswo genügt vielleicht weniger.',
    tenant: 'Diese Website verlangt das von allen.',
    account:
      'Diese Website verlangt das von Ihrem Konto: Sie oder ein Administrator haben es gewählt, oder Sie haben eine Anmeldung als fremd gemeldet.',
    role: (role) => `Diese Website verlangt das von allen mit der Rolle „${role}“, die Sie haben.`,
  },
  strength: {
    single: 'Melden Sie sich an, um fortzufahren.',
    baseline: 'Bestätigen Sie mit einem weiteren Schritt, dass Sie es sind.',
    enhanced:
      'Ein Passwort und ein Code per E‑Mail genügen hier nicht. Ein Passkey oder eine Authenticator-App genügt.',
    'phishing-resistant': 'Hier brauchen Sie einen Passkey.',
  },
  enhancedBy: (ways) => `Ein Passwort und ein Code per E‑Mail genügen hier nicht. ${ways} genügt.`,
  enhancedWays: {
    passkey: 'ein Passkey',
    totp: 'eine Authenticator-App',
    sso: (provider) => `eine Anmeldung bei ${provider} mit zwei Schritten`,
  },
  passkeyForThis: {
    sentence: 'Hier richten Sie einen Passkey ein. Ein Code per E‑Mail genügt nicht.',
    rule: 'Die Regel lautet: ein Passkey oder eine Authenticator‑App. Eine App zählt nur zusammen mit einem Passwort.',
  },
  recent: (span) =>
    `Eine Bestätigung, dass Sie es sind, gilt hier ${span} lang. Wenn Sie gerade etwas eingerichtet oder ersetzt haben, womit Sie sich anmelden, bestätigen Sie es noch einmal.`,
  fresh: 'Hier bestätigen Sie jedes Mal, dass Sie es sind.',
  otherStrength: 'Hier brauchen Sie mehr, als Sie bisher gezeigt haben.',
  noWay: 'Mit diesem Konto können Sie sich zurzeit nicht anmelden. Fragen Sie einen Administrator.',
  noWayFromHere:
    'Von hier aus können Sie sich nicht anmelden. Kommen Sie von anderswo, oder nehmen Sie ein anderes Gerät.',
  noWayInto: (organisation) => `Mit diesem Konto kommen Sie zurzeit nicht in ${organisation}.`,
  intoOnlyWith: (organisation, ways) => `Um ${organisation} zu betreten, melden Sie sich an mit: ${ways}.`,
  fromHereOnlyWith: (ways) => `Melden Sie sich von hier aus an mit: ${ways}.`,
  onlyWith: (ways) => `Melden Sie sich hier an mit: ${ways}.`,
  plain: {
    'nothing-enrolled-satisfies': 'Was Sie bisher eingerichtet haben, genügt hier nicht.',
    'enrollment-needs-proof': 'Danach richten Sie einen zweiten Schritt für Ihre nächsten Anmeldungen ein.',
    'enrollment-needs-vouching': 'Hier brauchen Sie den Code eines Administrators.',
    'account-blocked': 'Dieses Konto ist gesperrt. Fragen Sie einen Administrator.',
    'sso-preferred': 'Sie melden sich bei Ihrer Organisation an.',
    'same-mailbox': 'Ein Code an dieses Postfach würde zweimal dasselbe beweisen.',
  },
  passkeyAfter: 'Danach erstellen Sie einen Passkey für Ihre nächsten Anmeldungen.',
  vouchingAfterMail:
    'Was Sie gezeigt haben, zählt so viel wie Ihr Postfach, zum Beispiel ein Passwort, das Sie per E‑Mail zurückgesetzt haben. Deshalb brauchen Sie jetzt den Code eines Administrators.',
  other: 'Diese Website verlangt noch etwas, bevor Sie weiterkommen.',
  ways: {
    passkey: 'Passkey',
    password: 'Passwort',
    ldap: 'Passwort des Verzeichnisses',
    sso: 'Single Sign-on',
    totp: 'Authenticator-App',
    'email-code': 'Code per E‑Mail',
    'backup-code': 'Ersatzcode',
    'enrollment-code': 'Code von einem Administrator',
    'sms-code': 'Code per SMS',
  },
  proofs: {
    pwd: 'Passwort',
    otp: 'Code',
    'email-code': 'E-Mail-Code',
    email: 'E-Mail-Code oder E-Mail-Link',
    'backup-code': 'Ersatzcode',
    invitation: 'Einladungslink',
    pop: 'Passkey',
    hwk: 'Passkey',
    swk: 'Passkey',
    sms: 'SMS',
    fed: 'Single Sign-on',
  },
};

import type { Words } from '../words.ts';

export const reasons: Words['reasons'] = {
  why: 'Warum?',
  whoAsks: {
    tenant: 'Diese Website verlangt das von allen.',
    account: 'Diese Website verlangt das von Ihrem Konto.',
    route: 'Diese Seite verlangt das.',
    role: (role) => `Diese Website verlangt das von allen mit der Rolle ${role}, die Sie haben.`,
  },
  strength: {
    single: 'Melden Sie sich an, um fortzufahren.',
    baseline: 'Ein weiterer Schritt zeigt, dass wirklich Sie es sind.',
    enhanced:
      'Passwort und Code per E-Mail genügen hier nicht. Sie brauchen einen Passkey oder eine Authenticator-App.',
    'phishing-resistant': 'Dafür brauchen Sie einen Passkey.',
  },
  otherStrength: 'Dafür brauchen Sie mehr, als Sie bisher gezeigt haben.',
  noWay: 'Mit diesem Konto können Sie sich zurzeit nicht anmelden. Fragen Sie einen Administrator.',
  onlyWith: (ways) => `Melden Sie sich hier an mit: ${ways}.`,
  plain: {
    'nothing-enrolled-satisfies': 'Was Sie bisher eingerichtet haben, genügt dafür nicht.',
    'enrollment-needs-proof':
      'Danach richten Sie einen zweiten Schritt für Ihre nächsten Anmeldungen ein. Es dauert eine Minute und ist nur einmal nötig.',
    'enrollment-needs-vouching':
      'Bitten Sie einen Administrator dieser Website um einen Code und geben Sie ihn hier ein.',
    'account-blocked': 'Dieses Konto ist gesperrt. Fragen Sie einen Administrator.',
    'sso-preferred': 'Sie melden sich bei Ihrer Organisation an.',
    'recent-proof-required': 'Bitte bestätigen Sie noch einmal, dass Sie es sind.',
    'same-mailbox': 'Ein Code an dieses Postfach würde zweimal dasselbe beweisen.',
  },
  other: 'Diese Website verlangt noch etwas, bevor Sie weiterkommen.',
  ways: {
    passkey: 'Passkey',
    password: 'Passwort',
    ldap: 'Passwort des Verzeichnisses',
    sso: 'Single Sign-on',
    totp: 'Authenticator-App',
    'email-code': 'Code per E-Mail',
    'backup-code': 'Ersatzcode',
    'enrollment-code': 'Code von einem Administrator',
    'sms-code': 'Code per SMS',
  },
  proofs: {
    pwd: 'Passwort',
    otp: 'Code',
    'backup-code': 'Ersatzcode',
    pop: 'Passkey',
    hwk: 'Passkey',
    swk: 'Passkey',
    sms: 'SMS',
    fed: 'Single Sign-on',
  },
  administrator: {
    asks: (askers, several, what) => `${askers} ${several ? 'verlangen' : 'verlangt'} ${what}.`,
    policy: 'die Richtlinie',
    account: 'das Konto',
    route: 'die Seite',
    role: (role) => `die Rolle ${role}`,
    strength: {
      single: 'einen Schritt',
      baseline: 'zwei Schritte',
      enhanced: 'einen Passkey oder eine Authenticator-App',
      'phishing-resistant': 'einen Passkey',
    },
    missing: {
      baseline: 'Die Person hat keinen zweiten Schritt, der dafür genügt.',
      enhanced: 'Die Person hat weder Passkey noch Authenticator-App, die dafür genügen.',
      'phishing-resistant': 'Die Person hat keinen Passkey, der dafür genügt.',
    },
    notEnough: 'Was eingerichtet ist, genügt dafür nicht.',
    onlyWith: (asker, ways) => `${asker} erlaubt die Anmeldung nur mit: ${ways}.`,
    noWay: (asker) => `${asker} erlaubt keine Anmeldung.`,
    plain: {
      'enrollment-needs-vouching': 'Vor dem Einrichten ist ein einmaliger Code von einem Administrator nötig.',
      'account-blocked': 'Ein Administrator hat das Konto gesperrt.',
      'sso-preferred': 'Die Richtlinie bevorzugt Single Sign-on.',
      'recent-proof-required': 'Eine neue Bestätigung ist nötig.',
      'same-mailbox': 'Ein Code an das Postfach würde zweimal dasselbe beweisen.',
      'enrollment-needs-proof': 'Vor dem Einrichten ist die stärkste vorhandene Bestätigung nötig.',
    },
  },
};

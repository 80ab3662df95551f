import type { Words } from '../en/index.ts';

export const reasons: Words['reasons'] = {
  asks: (askers, several, what) => `${askers} ${several ? 'verlangen' : 'verlangt'} ${what}.`,
  policy: 'die Richtlinie',
  account: 'das Konto',
  route: 'die Seite',
  request: 'der Ort der Anfrage',
  context: (name) => `der Kontext ${name}`,
  organisation: (name) => `die Organisation ${name}`,
  floor: 'die App, unter jeder Richtlinie',
  floorRole: (role: string): string => `die App, unter jeder Richtlinie, für die Rolle ${role}`,
  role: (role) => `die Rolle ${role}`,
  strength: {
    single: 'einen Schritt',
    baseline: 'zwei Schritte',
    enhanced: 'einen Passkey oder eine Authenticator-App',
    'phishing-resistant': 'einen Passkey',
  },
  missing: {
    baseline: 'Dafür fehlt ein zweiter Schritt.',
    enhanced: 'Dafür fehlt ein Passkey oder eine Authenticator-App.',
    'phishing-resistant': 'Dafür fehlt ein Passkey.',
  },
  notEnough: 'Was eingerichtet ist, genügt dafür nicht.',
  ways: {
    password: 'Passwort',
    passkey: 'Passkey',
    sso: 'Single Sign-on',
    ldap: 'Passwort des Verzeichnisses',
  },
  onlyWith: (asker, ways) => `${asker} erlaubt die Anmeldung nur mit: ${ways}.`,
  noWay: (asker) => `${asker} erlaubt keine Anmeldung.`,
  plain: {
    'enrollment-needs-vouching': 'Vor dem Einrichten ist ein einmaliger Code von einem Administrator nötig.',
    'account-blocked': 'Ein Administrator hat das Konto gesperrt.',
    'sso-preferred': 'Die Richtlinie bevorzugt Single Sign-on.',
    'recent-proof-required': 'Eine neue Bestätigung ist nötig.',
    'same-mailbox': 'Ein Code an das Postfach würde zweimal dasselbe beweisen.',
    'enrollment-needs-proof':
      'Vor dem Einrichten verlangt die Richtlinie den stärksten Schritt, der schon eingerichtet ist.',
  },
  other: 'Diese Website verlangt noch etwas, bevor Sie weiterkommen.',
};

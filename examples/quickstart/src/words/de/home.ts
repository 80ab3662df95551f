import type { Words } from '../words.ts';

export const home: Words['home'] = {
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
  roles: {
    'super-admin': 'Superadministratorin',
    employee: 'Mitarbeiter',
    contractor: 'Externe Mitarbeiterin',
    none: 'Keine Rolle',
  },
  meets: {
    superAdmin: 'Am Anfang: richtet zuerst einen Passkey oder eine App ein und führt dann die Verwaltung.',
    emailCode: 'Am Anfang: Ein Passwort und ein Code per E-Mail genügen.',
    contractor: 'Am Anfang: richtet vor dem ersten Zugang einen Passkey oder eine App ein.',
  },
  askingTheServer: 'Der Server wird gefragt …',
  session: 'Sie, in diesem Moment',
  nobody: 'In diesem Browser ist niemand angemeldet.',
  signIn: 'Anmelden',
  signOut: 'Abmelden',
  yourAccount: 'Ihr Konto',
  confirmed: (when) => `Zuletzt bestätigt: ${when}.`,
  app: 'Eine App hinter dem Tor',
  aboutTheApp:
    'Drei Seiten der Demo-App, jede mit eigener Anforderung. Wer sie nicht erfüllt, wird nach mehr gefragt und nicht abgewiesen.',
  route: { reports: 'Berichte lesen', vault: 'Tresor öffnen', payout: 'Auszahlung anweisen' },
  demand: {
    askingTheServer: 'Der Server wird gefragt …',
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
    '. Sie kommen zum Anmeldedienst der Demo, sagen dort, wer Sie sind, und kehren zurück. Das zählt als ein Schritt: Nach dem zweiten werden Sie hier gefragt. Sagen Sie dort, dass Sie zwei Nachweise erbracht haben, so fehlt keiner mehr: Die Richtlinie vertraut Example Corp dafür.',
  ],
  continueWith: (provider) => `Weiter mit ${provider}`,
  aboutSso:
    'Wenn Sie sich hier abmelden, können Sie sich auch dort abmelden. Auf Ihrer Kontoseite verknüpfen Sie eine Identität und heben die Verknüpfung wieder auf.',
};

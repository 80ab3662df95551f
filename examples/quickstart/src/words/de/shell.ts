import type { Words } from '../words.ts';

export const shell: Words['shell'] = {
  skip: 'Zum Inhalt springen',
  pages: 'Seiten',
  start: 'Start',
  account: 'Konto',
  vault: 'Tresor',
  admin: 'Admin',
  mail: 'E-Mail',
  noScript: 'Diese Demo braucht JavaScript. Sie ist ein Client des HTTP-Vertrags von Sallyport.',
  foot: 'Eine Demo auf Ihrem eigenen Rechner. Die Konten sind erfunden, und die E-Mails bleiben hier.',
  askingTheServer: 'Der Server wird gefragt …',
  oneMoment: 'Einen Moment …',
  signIn: 'Anmelden',
  secondStep: 'Zweiten Schritt einrichten',
  yourAccount: 'Ihr Konto',
  yourVault: 'Ihr Tresor',
  aboutTheVault:
    'Eine Notiz, die nur Sie lesen können. Den Schlüssel hat Ihr Browser; der Server bewahrt die Notiz versiegelt auf und kann nichts davon öffnen.',
  administration: 'Verwaltung',
  accounts: 'Konten',
  security: 'Sicherheit',
  policy: 'Richtlinie',
};

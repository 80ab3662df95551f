import type { Words } from '../words.ts';

export const site: Words['site'] = {
  shell: {
    noScript: 'Diese Demo braucht JavaScript. Sie ist ein Client des HTTP-Vertrags von Sallyport.',
    foot: 'Eine Demo auf Ihrem eigenen Rechner. Die Konten sind erfunden, und die E-Mails bleiben hier.',
  },
  common: {
    openMail: 'E-Mail-Seite der Demo öffnen',
    mailIsAt: 'In der Demo: die E-Mail-Seite.',
    notPermitted: 'Ihre Rolle erlaubt Ihnen diese Seite nicht. In der Demo kann Ada sie sehen.',
    toStart: 'Wer was tun kann',
  },
  signIn: { sampleAccounts: 'Konten der Demo, einmal antippen füllt das Formular aus:' },
};

import type { OwnWords } from '../en/index.ts';

export const disown: OwnWords['disown'] = {
  title: 'Waren Sie das?',
  lead: 'Wir haben Ihnen wegen einer Anmeldung mit Ihrem Konto geschrieben. In der E‑Mail steht, wann und mit welchem Browser sie war. Wenn Sie es nicht waren, beenden Sie sie hier: Das Gerät wird abgemeldet und ist nicht mehr bekannt.',
  next: 'Überall sonst bleiben Sie angemeldet. Ihre nächste Anmeldung verlangt dann den stärksten Nachweis, den Sie vorher eingerichtet hatten, auch auf einem bekannten Gerät.',
  notMe: 'Das war ich nicht: beenden',
  wasMe: 'Das war ich',
  thanksTitle: 'Alles in Ordnung',
  thanks:
    'Es wurde nichts geändert. Sie können diese Seite schließen oder auf Ihrer Kontoseite sehen, wo Sie angemeldet sind.',
  doneTitle: 'Die Anmeldung ist beendet',
  ended: 'Wer auch immer es war, ist abgemeldet.',
  wasOver: 'Dort war niemand mehr angemeldet.',
  advice:
    'Vielleicht kennt jemand Ihr Passwort. Ändern Sie es auf Ihrer Kontoseite, und erstellen Sie neue Ersatzcodes. Wenn Sie nach einem Passkey oder einer App gefragt werden, die Ihnen nicht gehört, bitten Sie die Administration um Hilfe.',
  toPassword: 'Passwort ändern',
  usedTitle: 'Dieser Link gilt nicht mehr',
  usedText:
    'Er wurde schon benutzt oder ist älter als sieben Tage. Auf Ihrer Kontoseite steht, wo Sie angemeldet sind.',
  toAccount: 'Zu Ihrem Konto',
  noLink: 'Diese Seite öffnet sich über den Link in einer E‑Mail zu einer Anmeldung.',
};

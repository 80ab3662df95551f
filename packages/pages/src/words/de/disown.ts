import type { OwnWords } from '../en/index.ts';

export const disown: OwnWords['disown'] = {
  title: 'Waren Sie das?',
  lead: 'Wir haben Ihnen wegen einer Anmeldung mit Ihrem Konto geschrieben. In der E‑Mail stehen die Zeit und der Browser der Anmeldung. Wenn Sie es nicht waren, beenden Sie diese Anmeldung hier: Das Gerät wird abgemeldet und ist nicht mehr bekannt. Überall sonst bleiben Sie angemeldet.',
  notMe: 'Das war ich nicht: beenden',
  wasMe: 'Das war ich',
  thanksTitle: 'Danke',
  thanks:
    'Diese Seite hat eben nichts geändert. Wenn die Anmeldung schon früher gemeldet wurde, ist sie beendet: Melden Sie sich dort neu an. Sie können diese Seite schließen oder auf Ihrer Kontoseite sehen, wo Sie angemeldet sind.',
  doneTitle: 'Die Anmeldung ist beendet',
  ended: 'Wer auch immer es war, ist abgemeldet.',
  wasOver: 'Dort war niemand mehr angemeldet.',
  advice:
    'Vielleicht kennt jemand Ihr Passwort. Ändern Sie es auf Ihrer Kontoseite. Wenn Sie Ersatzcodes haben, erstellen Sie neue.',
  next: 'Bei Ihrer nächsten Anmeldung werden Sie nach einem Passkey gefragt oder sonst nach Ihrer Authenticator-App, sofern Sie das vor der gemeldeten Anmeldung eingerichtet hatten. Wenn Sie nach einem Passkey gefragt werden, genügt kein Ersatzcode. Wenn Sie nach etwas gefragt werden, das Sie nicht eingerichtet oder nicht mehr haben, bitten Sie einen Administrator um Hilfe.',
  toPassword: 'Passwort ändern',
  usedTitle: 'Dieser Link gilt nicht mehr',
  usedText:
    'Er wurde schon benutzt, ist älter als sieben Tage oder gehört zu einem gelöschten Konto. Auf Ihrer Kontoseite steht, wo Sie angemeldet sind. Hat jemand anderes Ihr Konto gelöscht, sagen Sie es einem Administrator dieser Website.',
  toAccount: 'Zu Ihrem Konto',
  noLink: 'Diese Seite öffnet sich über den Link in einer E‑Mail zu einer Anmeldung.',
};

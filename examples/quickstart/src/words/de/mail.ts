import type { Words } from '../words.ts';

export const mail: Words['mail'] = {
  title: 'E-Mail',
  lead: 'Was Sallyport verschickt hat, statt an ein echtes Postfach. Neue E-Mails erscheinen von selbst.',
  mailbox: 'Postfach',
  example: 'name@example.org',
  show: 'Anzeigen',
  choose: 'Wählen Sie ein Postfach, um seine E-Mails zu sehen.',
  none: (mailbox) => `Noch keine E-Mail für ${mailbox}.`,
  newest: (subject, count) => `${subject} (${count})`,
  openLink: 'Link öffnen',
};

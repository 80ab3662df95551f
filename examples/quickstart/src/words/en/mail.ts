/** The demo's mail page. */
export const mail = {
  title: 'Mail',
  lead: 'What Sallyport sent, instead of a real mailbox. New mail appears by itself.',
  mailbox: 'Mailbox',
  example: 'name@example.org',
  show: 'Show',
  choose: 'Choose a mailbox to see its mail.',
  none: (mailbox: string): string => `No mail for ${mailbox} yet.`,
  newest: (subject: string, count: number): string => `${subject} (${count})`,
  openLink: 'Open the link',
};

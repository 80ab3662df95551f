import type { Notice, NotifyOwner } from '@sallyport/engine';
import type { MailLanguages } from './mail-languages.ts';
import type { Mailbox } from './mailbox.ts';
import { catalogue } from './words/catalogue.ts';
import type { Words } from './words/words.ts';

function sentenceOf({ type, method, detail }: Notice['event'], { mails }: Words): string | undefined {
  const told: Readonly<Record<string, string>> = mails.notice.told;
  const ways: Readonly<Record<string, string>> = mails.notice.ways;
  const factor = String(detail?.['factor'] ?? method);
  if (type === 'factor.enrolled') return mails.notice.added(ways[factor] ?? factor);
  if (type === 'factor.removed') return mails.notice.removed(ways[factor] ?? factor);
  return told[type];
}

/** The first sentence, for the subject, so that notices differ without opening. */
function firstSentence(text: string): string {
  return text.replace(/\.(\s.*)?$/s, '');
}

/** Notifies owners of events by mail. */
export function notices(mailbox: Mailbox, languages: MailLanguages): NotifyOwner {
  return ({ event, addresses }) => {
    for (const to of addresses) {
      const words = catalogue[languages.last(to)];
      const { subject, unexpected } = words.mails.notice;
      const text = sentenceOf(event, words);
      if (text !== undefined) mailbox.notify(to, subject(firstSentence(text)), `${text}\n${unexpected}`);
    }
  };
}

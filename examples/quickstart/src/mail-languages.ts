import { AsyncLocalStorage } from 'node:async_hooks';
import { FIRST_LANGUAGE, type Language, preferredLanguage } from '@sallyport/pages';

/** The languages of mails. A real app stores the language with the account. */
export interface MailLanguages {
  /**
   * Runs the handling of a request.
   *
   * @param accepted the request's `Accept-Language`, for mails that the request causes
   */
  during<Answer>(accepted: string | undefined, answer: () => Answer): Answer;
  /** The language of a mail that the request asks for. Remembered for later mails to the address. */
  asked(address: string): Language;
  /** The language of a mail without a request: the language of the last requested mail to the address. */
  last(address: string): Language;
}

export function mailLanguages(): MailLanguages {
  const ofRequest = new AsyncLocalStorage<Language>();
  const ofAddresses = new Map<string, Language>();
  const last = (address: string): Language => ofAddresses.get(address) ?? FIRST_LANGUAGE;
  return {
    during: (accepted, answer) => ofRequest.run(preferredLanguage(accepted), answer),
    asked(address) {
      const language = ofRequest.getStore() ?? last(address);
      ofAddresses.set(address, language);
      return language;
    },
    last,
  };
}

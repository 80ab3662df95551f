import { AsyncLocalStorage } from 'node:async_hooks';
import { FIRST_LANGUAGE, type Language, preferredLanguage } from './words/language.ts';

/** In which language somebody is written to. A real app keeps it with the account. */
export interface MailLanguages {
  /**
   * Answers a request.
   *
   * @param accepted its header `Accept-Language`: the language of a mail that it asks for
   */
  during<Answer>(accepted: string | undefined, answer: () => Answer): Answer;
  /** Of a mail that the request asks for. It is kept for what this address is told later. */
  asked(address: string): Language;
  /** Of what an address is told without asking: the language in which it was written to last. */
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

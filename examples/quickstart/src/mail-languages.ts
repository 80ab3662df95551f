import { AsyncLocalStorage } from 'node:async_hooks';
import type { Store } from '@sallyport/engine';
import { FIRST_LANGUAGE, type Language, languageFor } from '@sallyport/pages';

/** The languages of mails. A real app stores the language with the account. */
export interface MailLanguages {
  /**
   * Runs the handling of a request.
   *
   * @param accepted the request's `Accept-Language`, for mails that the request causes
   */
  during<Answer>(accepted: string | undefined, answer: () => Answer): Answer;
  /**
   * The language of a mail that the running request asks for: the language of the request. The first request decides the language of later mails to the address
   * until the owner signs in. A later request decides nothing, because anybody can ask for a code to any address.
   */
  asked(address: string): Language;
  /** The owner signed in by the running request. The language of the request is the language of the owner's notices from now on. */
  signedIn(accountId: string): void;
  /**
   * The language of a mail that the addressee did not ask for: the language of the owner's last sign-in. If the owner did not sign in yet, the language of the
   * first request for a mail to the address. If nobody asked for a mail yet, the language of the request that causes the mail, if a request does.
   */
  last(address: string, accountId?: string): Language;
}

/** The language of the running request. One for the process: each `AsyncLocalStorage` in use slows down every promise. */
const ofRequest = new AsyncLocalStorage<Language>();

export function mailLanguages(): MailLanguages {
  const ofAddresses = new Map<string, Language>();
  const ofOwners = new Map<string, Language>();
  const last: MailLanguages['last'] = (address, accountId) => {
    const ofOwner = accountId === undefined ? undefined : ofOwners.get(accountId);
    return ofOwner ?? ofAddresses.get(address) ?? ofRequest.getStore() ?? FIRST_LANGUAGE;
  };
  return {
    during: (accepted, answer) => ofRequest.run(languageFor(accepted), answer),
    asked(address) {
      const language = ofRequest.getStore() ?? last(address);
      if (!ofAddresses.has(address)) ofAddresses.set(address, language);
      return language;
    },
    signedIn(accountId) {
      const language = ofRequest.getStore();
      if (language !== undefined) ofOwners.set(accountId, language);
    },
    last,
  };
}

/**
 * Wraps the store, so that each sign-in of an owner decides the language of the owner's notices. A sign-in that asks the owner “Was this you?” decides nothing:
 * the sign-in may be an intruder's. `onEvent` comes after the request, when the language of the request is no longer known.
 */
export function notingLanguages(store: Store, languages: MailLanguages): Store {
  const commit: Store['commit'] = async (change) => {
    const result = await store.commit(change);
    const isUnfamiliar = change.events.some(({ type }) => type === 'sign-in.unfamiliar');
    if (result.outcome !== 'committed' || isUnfamiliar) return result;
    for (const { type, accountId } of change.events) {
      if (type === 'sign-in.succeeded' && accountId !== undefined) languages.signedIn(accountId);
    }
    return result;
  };
  return new Proxy(store, {
    get(target, name) {
      const member: unknown = name === 'commit' ? commit : Reflect.get(target, name);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
}

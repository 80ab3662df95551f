import type { AccountRecord, SessionRecord } from '@sallyport/engine/store';

/** A session and its account, as texts and as what was parsed of them. */
interface Parsed {
  readonly texts: readonly [session: string, account: string];
  readonly session: SessionRecord;
  readonly account: AccountRecord;
}

/** Characters of documents that are kept at most: about 500 sessions with their accounts, in 3 MB. */
const LIMIT = 1_000_000;

/**
 * What was parsed of sessions that were checked lately. A document is read from the database with every check and parsed only if its text
 * is another than the last time: nothing here decides what is so. Sessions of long ago are forgotten, and those that are over.
 */
export class ParsedSessions {
  readonly #limit: number;
  #recent = new Map<string, Parsed>();
  #before = new Map<string, Parsed>();
  #characters = 0;

  constructor(limit: number = LIMIT) {
    this.#limit = limit;
  }

  /** @param parse makes the two records of the texts */
  of(
    tokenHash: string,
    texts: readonly [session: string, account: string],
    parse: () => Pick<Parsed, 'session' | 'account'>,
  ): Pick<Parsed, 'session' | 'account'> {
    const recent = this.#recent.get(tokenHash);
    if (recent !== undefined && isSame(recent.texts, texts)) return recent;
    const before = this.#before.get(tokenHash);
    const parsed =
      before !== undefined && isSame(before.texts, texts) ? before : Object.freeze({ texts, ...frozen(parse()) });
    this.#keep(tokenHash, parsed);
    return parsed;
  }

  /** A session that is over. */
  forget(tokenHash: string): void {
    this.#recent.delete(tokenHash);
    this.#before.delete(tokenHash);
  }

  /** One generation is half of what may be kept: a full one takes the place of the one before. */
  #keep(tokenHash: string, parsed: Parsed): void {
    const length = parsed.texts[0].length + parsed.texts[1].length;
    if (this.#characters + length > this.#limit / 2) {
      this.#before = this.#recent;
      this.#recent = new Map();
      this.#characters = 0;
    }
    this.#recent.set(tokenHash, parsed);
    this.#characters += length;
  }
}

function isSame(texts: Parsed['texts'], others: Parsed['texts']): boolean {
  return texts[0] === others[0] && texts[1] === others[1];
}

/** More than one request gets them. */
function frozen<Value extends object>(value: Value): Value {
  for (const member of Object.values(value)) if (typeof member === 'object' && member !== null) frozen(member);
  return Object.freeze(value);
}

import type { Language } from '../language.ts';
import { german } from '../parts/words/de/index.ts';
import type { PartsWords } from '../parts/words/en/index.ts';
import { english } from '../parts/words/en/index.ts';
import type { SiteWords } from '../settings.ts';
import { withTexts } from '../with-texts.ts';

/** A link in the head of every page. */
export interface SiteLink {
  /** The address of the link. */
  readonly href: string;
  /** The text of the link for each language. */
  readonly label: Readonly<Record<Language, string>>;
}

/** The options that all pages of a host share: the person's pages, the administrators' pages, and the host's own. */
export interface Site {
  /** The name in the head of every page and in the browser's tab. Default: `Sallyport`. */
  readonly name?: string | undefined;
  /** The links in the head of every page, in reading order. Default: none. */
  readonly links?: readonly SiteLink[] | undefined;
  /**
   * The path of a page that shows sent mails and text messages instead of a mailbox, for a demo or for development. The pages link to it
   * after sending a code or a link, with `?to=` and the address. Default: no such page.
   */
  readonly mailPage?: string | undefined;
  /** Sentences in place of those of the shared parts, by language. */
  readonly words?: SiteWords | undefined;
}

const catalogue: Readonly<Record<Language, PartsWords>> = { en: english, de: german };

/** The sentences of the frame of every page, with the host's sentences. */
export function shellOf({ words }: Site, language: Language): PartsWords['shell'] {
  return withTexts(catalogue[language], words?.[language]).shell;
}

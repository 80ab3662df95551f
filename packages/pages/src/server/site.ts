import { FIRST_LANGUAGE, type Language, languageOf, type PageLanguage } from '../language.ts';
import { german } from '../parts/words/de/index.ts';
import type { PartsWords } from '../parts/words/en/index.ts';
import { english } from '../parts/words/en/index.ts';
import type { InLanguages, SiteWords, Translation } from '../settings.ts';
import { withTexts } from '../with-texts.ts';
import { AT, type SitePlace } from './at.ts';
import { type Theme, themeSheet } from './theme.ts';

/** A link in the head of every page. */
export interface SiteLink {
  /** The address of the link. */
  readonly href: string;
  /** The text of the link for each language. */
  readonly label: InLanguages;
}

/** A picture of the host's origin, or a `data:` address: the pages load nothing from elsewhere. */
export interface SiteLogo {
  /** The picture on a light page: `/logo.svg`. */
  readonly src: string;
  /** The picture on a dark page. Default: `src`. */
  readonly dark?: string | undefined;
  /** The name is a part of the picture, so the head shows no text beside the picture. Default: false. */
  readonly withName?: boolean | undefined;
}

/** A language that the pages do not have. */
export interface SiteLanguage<Words extends PartsWords = PartsWords> {
  /** The path of a script of the host's origin, whose default export is `words`. Pages in this language load it. */
  readonly script: string;
  /** The sentences, as the server writes them into the pages. */
  readonly words: Translation<Words>;
}

/** The options that all pages of a host share: the person's pages, the administrators' pages, and the host's own. */
export interface Site<Words extends PartsWords = PartsWords> {
  /** The name in the head of every page and in the browser's tab. Default: `Sallyport`. */
  readonly name?: string | undefined;
  /**
   * The path below which the host serves the pages and, at `/auth` below it, the contract: `/portal`. For tenants by path a function of the request's path, such as
   * `(path) => /^\/(north|south)(?=\/)/.exec(path)?.[0]`: it answers `undefined` where there are no pages, and a page then leads on only to paths of its own
   * tenant. `{at}` in an address of your own stands for this path: `{at}/orders`. Default: the root.
   */
  readonly at?: SitePlace | undefined;
  /** The links in the head of every page, in reading order. Default: none. */
  readonly links?: readonly SiteLink[] | undefined;
  /** The picture in the head of every page. Default: Sallyport's mark. */
  readonly logo?: SiteLogo | undefined;
  /** The path of the picture in the browser's tab: `/favicon.svg`. Default: Sallyport's mark. */
  readonly icon?: string | undefined;
  /** Colours, font and corners. */
  readonly theme?: Theme | undefined;
  /** Style sheets of the host's origin, which every page loads last: `/brand.css`. Default: none. */
  readonly styleSheets?: readonly string[] | undefined;
  /**
   * The path of a page that shows sent mails and text messages instead of a mailbox, for a demo or for development. The pages link to it
   * after sending a code or a link, with `?to=` and the address. Default: no such page.
   */
  readonly mailPage?: string | undefined;
  /** Scripts of the host's origin, which every page loads as modules after its own: `/profile.js`. Default: none. */
  readonly scripts?: readonly string[] | undefined;
  /** Languages beside English and German, by the code of the language: `fr`. Default: none. */
  readonly languages?: Readonly<Record<string, SiteLanguage<Words>>> | undefined;
  /**
   * The origins of pages that may show these pages in a frame: `https://portal.example.org`. A browser sends the cookies of the session only in a frame
   * of the same site. Default: none, so that no page of a neighbour host lays its own buttons over these pages.
   */
  readonly frameAncestors?: readonly string[] | undefined;
  /**
   * The names of roles for people, by the role's name in the policy: `{ contractor: { en: 'Contractor', de: 'Externe Person' } }`. The policy page and the log
   * of the administrators show the names of the policy. Default: the names of the policy.
   */
  readonly roles?: Readonly<Record<string, InLanguages>> | undefined;
  /** Sentences in place of the pages' own, by language. */
  readonly words?: SiteWords<Words> | undefined;
}

const catalogue: Readonly<Record<Language, PartsWords>> = { en: english, de: german };

/** The sentences of a catalogue for a page in a language, with the host's translation or sentences. */
export function sentencesOf<Words extends object>(
  { words, languages }: Hosted<Words>,
  catalogue: Readonly<Record<Language, Words>>,
  language: PageLanguage,
): Words {
  const own = languageOf(language);
  if (own === undefined) return withTexts(catalogue[FIRST_LANGUAGE], languages?.[language]?.words);
  return withTexts(catalogue[own], words?.[own]);
}

/** The part of a site with sentences. */
interface Hosted<Words> {
  readonly words?: SiteWords<Words> | undefined;
  readonly languages?: Readonly<Record<string, { readonly words: Translation<Words> }>> | undefined;
}

export function textIn(texts: InLanguages, language: PageLanguage): string {
  return texts[language] ?? texts[FIRST_LANGUAGE];
}

export function shellOf(site: Site, language: PageLanguage): PartsWords['shell'] {
  return sentencesOf<PartsWords>(site, catalogue, language).shell;
}

/** @throws TypeError for an address of another origin */
export function looksOf({
  logo,
  icon = `${AT}/assets/mark.svg`,
  theme,
  styleSheets = [],
  scripts = [],
  languages = {},
}: Site) {
  const pictures = [icon, ...(logo === undefined ? [] : [logo.src, logo.dark ?? logo.src])];
  for (const address of pictures)
    if (!isOwnPath(address) && !address.startsWith('data:image/'))
      throw new TypeError(
        `the picture '${address}' is no path of this origin, such as '/logo.svg', and no data:image/ address`,
      );
  for (const path of [...styleSheets, ...scripts, ...Object.values(languages).map(({ script }) => script)])
    if (!isOwnPath(path)) throw new TypeError(`'${path}' is no path of this origin, such as '/brand.css'`);
  const odd = Object.keys(languages).find((code) => !/^[a-z]{2,3}$/.test(code) || languageOf(code) !== undefined);
  if (odd !== undefined) throw new TypeError(`languages: '${odd}' is no code of a further language, such as 'fr'`);
  const sheet = themeSheet(theme);
  return {
    logo: logoOf(logo, theme),
    icon,
    sheets: [...(sheet === undefined ? [] : [AT + sheet.path]), ...styleSheets],
    scripts,
  } as const;
}

/** A path of this origin, perhaps with a query. */
export function isOwnPath(address: string): boolean {
  return /^\/(?![/\\])/.test(address.startsWith(AT) ? address.slice(AT.length) : address);
}

function logoOf(logo: SiteLogo | undefined, theme: Theme | undefined): SiteLogo | undefined {
  if (logo?.dark === undefined || theme?.scheme === undefined) return logo;
  return { ...logo, src: theme.scheme === 'dark' ? logo.dark : logo.src, dark: undefined };
}

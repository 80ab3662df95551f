import type { Language } from './language.ts';
import type { PartsWords } from './parts/words/en/index.ts';
import type { OwnWords } from './words/en/index.ts';

/** The sentences without arguments of a catalogue, each optional. */
export type Texts<Words> = {
  readonly [Key in keyof Words as Words[Key] extends string | Readonly<Record<string, unknown>>
    ? Key
    : never]?: Words[Key] extends string ? string : Texts<Words[Key]>;
};

/** The sentences of a person's pages. */
export type PageWords = PartsWords & OwnWords;

/** Sentences of a language that the pages do not have. A sentence with arguments is a function. An absent sentence is in English. */
export type Translation<Words> = {
  readonly [Key in keyof Words]?: Words[Key] extends string
    ? string
    : Words[Key] extends (...parts: never[]) => unknown
      ? Words[Key]
      : Words[Key] extends readonly unknown[]
        ? Words[Key]
        : Translation<Words[Key]>;
};

/** Sentences of a host in place of the pages' own. Only sentences without arguments can be replaced. */
export type SiteWords<Words = PartsWords> = Readonly<Partial<Record<Language, Texts<Words>>>>;

/** Markup of a host, the same in every language or for each language. Goes into the page as it is: never put a person's input into it. */
export type Markup = string | InLanguages;

/** A text for each language. An added language without a text gets the English text. */
export type InLanguages = Readonly<Record<Language, string> & Partial<Record<string, string>>>;

/** Accounts with a well-known password, for a demo. The sign-in page contains the password. */
export interface SampleAccounts {
  /** The password of all these accounts. */
  readonly password: string;
  /** A button for each account: `name` is the text of the button. */
  readonly people: readonly { readonly name: string; readonly identifier: string }[];
}

/** The host's own routes behind the vault page. Every route requires a session and answers JSON. */
export interface VaultPage {
  /**
   * The path of the person's sealed note. `GET` answers `{ notes: [{ keyId, sealed }] }`. `PUT { keyId, sealed }` stores a note beside the notes
   * under other keys. `PUT { keyId, sealed, alone: true }` also deletes the notes under other keys.
   */
  readonly notes: string;
  /**
   * The path of the vault's events, newest first: `GET` answers `{ events: [{ at, type, by, kind?, reason? }] }`, with `by` either `you` or
   * `somebody else`. Absent: the page shows no events.
   */
  readonly log?: string | undefined;
  /** The fingerprint (`kid`) of the emergency key. The browser trusts only this key. Absent: the page seals nothing to an emergency key. */
  readonly emergencyFingerprint?: string | undefined;
}

/** The `organisations` of your policy. The pages read the names of the roles, and which roles administer. */
export interface PolicyOrganisations {
  /** The roles that members may have, by name. */
  readonly roles?: Readonly<Record<string, unknown>> | undefined;
  /** The roles that administer their own organisation. */
  readonly administrators?:
    | { readonly rule?: readonly string[] | undefined; readonly people?: readonly string[] | undefined }
    | undefined;
}

/** What the scripts of a page read of the organisations. */
export interface OrganisationSettings {
  /** The roles that members may have. */
  readonly roles: readonly string[];
  /** The roles that administer something in their organisation. The server decides what. */
  readonly administrators: readonly string[];
  /** The page `/organisation` is served. */
  readonly hasPage: boolean;
  /** The host's route with the names of members. */
  readonly names?: string | undefined;
}

/** The part of a host's options that the scripts of a page read. */
export interface PageSettings {
  /** See {@link Site.at}, of the requested page. */
  readonly at?: string | undefined;
  /** A page leads on only to paths below `at`, because the other paths may belong to other tenants. */
  readonly staysBelow?: boolean | undefined;
  /** See {@link Site.mailPage}. */
  readonly mailPage?: string | undefined;
  /** The path of the script with the sentences of the page's language, if the pages do not have the language. */
  readonly translation?: string | undefined;
  /** The host's sentences in the language of the page. */
  readonly words?: Texts<PartsWords> | undefined;
  /** See {@link Site.roles}, in the language of the page. */
  readonly roles?: Readonly<Record<string, string>> | undefined;
  /** Accounts for one tap. Only on the sign-in page of a demo. */
  readonly sampleAccounts?: SampleAccounts | undefined;
  /** The host has sign-ups. Only on the sign-in page. */
  readonly signUp?: boolean | undefined;
  /** The host's routes. Only on the page `/vault`. */
  readonly vault?: VaultPage | undefined;
  /** The host has organisations. Only on the pages `/account` and `/organisation`. */
  readonly organisations?: OrganisationSettings | undefined;
}

export const SETTINGS = 'sallyport-settings';

import {
  account,
  disown,
  enroll,
  organisation,
  type PersonSite,
  type Slots,
  signIn,
  signUp as signUpPage,
  vault,
} from './documents.ts';
import { languages } from './language.ts';
import { english } from './parts/words/en/index.ts';
import { assetsFolder } from './server/assets.ts';
import { refuseOthers, refuseOtherTexts } from './server/members.ts';
import { type MountedPages, mount } from './server/mount.ts';
import type { PageDocument } from './server/page-document.ts';
import { isOwnPath, type Site } from './server/site.ts';
import type { OrganisationSettings, PolicyOrganisations, SampleAccounts, VaultPage } from './settings.ts';
import { english as ownEnglish } from './words/en/index.ts';

/** A page: `sign-in` is `/sign-in`. */
export type PagePart = 'sign-in' | 'sign-up' | 'disown' | 'enroll' | 'account' | 'vault' | 'organisation';

/** The options of {@link pages}. */
export interface PagesOptions extends PersonSite {
  /**
   * The pages to serve. Your app serves the others at the same paths: the pages lead to `/account` after a sign-in without `next`, and to `/sign-in`
   * and `/enroll`. Default: every page that is configured.
   */
  readonly parts?: readonly PagePart[] | undefined;
  /** Markup of your own on the pages. */
  readonly slots?: Slots | undefined;
  /** Accounts that one tap signs in with, for a demo. Never use this on a real site. */
  readonly sampleAccounts?: SampleAccounts | undefined;
  /** The page `/sign-up`, for a host that serves the contract with `signUp: true`. Default: false. */
  readonly signUp?: boolean | undefined;
  /** The host's routes behind `/vault`, for a host without tenants. Absent: there is no page `/vault`. */
  readonly vault?: VaultPage | undefined;
  /**
   * The `organisations` of your policy. The account page then lists the organisations of the person, and there is the page `/organisation` for owners, for a host
   * that serves the contract with `organisations: true`. Absent: the pages ask for no organisation.
   */
  readonly organisations?: PolicyOrganisations | undefined;
  /**
   * The path of your route that names members on the page `/organisation`. `GET` with `?in=ORGANISATION&id=ACCOUNT&id=…`, at most 100 ids, answers
   * `{ names: { ACCOUNT: 'Ada' } }`. Guard the route with the organisation. Absent: the page shows account ids.
   */
  readonly memberNames?: string | undefined;
}

const OPTIONS = Object.keys({
  ...{ name: true, links: true, logo: true, icon: true, theme: true, styleSheets: true, scripts: true },
  ...{ frameAncestors: true, at: true },
  ...{ languages: true, roles: true, words: true, mailPage: true, parts: true, slots: true, sampleAccounts: true },
  ...{ signUp: true, vault: true, organisations: true, memberNames: true },
} satisfies Record<keyof PagesOptions, true>);

/**
 * Checks the names of the options of `pages`, and the names of the sentences in `words` and `languages`. A host may give the same options to the
 * administrators' pages.
 *
 * @param call the function that takes the options, for the message
 * @param more sentences beside the sentences of `pages`
 * @throws TypeError for an unknown option, an unknown sentence, or `words` in a language that the pages do not have
 */
export function checkSite(call: string, options: Pick<Site, 'words' | 'languages'>, more: object = {}): void {
  refuseOthers(call, options, OPTIONS);
  const { words = {}, languages: added = {} } = options;
  refuseOthers('words', words, languages);
  const catalogues = [english, ownEnglish, more];
  for (const [language, texts = {}] of Object.entries(words)) refuseOtherTexts(`words, ${language}`, texts, catalogues);
  for (const [language, { words: texts }] of Object.entries(added))
    refuseOtherTexts(`languages, ${language}`, texts, catalogues);
}

/**
 * The pages of a person: `/sign-in`, `/disown`, `/enroll`, `/account`, and `/sign-up`, `/vault` and `/organisation` if configured, in English or German by `Accept-Language`. The pages
 * call the HTTP contract at `/auth` on the same origin, below `at`.
 *
 * @throws TypeError for an unknown option or sentence, a malformed theme, an address of another origin, or a page that does not exist
 * @example
 * ```ts
 * import { sallyport } from '@sallyport/express';
 * import { pages } from '@sallyport/pages';
 * import express from 'express';
 *
 * const app = express();
 * app.use('/auth', sallyport(auth).routes());
 * app.use(pages({ name: 'Example' }).middleware);
 * ```
 */
export function pages(options: PagesOptions = {}): MountedPages {
  checkSite('pages', options);
  const { parts, slots = {}, sampleAccounts, signUp, vault: vaultPage, organisations, memberNames, ...site } = options;
  refuseOthers('slots', slots, ['signIn', 'signUp', 'account']);
  if (memberNames !== undefined && organisations === undefined)
    throw new TypeError('memberNames names the members of organisations: give `organisations` too');
  if (memberNames !== undefined && (!isOwnPath(memberNames) || /[?#]/.test(memberNames)))
    throw new TypeError(
      `memberNames: '${memberNames}' is no path of this origin without a query, such as '/member-names'`,
    );
  const ofOrganisations =
    organisations && organisationSettings(organisations, parts?.includes('organisation') ?? true, memberNames);
  const all: Readonly<Record<PagePart, PageDocument | undefined>> = {
    'sign-in': signIn(site, slots, { sampleAccounts, signUp }),
    'sign-up': signUp === true ? signUpPage(site, slots) : undefined,
    disown: disown(site),
    enroll: enroll(site),
    account: account(site, slots, { organisations: ofOrganisations }),
    vault: vaultPage === undefined ? undefined : vault(site, vaultPage),
    organisation: ofOrganisations && organisation(site, { organisations: ofOrganisations }),
  };
  const unknown = parts?.find((part) => !Object.hasOwn(all, part));
  if (unknown !== undefined)
    throw new TypeError(`parts: there is no page '${unknown}'; there are ${Object.keys(all).join(', ')}`);
  return mount({
    pages: Object.entries(all).flatMap(([part, page]) =>
      page !== undefined && (parts?.some((wanted) => wanted === part) ?? true) ? [page] : [],
    ),
    site,
    assets: assetsFolder(import.meta.url),
  });
}

function organisationSettings(
  { roles = {}, administrators = {} }: PolicyOrganisations,
  hasPage: boolean,
  names: string | undefined,
): OrganisationSettings {
  const administering = [...new Set(Object.values(administrators).flatMap((named) => named ?? []))];
  return { roles: Object.keys(roles), administrators: administering, hasPage, names };
}

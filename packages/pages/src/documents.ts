import type { Language, PageLanguage } from './language.ts';
import { layout } from './server/layout.ts';
import { type PageDocument, translatedDocument, withWebAssembly } from './server/page-document.ts';
import { type Site, sentencesOf, shellOf, textIn } from './server/site.ts';
import type { Markup, PageSettings, PageWords, VaultPage } from './settings.ts';
import { german } from './words/de/index.ts';
import { english, type OwnWords } from './words/en/index.ts';

/** The options of a person's pages. `words` replaces sentences of these pages and of the shared parts. */
export type PersonSite = Site<PageWords>;

const catalogue: Readonly<Record<Language, OwnWords>> = { en: english, de: german };

function titlesOf(site: PersonSite, language: PageLanguage): OwnWords['titles'] {
  return sentencesOf<OwnWords>(site, catalogue, language).titles;
}

/** The parts of a host on the pages: fields, links or sentences of its own. */
export interface Slots {
  /** Below the card of the page `/sign-in`. */
  readonly signIn?: Markup | undefined;
  /** Below the card of the page `/sign-up`. */
  readonly signUp?: Markup | undefined;
  /** At the end of the page `/account`: a form for the facts that the host keeps of a person. */
  readonly account?: Markup | undefined;
}

function slotOf(name: string, markup: Markup | undefined, language: PageLanguage): string {
  if (markup === undefined) return '';
  return `\n<div class="slot" data-testid="slot-${name}">${typeof markup === 'string' ? markup : textIn(markup, language)}</div>`;
}

export const signIn = (
  site: PersonSite,
  slots: Slots,
  settings: Pick<PageSettings, 'sampleAccounts' | 'signUp'>,
): PageDocument =>
  translatedDocument('/sign-in', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).signIn,
      path,
      frame: 'narrow',
      script: 'sign-in',
      settings,
      body: `<div id="problem"></div>
<div id="sign-in" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>
<div id="aside"></div>${slotOf('sign-in', slots.signIn, language)}`,
    }),
  );

export const signUp = (site: PersonSite, slots: Slots): PageDocument =>
  translatedDocument('/sign-up', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).signUp,
      path,
      frame: 'narrow',
      script: 'sign-up',
      body: `<div id="sign-up" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>${slotOf('sign-up', slots.signUp, language)}`,
    }),
  );

export const disown = (site: PersonSite): PageDocument =>
  translatedDocument('/disown', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).disown,
      path,
      frame: 'narrow',
      script: 'disown',
      body: `<div id="disown" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>`,
    }),
  );

export const enroll = (site: PersonSite): PageDocument =>
  translatedDocument('/enroll', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).secondStep,
      path,
      frame: 'narrow',
      script: 'enroll',
      body: `<div id="enroll" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>`,
    }),
  );

export const account = (site: PersonSite, slots: Slots, settings: Pick<PageSettings, 'organisations'>): PageDocument =>
  translatedDocument('/account', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).account,
      path,
      script: 'account',
      settings,
      body: `<div class="title"><h1>${titlesOf(site, language).yourAccount}</h1></div>
<div id="account"><p class="muted">${shellOf(site, language).askingTheServer}</p></div>${slotOf('account', slots.account, language)}`,
    }),
  );

export const organisation = (site: PersonSite, settings: Pick<PageSettings, 'organisations'>): PageDocument =>
  translatedDocument('/organisation', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).organisation,
      path,
      script: 'organisation',
      settings,
      body: `<div class="title"><h1>${titlesOf(site, language).organisation}</h1></div>
<div id="organisation"><p class="muted">${shellOf(site, language).askingTheServer}</p></div>`,
    }),
  );

export const vault = (site: PersonSite, settings: VaultPage): PageDocument => ({
  ...translatedDocument('/vault', site, (language, path) =>
    layout(site, {
      language,
      title: titlesOf(site, language).vault,
      path,
      script: 'vault',
      settings: { vault: settings },
      body: `<div class="title"><h1>${titlesOf(site, language).yourVault}</h1></div>
<p class="muted">${titlesOf(site, language).aboutTheVault}</p>
<div id="vault" data-testid="vault"><p class="muted">${shellOf(site, language).askingTheServer}</p></div>`,
    }),
  ),
  policy: withWebAssembly,
});

import type { Language } from './language.ts';
import { layout } from './server/layout.ts';
import { type PageDocument, pageDocument, withWebAssembly } from './server/page-document.ts';
import { type Site, shellOf } from './server/site.ts';
import type { PageSettings, VaultPage } from './settings.ts';
import { german } from './words/de/index.ts';
import { english, type OwnWords } from './words/en/index.ts';

const titles: Readonly<Record<Language, OwnWords['titles']>> = { en: english.titles, de: german.titles };

/** The page `/sign-in`, with a link to `/sign-up` if the host has sign-ups. */
export const signIn = (site: Site, settings: Pick<PageSettings, 'sampleAccounts' | 'signUp'>): PageDocument =>
  pageDocument('/sign-in', (language, path) =>
    layout(site, {
      language,
      title: titles[language].signIn,
      path,
      frame: 'narrow',
      script: 'sign-in',
      settings,
      body: `<div id="problem"></div>
<div id="sign-in" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>
<div id="aside"></div>`,
    }),
  );

/** The page `/sign-up`, on which a person makes an account. */
export const signUp = (site: Site): PageDocument =>
  pageDocument('/sign-up', (language, path) =>
    layout(site, {
      language,
      title: titles[language].signUp,
      path,
      frame: 'narrow',
      script: 'sign-up',
      body: `<div id="sign-up" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>`,
    }),
  );

/** The page `/disown`, behind the link of a mail about an unfamiliar sign-in. */
export const disown = (site: Site): PageDocument =>
  pageDocument('/disown', (language, path) =>
    layout(site, {
      language,
      title: titles[language].disown,
      path,
      frame: 'narrow',
      script: 'disown',
      body: `<div id="disown" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>`,
    }),
  );

/** The page `/enroll`, for setting up a factor. */
export const enroll = (site: Site): PageDocument =>
  pageDocument('/enroll', (language, path) =>
    layout(site, {
      language,
      title: titles[language].secondStep,
      path,
      frame: 'narrow',
      script: 'enroll',
      body: `<div id="enroll" class="card stage"><p class="muted">${shellOf(site, language).oneMoment}</p></div>`,
    }),
  );

/** The page `/account`. */
export const account = (site: Site): PageDocument =>
  pageDocument('/account', (language, path) =>
    layout(site, {
      language,
      title: titles[language].account,
      path,
      script: 'account',
      body: `<div class="title"><h1>${titles[language].yourAccount}</h1></div>
<div id="account"><p class="muted">${shellOf(site, language).askingTheServer}</p></div>`,
    }),
  );

/** The page `/vault`, which may use WebAssembly, because Argon2 needs WebAssembly. */
export const vault = (site: Site, settings: VaultPage): PageDocument => ({
  ...pageDocument('/vault', (language, path) =>
    layout(site, {
      language,
      title: titles[language].vault,
      path,
      script: 'vault',
      settings: { vault: settings },
      body: `<div class="title"><h1>${titles[language].yourVault}</h1></div>
<p class="muted">${titles[language].aboutTheVault}</p>
<div id="vault" data-testid="vault"><p class="muted">${shellOf(site, language).askingTheServer}</p></div>`,
    }),
  ),
  policy: withWebAssembly,
});

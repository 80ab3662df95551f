export { type BrowserName, browserOf } from './browser-name.ts';
export type { Slots } from './documents.ts';
export {
  type AddedLanguage,
  FIRST_LANGUAGE,
  type Language,
  languageFor,
  languages,
  type PageLanguage,
} from './language.ts';
export { checkSite, type PagePart, type PagesOptions, pages } from './pages.ts';
export type { PartsWords } from './parts/words/en/index.ts';
export type { Sentence } from './sentence.ts';
export { assetsFolder } from './server/assets.ts';
export type { SitePlace } from './server/at.ts';
export type { Hex } from './server/colours.ts';
export { type Frame, layout, type PageInput } from './server/layout.ts';
export { type MountedPages, mount, type PageReply, type PageRequest } from './server/mount.ts';
export { contentSecurityPolicy, type PageDocument, pageDocument, translatedDocument } from './server/page-document.ts';
export { type Site, type SiteLanguage, type SiteLink, type SiteLogo, sentencesOf } from './server/site.ts';
export type { Theme, ThemeColours } from './server/theme.ts';
export type {
  InLanguages,
  Markup,
  OrganisationSettings,
  PageSettings,
  PageWords,
  PolicyOrganisations,
  SampleAccounts,
  SiteWords,
  Texts,
  Translation,
  VaultPage,
} from './settings.ts';

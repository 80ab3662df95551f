export { FIRST_LANGUAGE, type Language, languages, preferredLanguage } from './language.ts';
export { type PagesOptions, pages } from './pages.ts';
export type { Sentence } from './sentence.ts';
export { assetsFolder } from './server/assets.ts';
export { type Frame, layout, type PageInput } from './server/layout.ts';
export { type MountedPages, mount, type PageReply, type PageRequest } from './server/mount.ts';
export { contentSecurityPolicy, type PageDocument, pageDocument } from './server/page-document.ts';
export type { Site, SiteLink } from './server/site.ts';
export type { PageSettings, SampleAccounts, SiteWords, Texts, VaultPage } from './settings.ts';

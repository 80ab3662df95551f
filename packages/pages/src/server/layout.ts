import { languageOf, type PageLanguage } from '../language.ts';
import { type PageSettings, SETTINGS } from '../settings.ts';
import { AT } from './at.ts';
import { mark } from './mark.ts';
import { REFERRER } from './page-document.ts';
import { looksOf, type Site, type SiteLink, type SiteLogo, shellOf, textIn } from './site.ts';

/** The width of a page: `narrow` for one form, `wide` for tables. */
export type Frame = 'narrow' | 'regular' | 'wide';

/** A page without its frame. */
export interface PageInput {
  /** The language of the frame and of `body`. */
  readonly language: PageLanguage;
  /** The title in the browser's tab, as text. */
  readonly title: string;
  /** The page's path, which marks its link in the navigation. */
  readonly path: string;
  /** Default: `regular`. */
  readonly frame?: Frame | undefined;
  /** The page's markup. The page's script fills in the variable parts. */
  readonly body: string;
  /** The page's module, by name: `sign-in` is `/assets/sign-in.js`. */
  readonly script: string;
  /** The page's style sheet, by name. Default: `style`, which is `/assets/style.css`. */
  readonly style?: string | undefined;
  /**
   * The navigation of a group of pages, as markup. The navigation stands at the left on a desktop and at the bottom on a phone. The site's links follow
   * in a `nav` of the class `site`. Default: the site's links alone, in the head of the page.
   */
  readonly navigation?: string | undefined;
  /** Settings for the page's script, in addition to the site's. */
  readonly settings?: PageSettings | undefined;
}

/** A whole page as HTML, without inline scripts, inline styles and a `base`, for {@link contentSecurityPolicy}. */
export function layout(
  site: Site,
  { language, title, path, frame = 'regular', body, script, style = 'style', navigation, settings }: PageInput,
): string {
  const { name = 'Sallyport', links = [] } = site;
  const shell = shellOf(site, language);
  const { logo, icon, sheets, scripts } = looksOf(site);
  const siteLinks = links.map((link) => navLink(link, language, path)).join('');
  const besides =
    links.length === 0 ? '' : `\n<nav class="site" aria-label="${escaped(shell.pages)}">${siteLinks}</nav>`;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="${site.theme?.scheme ?? 'light dark'}">
<meta name="referrer" content="${REFERRER}">
<meta name="${SETTINGS}" content="${escaped(JSON.stringify({ ...settingsOf(site, language), ...settings }))}">
<title>${escaped(title)} · ${escaped(name)}</title>
<link rel="icon" href="${escaped(icon)}">
<link rel="stylesheet" href="${AT}/assets/${style}.css">
${sheets.map((sheet) => `<link rel="stylesheet" href="${escaped(sheet)}">\n`).join('')}<script type="module" src="${AT}/assets/${script}.js"></script>
${scripts.map((path) => `<script type="module" src="${escaped(path)}"></script>\n`).join('')}</head>
<body${navigation === undefined ? '' : ' class="sided"'}>
<a class="skip" href="#main">${escaped(shell.skip)}</a>
${navigation === undefined ? '<header class="bar">\n<div class="bar-inner">' : '<header class="side">'}
<a class="brand" href="${AT}/" aria-label="${escaped(name)}">${brandOf(name, logo)}</a>
${navigation === undefined ? `<nav aria-label="${escaped(shell.pages)}">${siteLinks}</nav>` : navigation + besides}
<div class="who" id="who" data-testid="who"></div>
${navigation === undefined ? '</div>\n' : ''}</header>
<main id="main" class="${frame}">
<noscript><p class="note warn">${escaped(shell.noScript)}</p></noscript>
${body}
</main>
${shell.foot === '' ? '' : `<footer class="foot"><p>${escaped(shell.foot)}</p></footer>\n`}</body>
</html>
`;
}

function settingsOf({ at, mailPage, roles, words, languages }: Site, language: PageLanguage): PageSettings {
  const own = languageOf(language);
  const names = Object.entries(roles ?? {}).map(([role, name]) => [role, textIn(name, language)] as const);
  const place = at === undefined ? {} : { at: AT, staysBelow: typeof at === 'function' };
  const shared = { ...place, mailPage, roles: roles && Object.fromEntries(names) };
  return own === undefined
    ? { ...shared, translation: languages?.[language]?.script }
    : { ...shared, words: words?.[own] };
}

function brandOf(name: string, logo: SiteLogo | undefined): string {
  const text = `<span>${escaped(name)}</span>`;
  if (logo === undefined) return `${mark}${text}`;
  const { src, dark = src, withName = false } = logo;
  const source = dark === src ? '' : `<source media="(prefers-color-scheme: dark)" srcset="${escaped(dark)}">`;
  const picture = `<picture class="logo">${source}<img src="${escaped(src)}" alt=""></picture>`;
  return withName ? picture : `${picture}${text}`;
}

function navLink({ href, label }: SiteLink, language: PageLanguage, path: string): string {
  const to = href.replace(AT, '');
  const here = to === path ? ' aria-current="page"' : to !== '/' && path.startsWith(to) ? ' aria-current="true"' : '';
  return `<a href="${escaped(href)}"${here}>${escaped(textIn(label, language))}</a>`;
}

/** Also in an attribute between double quotes. */
function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => `&#${character.charCodeAt(0)};`);
}

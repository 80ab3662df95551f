import type { Language } from '../words/language.ts';
import type { Words } from '../words/words.ts';
import { mark } from './mark.ts';

const links: readonly (readonly [path: string, page: 'start' | 'account' | 'vault' | 'admin' | 'mail'])[] = [
  ['/', 'start'],
  ['/account', 'account'],
  ['/vault', 'vault'],
  ['/admin', 'admin'],
  ['/mail', 'mail'],
];

/** The language of a page, with the sentences. */
export interface PageWords {
  readonly language: Language;
  readonly words: Words;
}

/** The width of a page: `narrow` for one form, `wide` for tables. */
export type Frame = 'narrow' | 'regular' | 'wide';

export interface Shell {
  readonly title: string;
  /** The page's path in the navigation. */
  readonly path: string;
  readonly frame?: Frame;
  /** The page's markup. The page's script fills in the variable parts. */
  readonly body: string;
  /** The page's module, by name: `sign-in` is `/assets/sign-in.js`. */
  readonly script: string;
}

/** A whole page without inline scripts and styles, for the policy `default-src 'self'; img-src 'self' data:`. */
export function layout(
  { language, words }: PageWords,
  { title, path, frame = 'regular', body, script }: Shell,
): string {
  const { shell } = words;
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<title>${title} · Sallyport</title>
<link rel="icon" type="image/svg+xml" href="/assets/mark.svg">
<link rel="stylesheet" href="/assets/style.css">
<script type="module" src="/assets/${script}.js"></script>
</head>
<body>
<a class="skip" href="#main">${shell.skip}</a>
<header class="bar">
<div class="bar-inner">
<a class="brand" href="/">${mark}<span>Sallyport</span></a>
<nav aria-label="${shell.pages}">${links.map(([to, page]) => navLink(to, shell[page], path)).join('')}</nav>
<div class="who" id="who" data-testid="who"></div>
</div>
</header>
<main id="main" class="${frame}">
<noscript><p class="note warn">${shell.noScript}</p></noscript>
${body}
</main>
<footer class="foot"><p>${shell.foot}</p></footer>
</body>
</html>
`;
}

function navLink(to: string, label: string, path: string): string {
  const here = to === path ? ' aria-current="page"' : to !== '/' && path.startsWith(to) ? ' aria-current="true"' : '';
  return `<a href="${to}"${here}>${label}</a>`;
}

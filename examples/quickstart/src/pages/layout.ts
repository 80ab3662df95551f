import { mark } from './mark.ts';

const links: readonly (readonly [path: string, label: string])[] = [
  ['/', 'Start'],
  ['/account', 'Account'],
  ['/vault', 'Vault'],
  ['/admin', 'Admin'],
  ['/mail', 'Mail'],
];

/** How a page is framed: `narrow` for one form, `wide` for tables. */
export type Frame = 'narrow' | 'regular' | 'wide';

export interface Shell {
  readonly title: string;
  /** Where the page is in the navigation. */
  readonly path: string;
  readonly frame?: Frame;
  /** The page's markup; what changes is filled in by its script. */
  readonly body: string;
  /** The page's module, by name: `sign-in` is `/assets/sign-in.js`. */
  readonly script: string;
}

/** A whole page. Nothing inline runs or styles, so it works under `default-src 'self'; img-src 'self' data:`. */
export function layout({ title, path, frame = 'regular', body, script }: Shell): string {
  return `<!doctype html>
<html lang="en">
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
<a class="skip" href="#main">Skip to the content</a>
<header class="bar">
<div class="bar-inner">
<a class="brand" href="/">${mark}<span>Sallyport</span></a>
<nav aria-label="Pages">${links.map(([to, label]) => navLink(to, label, path)).join('')}</nav>
<div class="who" id="who" data-testid="who"></div>
</div>
</header>
<main id="main" class="${frame}">
<noscript><p class="note warn">This demo needs JavaScript. It is a client of Sallyport’s HTTP contract.</p></noscript>
${body}
</main>
<footer class="foot"><p>A demo on your own machine. Its accounts are made up, and its mail stays here.</p></footer>
</body>
</html>
`;
}

function navLink(to: string, label: string, path: string): string {
  const here = to === path ? ' aria-current="page"' : to !== '/' && path.startsWith(to) ? ' aria-current="true"' : '';
  return `<a href="${to}"${here}>${label}</a>`;
}

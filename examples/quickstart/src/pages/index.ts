import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { catalogue } from '../words/catalogue.ts';
import type { Language } from '../words/language.ts';
import { account } from './account.ts';
import { adminAccounts, adminPolicy, adminSecurity } from './admin.ts';
import { enroll } from './enroll.ts';
import { home } from './home.ts';
import type { PageWords } from './layout.ts';
import { mail } from './mail.ts';
import { markFile } from './mark.ts';
import { signIn } from './sign-in.ts';
import { vault } from './vault.ts';

/** A page of the demo, independent of the framework. */
export interface Page {
  readonly path: string;
  readonly html: Readonly<Record<Language, string>>;
  /** The content security policy in place of {@link contentSecurityPolicy}. */
  readonly policy?: string;
}

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

/** The content security policy for all pages. */
export const contentSecurityPolicy: string = "default-src 'self'; img-src 'self' data:";

/** Allows WebAssembly, which Argon2 needs. */
const withWebAssembly = `${contentSecurityPolicy}; script-src 'self' 'wasm-unsafe-eval'`;

/** All pages of the demo, in all languages. */
export const pages = ({ ssoDemo }: { readonly ssoDemo: boolean }): readonly Page[] => [
  page('/', (of) => home(of, ssoDemo)),
  page('/sign-in', signIn),
  page('/enroll', enroll),
  page('/account', account),
  { ...page('/vault', vault), policy: withWebAssembly },
  page('/admin', adminAccounts),
  page('/admin/security', adminSecurity),
  page('/admin/policy', adminPolicy),
  page('/mail', mail),
];

function page(path: string, write: (of: PageWords) => string): Page {
  const html = (language: Language): string => write({ language, words: catalogue[language] });
  return { path, html: { en: html('en'), de: html('de') } };
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

const kept = new Map<string, Asset>([['mark.svg', { type: 'image/svg+xml', body: Buffer.from(markFile) }]]);

/**
 * A script or style sheet from `dist/assets`, by its path `/assets/…`.
 *
 * @returns `undefined` for an unknown path: answer 404
 */
export function asset(path: string): Asset | undefined {
  // Matches a single plain name, so that no path can leave the folder.
  const [, name, extension] = /^\/assets\/([\w-]+\.(js|css|svg))$/.exec(path) ?? [];
  if (name === undefined || extension === undefined) return undefined;
  const known = kept.get(name);
  if (known !== undefined) return known;
  const type = types[extension];
  const file = join(packageFolder(), 'dist', 'assets', name);
  if (type === undefined || !existsSync(file)) return undefined;
  const found = { type, body: readFileSync(file) };
  kept.set(name, found);
  return found;
}

/** The header `Cache-Control` of a file of the build. A name with a digest of the content never changes its content. */
export function cachingOf(path: string): string {
  return /-[0-9A-Z]{8}\.js$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/** The package's folder, from `src/pages` and from the bundle in `dist`. */
function packageFolder(): string {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
}

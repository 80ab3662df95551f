import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { markFile } from './mark.ts';
import type { ThemeSheet } from './theme.ts';

export interface Asset {
  readonly type: string;
  readonly body: Buffer;
}

const types: Readonly<Record<string, string>> = {
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
};

export function assetsIn(folder: string, theme?: ThemeSheet): (path: string) => Asset | undefined {
  const kept = new Map<string, Asset>([['mark.svg', { type: 'image/svg+xml', body: Buffer.from(markFile) }]]);
  return (path) => {
    if (theme !== undefined && path === theme.path) return { type: types['css'] ?? '', body: Buffer.from(theme.css) };
    // A single plain name, so that no path can leave the folder.
    const [, name, extension] = /^\/assets\/([\w-]+\.(js|css|svg))$/.exec(path) ?? [];
    if (name === undefined || extension === undefined) return undefined;
    const known = kept.get(name);
    if (known !== undefined) return known;
    const type = types[extension];
    const file = join(folder, name);
    if (type === undefined || !existsSync(file)) return undefined;
    const found = { type, body: readFileSync(file) };
    kept.set(name, found);
    return found;
  };
}

/** A name with a digest never changes its content. */
export function cachingOf(path: string): string {
  return /-[0-9A-Z]{8}\.(js|css)$/.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache';
}

/**
 * The folder `dist/assets` of a module's package, for sources and for the build.
 *
 * @param module `import.meta.url` of the module
 */
export function assetsFolder(module: string): string {
  let folder = dirname(fileURLToPath(module));
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return join(folder, 'dist', 'assets');
}

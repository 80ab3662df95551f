// Runs in a package's folder before pnpm packs the package. Writes the public types, and fails if a file of the package's `exports` is missing.
// npm would install a tarball without types, and the user's editor would show errors.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

/**
 * The missing files of a package, among README.md and the files of `exports`.
 * @param {string} folder
 * @returns {string[]}
 */
export function missingFiles(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const targets = Object.entries(exports).flatMap(([entry, target]) => {
    if (typeof target === 'string') return [target];
    return [...(hasTypes(target) ? [] : [`types of ${entry}`]), ...filesOf(target)];
  });
  return [...targets, './README.md'].filter((target) => !existsSync(join(folder, target)));
}

const filesOf = (target) => (typeof target === 'string' ? [target] : Object.values(target).flatMap(filesOf));

/** Whether each condition that leads to JavaScript also leads to types. */
function hasTypes({ '@sallyport/source': _, typedoc: __, ...target }) {
  const nested = Object.values(target).filter((one) => typeof one !== 'string');
  return nested.length === 0 ? typeof target.types === 'string' : nested.every(hasTypes);
}

/**
 * The arguments with which pnpm packs packages of the workspace, and prints a list of `{ name, filename, files: { path }[] }`. The caller wrote the public
 * types before. pnpm takes a second for what takes npm a minute and a half.
 * @param {string[]} names
 */
export function packArguments(names) {
  const packages = names.flatMap((name) => ['--filter', name]);
  return ['--recursive', ...packages, '--config.ignore-scripts=true', 'pack', '--json'];
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  if (existsSync('dist/types')) await (await import('./public-types.mjs')).writePublicTypes(process.cwd());
  const missing = missingFiles(process.cwd());
  if (missing.length > 0) {
    console.error(
      `Not packed: ${missing.join(', ')} missing. \`npm run build\` at the root of the repository makes them.`,
    );
    process.exitCode = 1;
  }
}

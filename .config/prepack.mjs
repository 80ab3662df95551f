// Runs in a package's folder before npm packs the package. Copies the types for CommonJS, and fails if a file of the package's `exports` is missing.
// npm would install a tarball without types, and the user's editor would show errors.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
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
function hasTypes({ '@sallyport/source': _, ...target }) {
  const nested = Object.values(target).filter((one) => typeof one !== 'string');
  return nested.length === 0 ? typeof target.types === 'string' : nested.every(hasTypes);
}

/**
 * Writes the types that a CommonJS app reads: the declarations of `dist/types`, in a folder whose package.json says that they describe CommonJS.
 * TypeScript takes the format of a declaration from the nearest package.json.
 * @param {string} folder of a package
 */
export function writeCommonjsTypes(folder) {
  const { exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
  const types = join(folder, 'dist/types');
  if (!existsSync(types) || !Object.values(exports).some(({ require }) => require)) return;
  const target = join(folder, 'dist/types-cjs');
  write(join(target, 'package.json'), '{ "type": "commonjs" }\n');
  for (const file of readdirSync(types, { recursive: true })) {
    if (!file.endsWith('.d.ts')) continue;
    const text = readFileSync(join(types, file), 'utf8').replace(/\/\/# sourceMappingURL=.*\s*$/, '');
    write(join(target, file), text);
  }
}

/**
 * The arguments with which pnpm packs packages of the workspace, and prints a list of `{ name, filename, files: { path }[] }`. The caller wrote the types for
 * CommonJS before. pnpm takes a second for what takes npm a minute and a half.
 * @param {string[]} names
 */
export function packArguments(names) {
  const packages = names.flatMap((name) => ['--filter', name]);
  return ['--recursive', ...packages, '--config.ignore-scripts=true', 'pack', '--json'];
}

/** Replaces a file whose text differs. Another process that reads the file finds either text whole. */
function write(file, text) {
  if (existsSync(file) && readFileSync(file, 'utf8') === text) return;
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(`${file}.${process.pid}`, text);
  renameSync(`${file}.${process.pid}`, file);
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  writeCommonjsTypes(process.cwd());
  const missing = missingFiles(process.cwd());
  if (missing.length > 0) {
    console.error(
      `Not packed: ${missing.join(', ')} missing. \`npm run build\` at the root of the repository makes them.`,
    );
    process.exitCode = 1;
  }
}

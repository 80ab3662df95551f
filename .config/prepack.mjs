// Runs in a package's folder before npm packs the package. Fails if a file of the package's `exports` is missing. npm would install a tarball
// without types, and the user's editor would show errors.
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
    if (typeof target.types !== 'string') return [`types of ${entry}`];
    return Object.values(target);
  });
  return [...targets, './README.md'].filter((target) => !existsSync(join(folder, target)));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  const missing = missingFiles(process.cwd());
  if (missing.length > 0) {
    console.error(
      `Not packed: ${missing.join(', ')} missing. \`npm run build\` at the root of the repository makes them.`,
    );
    process.exitCode = 1;
  }
}

import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Counts what npm installed.
 * @param {string} folder `node_modules` of an app
 * @returns {{ megabytes: number, own: number, packages: number }} sizes on disk, where a file takes whole blocks
 */
export function arrived(folder) {
  const packages = packagesIn(folder);
  const own = packages.filter((one) => one.startsWith(join(folder, '@sallyport')));
  return {
    megabytes: onDisk(folder) / 1e6,
    own: own.reduce((sum, one) => sum + onDisk(one), 0) / 1e6,
    packages: packages.length,
  };
}

/** The folders of the packages, also of those that another package has for itself. */
function packagesIn(folder) {
  return foldersIn(folder).flatMap((name) => {
    if (name.startsWith('.')) return [];
    const place = join(folder, name);
    return name.startsWith('@') ? foldersIn(place).flatMap((one) => withNested(join(place, one))) : withNested(place);
  });
}

function withNested(place) {
  return [place, ...(foldersIn(place).includes('node_modules') ? packagesIn(join(place, 'node_modules')) : [])];
}

function foldersIn(folder) {
  return readdirSync(folder, { withFileTypes: true })
    .filter((one) => one.isDirectory())
    .map(({ name }) => name);
}

const BLOCK = 512;

function onDisk(place) {
  const { blocks } = lstatSync(place);
  const inside = readdirSync(place, { withFileTypes: true }).map((one) =>
    one.isDirectory() ? onDisk(join(place, one.name)) : lstatSync(join(place, one.name)).blocks * BLOCK,
  );
  return inside.reduce((sum, bytes) => sum + bytes, blocks * BLOCK);
}

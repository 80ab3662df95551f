import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './process.mjs';

/** The folders of the workspace's packages, from the root of the repository. */
export function workspaceFolders() {
  return [...libraryFolders(), ...foldersIn('examples')];
}

/** The folders of the packages under packages/. */
export const libraryFolders = () => foldersIn('packages');

function foldersIn(group) {
  return readdirSync(join(root, group))
    .map((name) => `${group}/${name}`)
    .filter((folder) => existsSync(join(root, folder, 'package.json')));
}

/** Every file under a folder, but for what is built or installed. */
export function filesUnder(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return ['node_modules', 'dist'].includes(entry.name) ? [] : filesUnder(path);
    return [path];
  });
}

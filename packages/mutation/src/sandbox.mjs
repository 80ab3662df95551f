import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { prepare } from './prepare.mjs';
import { root, workspaceFolders } from './workspace.mjs';

/** pnpm's links between the packages are relative. */
export function sandbox(mutated) {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-mutate-'));
  const listed = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], { cwd: root });
  for (const path of listed.toString().split('\0').filter(Boolean)) {
    if (!existsSync(join(root, path))) continue;
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(root, path), join(folder, path), { verbatimSymlinks: true });
  }
  symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
  for (const member of workspaceFolders()) {
    const modules = join(member, 'node_modules');
    if (existsSync(join(root, modules)))
      cpSync(join(root, modules), join(folder, modules), { recursive: true, verbatimSymlinks: true });
  }
  for (const path of mutated) writeFileSync(join(folder, path), prepare(readFileSync(join(root, path), 'utf8')));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

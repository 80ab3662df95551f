import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';

/** One text that changes when any of the files, or of the words, does. */
export function digest(files, words = []) {
  const hash = createHash('sha256').update(words.join('\n'));
  for (const file of files) hash.update(`\n${file}\n`).update(existsSync(file) ? readFileSync(file) : '');
  return hash.digest('hex');
}

import type { Policy } from '@sallyport/core';
import type { Io } from '../terminal/io.ts';
import { loadPolicy } from './load-policy.ts';
import { problemsText } from './problems-text.ts';

/**
 * The policy of a file; `undefined` if it is none, which was told already.
 *
 * @throws CliError if the file cannot be read
 */
export async function requirePolicy(file: string, io: Io): Promise<Policy | undefined> {
  const loaded = await loadPolicy(file);
  if (loaded.ok) return loaded.policy;
  io.err(problemsText(file, loaded.problems, false));
  return undefined;
}

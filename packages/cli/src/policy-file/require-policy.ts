import { anywhere, type HostMethods, type Instant, instant, type Policy } from '@sallyport/core';
import type { Io } from '../terminal/io.ts';
import { loadPolicy } from './load-policy.ts';
import { problemsText } from './problems-text.ts';

/**
 * Prints the problems of an invalid policy.
 *
 * @param methods absent: all methods that the policy names
 * @param on the policy has the rules that have begun by then. Absent: by now
 * @throws CliError if the file cannot be read
 */
export async function requirePolicy(
  file: string,
  io: Io,
  methods?: HostMethods,
  on: Instant = instant(Date.now()),
): Promise<Policy | undefined> {
  const loaded = await loadPolicy(file, methods);
  if (loaded.ok) return anywhere(loaded.policy, on);
  io.err(problemsText(file, loaded.problems, false));
  return undefined;
}

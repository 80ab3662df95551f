import type { HostMethods, Policy } from '@sallyport/core';
import type { Io } from '../terminal/io.ts';
import { loadPolicy } from './load-policy.ts';
import { problemsText } from './problems-text.ts';

/**
 * Prints the problems of an invalid policy.
 *
 * @param methods absent: all methods that the policy names
 * @throws CliError if the file cannot be read
 */
export async function requirePolicy(file: string, io: Io, methods?: HostMethods): Promise<Policy | undefined> {
  const loaded = await loadPolicy(file, methods);
  if (loaded.ok) return loaded.policy;
  io.err(problemsText(file, loaded.problems, false));
  return undefined;
}

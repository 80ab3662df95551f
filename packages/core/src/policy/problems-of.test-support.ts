import { parsePolicy } from './define-policy.ts';
import type { HostMethods } from './host-methods.ts';
import { PolicyError, type PolicyProblem } from './policy-error.ts';

export function problemsOf(input: unknown, host?: HostMethods): readonly PolicyProblem[] {
  try {
    parsePolicy(input, host);
  } catch (error) {
    if (error instanceof PolicyError) return error.problems;
    throw error;
  }
  return [];
}

export const paths = (input: unknown) => problemsOf(input).map(({ path }) => path);

export const sentences = (input: unknown, host?: HostMethods) =>
  problemsOf(input, host).map(({ path, message }) => `${path}: ${message}`);

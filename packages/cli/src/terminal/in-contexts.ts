import { type Policy, policyIn } from '@sallyport/core';
import { list, oneOf } from './arguments.ts';
import { CliError } from './cli-error.ts';

/** The policy of a request in the contexts of `--contexts`. @throws CliError for a context that the policy does not name */
export function inContexts(policy: Policy, written: readonly string[] | undefined): Policy {
  const named = list(written);
  if (named.length === 0) return policy;
  const known = contextsOf(policy);
  if (known.length === 0) throw new CliError('usage', "'--contexts': the policy has no contexts");
  return policyIn(policy, { contexts: named.map((name) => oneOf('context', name, known)) });
}

export function contextsOf({ document }: Policy): readonly string[] {
  return Object.keys(document.contexts ?? {}).sort();
}

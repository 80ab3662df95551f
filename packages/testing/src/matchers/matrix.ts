import { type DecisionMatrix, decisionMatrix } from '@sallyport/assurance';
import { definePolicy, type Policy } from '@sallyport/core';
import type { MatcherResult } from './matcher-result.ts';
import { isObject } from './received.ts';
import { matchSnapshot } from './snapshot.ts';

type Matrix = Pick<DecisionMatrix, 'toMarkdown'>;

/**
 * Compares a policy's truth table with the snapshot of the test.
 *
 * @throws TypeError if the value is neither a policy nor a truth table, or the runner has no snapshots
 * @throws PolicyError if a policy document has a problem
 */
export function matchMatrix(runner: unknown, received: unknown): MatcherResult {
  const { pass, key, snapshot, actual } = matchSnapshot(runner, matrixOf(received).toMarkdown());
  return {
    pass,
    message: () =>
      snapshot === undefined
        ? `The policy's truth table was never reviewed: there is no snapshot '${key}', and none is written here.\n\n${actual}`
        : `The policy's truth table is not what was reviewed ('${key}'):\n\n${changedLines(snapshot, actual)}\n\nIf that is meant, accept it as any snapshot.`,
  };
}

function matrixOf(received: unknown): Matrix {
  if (isMatrix(received)) return received;
  if (isPolicy(received)) return decisionMatrix(received);
  if (isObject(received) && !Array.isArray(received)) return decisionMatrix(definePolicy(received));
  throw new TypeError('toMatchPolicyMatrix takes a policy, or its truth table, decisionMatrix(…)');
}

function isMatrix(value: unknown): value is Matrix {
  return isObject(value) && 'toMarkdown' in value && typeof value.toMarkdown === 'function';
}

function isPolicy(value: unknown): value is Policy {
  return isObject(value) && 'document' in value && 'patterns' in value && 'roles' in value;
}

/** The removed and the added lines. The rows of a table are unique and in a stable order, so the order of lines needs no comparison. */
function changedLines(before: string, after: string): string {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const gone = old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`);
  const come = fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come].join('\n');
}

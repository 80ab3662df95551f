import type { Policy } from '@sallyport/core';
import { type DecisionMatrix, decisionMatrix } from '@sallyport/core/analysis';
import type { MatcherResult } from './matcher-result.ts';
import { isObject } from './received.ts';
import { matchSnapshot } from './snapshot.ts';

type Matrix = Pick<DecisionMatrix, 'toMarkdown'>;

/**
 * Holds a policy's truth table against the snapshot of the test.
 *
 * @throws TypeError if it is no truth table, or the runner keeps no snapshots
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
  throw new TypeError('toMatchPolicyMatrix takes a policy, definePolicy(…), or its truth table, decisionMatrix(…)');
}

function isMatrix(value: unknown): value is Matrix {
  return isObject(value) && 'toMarkdown' in value && typeof value.toMarkdown === 'function';
}

/** A policy that `definePolicy` made; the input of one is not compiled. */
function isPolicy(value: unknown): value is Policy {
  return isObject(value) && 'document' in value && 'patterns' in value && 'roles' in value;
}

/** What went and what came, line by line. A table's rows are all different and stable in order, so that this says it all. */
function changedLines(before: string, after: string): string {
  const old = before.split('\n');
  const fresh = after.split('\n');
  const gone = old.filter((line) => !fresh.includes(line)).map((line) => `- ${line}`);
  const come = fresh.filter((line) => !old.includes(line)).map((line) => `+ ${line}`);
  return [...gone, ...come].join('\n');
}

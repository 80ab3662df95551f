import { describe, expect, it } from 'vitest';
import { survivorsIn, withLaterRound } from './rounds.mjs';

const location = { start: { line: 3, column: 7 }, end: { line: 4, column: 2 } };
const mutant = (replacement, status) => ({ location, mutatorName: 'BlockStatement', replacement, status });
const report = (...mutants) => ({ files: { 'a.ts': { source: 'source', mutants } } });

describe('rounds of tests for mutants', () => {
  it('name each place once where one survived, in lines from 1 and columns from 0', () => {
    expect(survivorsIn(report(mutant('a', 'Survived'), mutant('b', 'NoCoverage')))).toEqual(['a.ts:3:6-4:1']);
    expect(survivorsIn(report(mutant('a', 'Killed'), mutant('b', 'Timeout')))).toEqual([]);
  });

  it('take over what a later round noticed, and nothing else', () => {
    const first = report(
      mutant('a', 'Survived'),
      mutant('b', 'Killed'),
      mutant('c', 'Survived'),
      mutant('d', 'Survived'),
    );
    const later = report(mutant('a', 'Killed'), mutant('b', 'Survived'), mutant('c', 'NoCoverage'));
    expect(withLaterRound(first, later)).toEqual(
      report(mutant('a', 'Killed'), mutant('b', 'Killed'), mutant('c', 'Survived'), mutant('d', 'Survived')),
    );
  });
});

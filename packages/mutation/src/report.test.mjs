import { expect, it } from 'vitest';
import { report } from './report.mjs';

const file = 'packages/core/src/time/duration.ts';
const source = 'first\n  const wanted = a > b;\n';
const mutant = (status, replacement) => ({
  mutatorName: 'EqualityOperator',
  replacement,
  status,
  location: { start: { line: 2, column: 18 }, end: { line: 2, column: 23 } },
});
const found = (...mutants) => ({ files: { [file]: { source, mutants } } });
const equivalent = {
  file,
  line: 'const wanted = a > b;',
  original: 'a > b',
  replacement: 'a >= b',
  reason: 'r',
};
const judge = (mutants, known = []) => report(found(...mutants), known, () => source);

it('says of each folder its score, and each survivor with its line', () => {
  const noticed = Array.from({ length: 19 }, () => mutant('Killed', 'a < b'));
  expect(judge([...noticed, mutant('Survived', 'a >= b')])).toEqual({
    ok: true,
    text: [
      'packages/core/src/time  95.0 %: 19 noticed, 1 survived, 0 equivalent',
      '  packages/core/src/time/duration.ts:2:18  EqualityOperator',
      '    const wanted = a > b;',
      '    a > b  becomes  a >= b',
    ].join('\n'),
  });
});

it('is not content with less than the folder asks for, nor where no test reaches', () => {
  const { ok, text } = judge([mutant('Timeout', 'a < b'), mutant('NoCoverage', 'a >= b')]);
  expect(ok).toBe(false);
  expect(text).toContain('which no test reaches');
  expect(text).toContain('✗ packages/core/src/time  50.0 % is less than 95 %.');
});

it('leaves out what is equivalent, and what does not run at all', () => {
  const { ok, text } = judge(
    [mutant('Killed', 'a < b'), mutant('Survived', 'a >= b'), mutant('CompileError', '')],
    [equivalent],
  );
  expect(ok).toBe(true);
  expect(text).toBe('packages/core/src/time  100.0 %: 1 noticed, 0 survived, 1 equivalent');
});

it('names an equivalent mutant that is no more: its line was changed', () => {
  const { ok, text } = judge([mutant('Killed', 'a < b')], [{ ...equivalent, line: 'const wanted = a > c;' }]);
  expect(ok).toBe(false);
  expect(text).toContain('names a mutant that does not exist: const wanted = a > c;');
});

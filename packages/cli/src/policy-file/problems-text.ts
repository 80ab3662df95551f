import type { PolicyProblem } from '@sallyport/core';
import { paint } from '../terminal/paint.ts';
import { counted, plain, wrap } from '../terminal/wrap.ts';

export function problemsText(file: string, problems: readonly PolicyProblem[], colours: boolean): string {
  const { bold, red } = paint(colours);
  const each = problems.map(
    ({ path, message }) => `${red('error')}  ${bold(path === '' ? '(policy)' : plain(path))}\n${wrap(message, '  ')}\n`,
  );
  return [...each, `${file}: no policy, ${counted(problems.length, 'problem')}`].join('\n');
}

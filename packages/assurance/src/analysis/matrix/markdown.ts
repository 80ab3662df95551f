import type { MatrixAnswer, MatrixRow } from './row.ts';

const HEAD: readonly string[] = ['Roles', 'Has', 'Proved', 'Answer', 'Asked by'];

export function matrixMarkdown(rows: readonly MatrixRow[], accounts: number): string {
  const lines = [HEAD, HEAD.map(() => '---'), ...rows.map((row) => cells(row, accounts))];
  return `${lines.map((line) => `| ${line.join(' | ')} |`).join('\n')}\n`;
}

function cells({ roles, factors, evidence, local, asked, ...answer }: MatrixRow, accounts: number): string[] {
  return [
    roles.map((set) => (set.length === 0 ? '(none)' : set.join(' + '))).join(', '),
    accounts > 1 && factors.length === accounts
      ? 'anything'
      : factors.map((things) => (things.length === 0 ? 'nothing' : things.join(' + '))).join(', '),
    `${evidence.length === 0 ? 'nothing' : evidence.join(' + ')}${local === true ? ', the local way' : ''}`,
    answerText(answer),
    asked.join(', '),
  ].map(escaped);
}

function answerText(answer: MatrixAnswer): string {
  switch (answer.outcome) {
    case 'granted':
      return `granted: ${answer.strength}`;
    case 'factor-required':
      return `${answer.toward === 'enrollment' ? 'proof before enrollment' : 'factor required'}: ${answer.accept.join(' or ')}`;
    case 'enrollment-required':
      return `enroll: ${answer.offer.join(' or ')}`;
    case 'redirect':
      return `redirect: ${answer.provider}`;
    case 'denied':
      return `denied: ${answer.reason}`;
  }
}

/** A bar in a name of the policy would end the cell. */
function escaped(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('\n', ' ');
}

import { describe, expect, it } from 'vitest';
import { markdownTable, table } from './table.ts';

describe('a table', () => {
  it('is as wide as what is in it', () => {
    expect(table(['a', 'b'], [['one', 'two']])).toBe('a    b\n---  ---\none  two');
  });

  it('breaks cells between words, at a hyphen, or where it must', () => {
    const text = table(['a', 'b'], [[['email-code-words', 'x'.repeat(30)], 'one two three four five']], 24);
    expect(text.split('\n').every((line) => line.length <= 24)).toBe(true);
    expect(text).toContain('email-code-');
    expect(text.replaceAll(/[^x]/g, '')).toHaveLength(30);
  });

  it('ends however little room there is', () => {
    expect(table(['aa', 'bb', 'cc'], [['one', 'two', 'three']], 5)).toContain('t');
  });

  it('lets no control character and no markup through', () => {
    expect(table(['a'], [['x\u001B[31my']])).not.toContain('\u001B');
    expect(markdownTable(['a'], [['x | <b> `y`\n@all']])).toContain('x \\| \\<b\\> \\`y\\` @\u200Ball');
  });
});

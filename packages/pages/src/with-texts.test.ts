import { describe, expect, it } from 'vitest';
import { withTexts } from './with-texts.ts';

const words = { title: 'ours', steps: { first: 'one', told: (who: string) => `to ${who}`, list: ['a', 'b'] } };

describe("a host's sentences", () => {
  it('replace ours, and leave the others', () => {
    const { title, steps } = withTexts(words, { steps: { first: 'uno' } });
    expect([title, steps.first, steps.told('Ada'), steps.list]).toEqual(['ours', 'uno', 'to Ada', ['a', 'b']]);
    expect(words.steps.first).toBe('one');
  });

  it('are functions where ours are functions, as in a translation', () => {
    const { steps } = withTexts(words, { steps: { told: (who) => `à ${who}`, first: 'un' } });
    expect([steps.told('Ada'), steps.first, steps.list]).toEqual(['à Ada', 'un', ['a', 'b']]);
    expect(withTexts(words, Object({ title: () => 'no text', steps: { told: 'no function' } }))).toEqual(words);
  });

  it('are ignored if they do not fit, as from a host without types', () => {
    const wrong = JSON.parse('{ "title": { "a": 1 }, "steps": "none", "unknown": "x" }');
    expect(withTexts(words, wrong)).toEqual(words);
  });
});

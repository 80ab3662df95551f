import { describe, expect, it } from 'vitest';
import { sealedNotes } from './notes.ts';

const note = (keyId: string) => ({ keyId, sealed: `sealed-under-${keyId}` });

describe('the notes of the demo’s app', () => {
  it('P21 keeps what is under another key, however often a new one is tried, until it is told that the new one holds', () => {
    const notes = sealedNotes();
    expect(notes.keep('ada', note('first'))).toBe(true);
    for (let times = 1; times <= 19; times += 1) expect(notes.keep('ada', note(`try-${times}`))).toBe(true);
    expect(notes.of('ada')).toContainEqual(note('first'));
    expect(notes.keep('ada', note('one-more'))).toBe(false);
    expect(notes.of('ada')).toContainEqual(note('first'));
    expect(notes.keep('ada', { ...note('try-19'), alone: true })).toBe(true);
    expect(notes.of('ada')).toEqual([note('try-19')]);
    expect(notes.of('ben')).toEqual([]);
  });

  it('keeps one for a key, and takes nothing that is no note', () => {
    const notes = sealedNotes();
    notes.keep('ada', note('first'));
    expect(notes.keep('ada', { keyId: 'first', sealed: 'anew' })).toBe(true);
    for (const none of [
      {},
      { ...note('x'), alone: false },
      { ...note('x'), more: 1 },
      { ...note('x'), sealed: '' },
      null,
    ])
      expect(notes.keep('ada', none)).toBe(false);
    expect(notes.of('ada')).toEqual([{ keyId: 'first', sealed: 'anew' }]);
  });
});

import type { StrongSecondName } from '@sallyport/core';
import type { Factor } from '../../../engine/src/factors/factor.ts';
import { sealedFactor } from '../../../engine/src/factors/sealed-factor.ts';
import { answers, type Cells, chosen, newCells, sheetOf } from './card.test-support.ts';

/** What is sealed: the cells, and those that confirm that the person has printed the card. */
interface Text {
  readonly cells: Cells;
  readonly confirmedBy: readonly string[];
}

/** What the engine knows of a printed card. */
export const cardFactor: Factor = sealedFactor({
  // A test adds the method to the list of core, and so no type of the product has its name.
  method: String('card') as StrongSecondName,
  amr: ['otp'],
  make({ random }) {
    const cells = newCells(random);
    const asked = chosen(random, cells);
    const text: Text = { cells, confirmedBy: asked };
    const secret = Object.entries(cells).flat().join(' ');
    return { text: JSON.stringify(text), secret, uri: '', sheet: sheetOf(cells), asked };
  },
  choose: ({ random }, text) => chosen(random, read(text).cells),
  isRight(text, code, asked) {
    const { cells, confirmedBy } = read(text);
    return answers(cells, asked ?? confirmedBy, code);
  },
});

function read(text: string): Text {
  return JSON.parse(text);
}

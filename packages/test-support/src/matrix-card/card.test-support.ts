/** A printed card: the digits of each cell, by the cell's name. */
export type Cells = Readonly<Record<string, string>>;

const COLUMNS = [...'ABCDEFGH'];
const ROWS = [...'12345678'];

/** How many cells a sign-in asks for. */
export const ASKED = 3;

/** The probability that a guess hits all asked cells. Each has two digits. */
export const HIT: number = 1 / 100 ** ASKED;

type Random = (bytes: number) => Uint8Array;

export function newCells(random: Random): Cells {
  const names = ROWS.flatMap((row) => COLUMNS.map((column) => `${column}${row}`));
  return Object.fromEntries(names.map((name) => [name, String(below(random, 100)).padStart(2, '0')]));
}

/** The card row by row, with the names of columns and rows. */
export function sheetOf(cells: Cells): readonly (readonly string[])[] {
  return [['', ...COLUMNS], ...ROWS.map((row) => [row, ...COLUMNS.map((column) => cells[`${column}${row}`] ?? '')])];
}

/** Different cells, chosen at random. */
export function chosen(random: Random, cells: Cells): readonly string[] {
  const left = Object.keys(cells);
  return Array.from({ length: ASKED }, () => left.splice(below(random, left.length), 1).join(''));
}

/** Whether a text has the digits of the asked cells, in their order. Spaces do not matter. */
export function answers(cells: Cells, asked: readonly string[], text: string): boolean {
  return asked.length > 0 && text.replaceAll(/\s/g, '') === asked.map((cell) => cells[cell]).join('');
}

/** A uniform number below a bound of at most 256. */
function below(random: Random, bound: number): number {
  for (;;) {
    const [byte = 0] = random(1);
    if (byte < 256 - (256 % bound)) return byte % bound;
  }
}

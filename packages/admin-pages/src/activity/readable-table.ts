import { sentenceFor } from '@sallyport/pages/parts';
import { eventName, isByOther, toldType } from './events.ts';
import { words } from './words.ts';

/** A line of the server's table. The server quotes every cell, and a cell can have line breaks. */
const LINE = /"[^"]*(?:""[^"]*)*"(?:,"[^"]*(?:""[^"]*)*")*\r\n/g;
const CELL = /"([^"]*(?:""[^"]*)*)"/g;

/**
 * Puts two columns for people before the columns of the server's table: the time as a spreadsheet reads a time, and the kind of the event in words.
 * The columns of the server stay as they are, because scripts read them.
 */
export function readableTable(table: string): string {
  const { time, what } = words.activity.export;
  let columns: readonly string[] = [];
  return table.replace(LINE, (line: string, place: number) => {
    const cells = [...line.matchAll(CELL)].map(([, cell = '']) => cell.replaceAll('""', '"'));
    if (place === 0) columns = cells;
    const cell = (name: string): string => cells[columns.indexOf(name)] ?? '';
    const [first, second] = place === 0 ? [time, what] : [spreadsheetTime(cell('time')), toldName(cell)];
    return `${quoted(first)},${quoted(second)},${line}`;
  });
}

/** The kind of the event in words, as the page tells the event: an address that was removed did not only change. */
function toldName(cell: (name: string) => string): string {
  const given = (name: string): string | undefined => cell(name) || undefined;
  const type = cell('type');
  const event = {
    ...{ id: '', at: '', type, accountId: given('account'), actor: given('actor'), method: given('method') },
    ...{ flow: given('flow'), detail: JSON.parse(given('detail') ?? '{}') },
  };
  const { toldNames, toldNamesOfOthers } = words.activity;
  const told = toldType(event);
  const ofOther = isByOther(event) ? sentenceFor(toldNamesOfOthers, told) : undefined;
  return ofOther ?? sentenceFor(toldNames, told) ?? eventName(type);
}

/** The time without the parts of RFC 3339 that make a spreadsheet take the time for a text. */
function spreadsheetTime(at: string): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

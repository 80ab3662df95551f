import { sentenceFor } from '@sallyport/pages/parts';
import { eventName, isByOther, toldType } from './events.ts';
import { words } from './words.ts';

/** The server quotes every cell, and a cell can have line breaks. */
const LINE = /"[^"]*(?:""[^"]*)*"(?:,"[^"]*(?:""[^"]*)*")*\r\n/g;
const CELL = /"([^"]*(?:""[^"]*)*)"/g;

/** Two columns for people come first. The server's columns stay, because scripts read them. */
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

/** RFC 3339 as such is a text to a spreadsheet. */
function spreadsheetTime(at: string): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

import { eventName } from './events.ts';
import { words } from './words.ts';

/** A line of the server's table. The server quotes every cell, and a cell can have line breaks. */
const LINE = /"([^"]*)","([^"]*)"(?:,"[^"]*(?:""[^"]*)*")*\r\n/g;

/**
 * Puts two columns for people before the columns of the server's table: the time as a spreadsheet reads a time, and the kind of the event in words.
 * The columns of the server stay as they are, because scripts read them.
 */
export function readableTable(table: string): string {
  const { time, what } = words.activity.export;
  return table.replace(LINE, (line: string, at: string, type: string, place: number) => {
    const [first, second] = place === 0 ? [time, what] : [spreadsheetTime(at), eventName(type)];
    return `${quoted(first)},${quoted(second)},${line}`;
  });
}

/** The time without the parts of RFC 3339 that make a spreadsheet take the time for a text. */
function spreadsheetTime(at: string): string {
  return at.slice(0, 'YYYY-MM-DDTHH:MM:SS'.length).replace('T', ' ');
}

function quoted(text: string): string {
  return `"${text.replaceAll('"', '""')}"`;
}

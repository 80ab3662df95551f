import { type ExportLine, entryOf, type LogHead } from '@sallyport/core/log';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { runs } from '../../../core/src/decision/runs.test-support.ts';
import { dayOf, exportOf, headsIn, IN_WORDS, KEY, keyOf, signed } from './log.test-support.ts';
import { type LogWitness, verifyLog } from './verify-log.ts';

const LINES = exportOf([3, 1, 4, 2]);
const HEADS = headsIn(LINES);
const LAST = HEADS.slice(-1);

function verdictOf(lines: readonly ExportLine[], heads: readonly LogHead[] = LAST, more: Partial<LogWitness> = {}) {
  return verifyLog(
    lines.map((line) => JSON.stringify(line)),
    IN_WORDS,
    { heads, ...more },
  );
}

async function findingsOf(lines: readonly ExportLine[], heads?: readonly LogHead[]) {
  return (await verdictOf(lines, heads)).findings.map(({ kind, line, events }) => [kind, line, ...(events ?? [])]);
}

/** The place of an event in the lines. */
function placeOf(n: number): number {
  return LINES.findIndex((line) => 'event' in line && line.n === n);
}

function lineOf(n: number): Extract<ExportLine, { readonly event: unknown }> {
  const line = LINES[placeOf(n)];
  if (line === undefined || !('event' in line)) throw new Error(`there is no event ${n}`);
  return line;
}

function gone(n: number): ExportLine {
  const { leaf, event } = lineOf(n);
  return { n, leaf, gone: entryOf(IN_WORDS, event) };
}

describe('the verification of an export', () => {
  it('N14 finds nothing in a sound export, whichever head was kept', async () => {
    for (const heads of [[], LAST, HEADS.slice(0, 1), HEADS, [signed({ size: 0, root: '()', at: dayOf(0) })]]) {
      const { findings, size, proved, tenant } = await verdictOf(LINES, heads);
      expect({ findings, size, tenant }).toEqual({ findings: [], size: 10, tenant: 'acme' });
      expect(proved).toEqual(heads.map((head) => head.size));
    }
    expect(await findingsOf(exportOf([]), [])).toEqual([]);
  });

  it.each<[string, readonly ExportLine[], readonly unknown[]]>([
    ['a removed event', LINES.toSpliced(placeOf(5), 1), [['removed', 9, 5, 5]]],
    ['two removed events', LINES.toSpliced(placeOf(5), 2), [['removed', 9, 5, 6]]],
    ['an event that was added', LINES.toSpliced(placeOf(5), 0, lineOf(2)), [['added', 9, 2, 2]]],
    [
      'a changed event',
      LINES.with(placeOf(5), { ...lineOf(5), event: { ...lineOf(5).event, ip: '::1' } }),
      [['changed', 9, 5, 5]],
    ],
    ['a changed leaf', LINES.with(placeOf(5), { ...lineOf(5), leaf: 'another' }), [['changed', 9, 5, 5]]],
    [
      'two swapped events',
      LINES.with(placeOf(5), lineOf(7)).with(placeOf(7), lineOf(5)),
      [
        ['moved', 9, 7, 7],
        ['moved', 11, 5, 5],
      ],
    ],
    [
      'an event made anew with its leaf',
      exportOf([3, 1, 4, 2], { changed: 5 }).with(-1, LINES.at(-1) ?? lineOf(0)),
      [],
    ],
    ['a removed head', LINES.toSpliced(placeOf(3) - 1, 1), [['removed', 6]]],
    ['a removed first line', LINES.slice(1), []],
    ['an end that is missing', LINES.slice(0, placeOf(8)), [['cut', 12, 8, 9]]],
    ['a last head that is missing', LINES.slice(0, -1), []],
    ['an event that was never sealed', LINES.toSpliced(2, 0, { unsealed: lineOf(1).event }), [['added', 3]]],
    ['an event that no retention explains', LINES.with(placeOf(5), gone(5)), [['removed', 9, 5, 5]]],
    ['a second export in the file', [...LINES, ...LINES], []],
  ])('N14 finds %s', async (_, lines, expected) => {
    const found = await findingsOf(lines);
    if (expected.length > 0) expect(found).toEqual(expected);
    expect(found).not.toEqual([]);
  });

  it('N14 finds the first events of a log that was made anew from there on', async () => {
    const anew = exportOf([3, 1, 4, 2], { changed: 5 });
    // Whoever has no key can sign nothing.
    const withOldSignatures = anew.map((line, place) => {
      const before = LINES[place];
      if (!('head' in line) || before === undefined || !('head' in before)) return line;
      return { ...line, head: { ...line.head, signature: before.head.signature } };
    });
    expect((await findingsOf(withOldSignatures))[0]).toEqual(['rewritten', 12, 4, 7]);
    // Whoever signs with another key has to sign everything from there on.
    const [theirs] = [keyOf('theirs')];
    const forged = exportOf([3, 1, 4, 2], { changed: 5, key: theirs });
    const [start] = LINES;
    if (start === undefined || !('log' in start)) throw new Error('an export has a first line');
    const mixed = [{ ...start, keys: [KEY, theirs] }, ...LINES.slice(1, 7), ...forged.slice(7)];
    expect((await findingsOf(mixed)).slice(0, 2)).toEqual([
      ['changed', 1],
      ['rewritten', 12, 4, 7],
    ]);
    expect(await findingsOf(forged)).not.toEqual([]);
    // Whoever has the key can rewrite everything but the kept heads.
    const heads = [...HEADS.slice(0, 2), ...LAST];
    expect(await findingsOf(anew, heads)).toEqual([['rewritten', 15, 4, 9]]);
  });

  it('N14 counts what the retention removed, and an event that was written later than it is dated', async () => {
    const swept = LINES.with(placeOf(0), gone(0)).with(placeOf(1), gone(1));
    expect(await verdictOf(swept)).toMatchObject({ findings: [], gone: 2 });
    const later = LINES.with(placeOf(2), gone(2));
    expect(await verdictOf(later, LAST, { goneBefore: 3 * 86_400_000 })).toMatchObject({ findings: [], gone: 1 });
    const early = { ...HEADS[0], at: dayOf(900) };
    const [late] = (await verdictOf(LINES, [signed({ size: 3, root: early.root ?? '', at: early.at })])).findings;
    expect(late).toMatchObject({ kind: 'added', line: placeOf(3) + 1, events: [3, 3] });
  });

  it('N14 finds every change of one line, and every exchange of two', async () => {
    const place = fc.nat(LINES.length - 1);
    await fc.assert(
      fc.asyncProperty(place, place, fc.constantFrom('remove', 'repeat', 'swap', 'digit'), async (one, other, how) => {
        const [line, second] = [LINES[one], LINES[other]];
        if (line === undefined || second === undefined) return;
        const written = LINES.map((each) => JSON.stringify(each));
        const text = JSON.stringify(line);
        const at = text.search(/\d/);
        const tried = {
          remove: written.toSpliced(one, 1),
          repeat: written.toSpliced(other, 0, text),
          swap: written.with(one, JSON.stringify(second)).with(other, text),
          digit: written.with(one, `${text.slice(0, at)}${(Number(text[at]) + 1) % 10}${text.slice(at + 1)}`),
        }[how];
        if (how === 'swap' && one === other) return;
        expect((await verifyLog(tried, IN_WORDS, { heads: LAST })).findings).not.toEqual([]);
      }),
      runs(200),
    );
  });
});

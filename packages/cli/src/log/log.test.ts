import { execFileSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install, unwrapped } from '../installed.test-support.ts';

const sallyport = install();
afterEach(() => vi.unstubAllGlobals());

interface Line {
  readonly n: number;
  readonly leaf: string;
  readonly event: { readonly type: string; readonly detail?: object };
}

/** An app in which some accounts were blocked, one account was deleted, and the log was sealed several times. */
async function exported(): Promise<{
  readonly lines: readonly string[];
  readonly head: object;
  readonly auth: Sallyport;
}> {
  const heads: object[] = [];
  const auth = app({ onLogHead: (head) => void heads.push(head) });
  await auth.ready();
  for (const name of ['ada', 'ben', 'cleo', 'dora']) {
    await auth.people.create({ identifier: name, by: hostCode('hr') });
    await auth.people.block({ identifier: name }, { reason: 'on leave', by: hostCode('hr') });
    await auth.runBackgroundWork();
  }
  const ofCleo = await auth.people.find({ identifier: 'cleo' });
  await auth.people.delete({ identifier: 'cleo' }, { by: hostCode('hr') });
  await auth.runBackgroundWork();
  const head = heads.at(-1);
  if (head === undefined) throw new Error('onLogHead was given no head');
  const out = join(sallyport.folder, 'log.ndjson');
  const ask = await sallyport.ask(['log', 'export', '--auth', moduleOfApp(sallyport), '--out', out]);
  const written = readFileSync(out, 'utf8');
  const count = written.trimEnd().split('\n').length;
  expect(ask).toEqual({ code: 0, out: `${count} lines are in ${out}.\n`, err: '' });
  expect(written).not.toContain(ofCleo?.accountId);
  return { lines: written.trimEnd().split('\n'), head, auth };
}

async function verifies(
  lines: readonly string[],
  head: object,
): Promise<{ readonly code: number | null; readonly out: string }> {
  const files = [
    '--export',
    sallyport.write('tried.ndjson', lines.join('\n')),
    '--head',
    sallyport.write('head.json', head),
  ];
  const { code, out, err } = await sallyport.ask(['log', 'verify', ...files]);
  expect(err).toBe('');
  return { code, out: unwrapped(out) };
}

describe('sallyport log', () => {
  it('N14 finds what was removed, changed, added, swapped or made anew, at its place', async () => {
    const { lines, head } = await exported();
    const sound = await verifies(lines, head);
    expect(sound).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing was removed, changed, added or moved.'),
    });
    const events = lines.flatMap((line, place) => ('event' in JSON.parse(line) ? [place] : []));
    const at = (turn: number): number => events[turn] ?? 0;
    const text = (turn: number): string => lines[at(turn)] ?? '';
    const found = async (tried: readonly string[], kind: string, line: number, n: number | undefined) => {
      const { code, out } = await verifies(tried, head);
      expect([code, out]).toEqual([
        1,
        expect.stringMatching(new RegExp(`line ${line}: ${kind}: (?:.*events? ${n ?? ''}|the first line)`)),
      ]);
    };
    await found(lines.toSpliced(at(4), 1), 'removed', at(4) + 1, 4);
    await found(lines.with(at(4), text(4).replace('on leave', 'on lease')), 'changed', at(4) + 1, 4);
    await found(lines.toSpliced(at(4), 0, text(3)), 'added', at(4) + 1, 3);
    const swapped = lines.with(at(3), text(4)).with(at(4), text(3));
    await found(swapped, 'moved', at(3) + 1, 4);
    await found(swapped, 'moved', at(4) + 1, 3);
    // The changed event, with a leaf of the same hash that the log uses: the place is the batch of the event.
    const { entryOf, leafOf } = await import('@sallyport/core/log');
    const { LOG_CRYPTO } = await import('./log-crypto.ts');
    const line: Line = JSON.parse(text(4));
    const event = { ...JSON.parse(text(4)).event, detail: { reason: 'none' } };
    const anew = JSON.stringify({ ...line, event, leaf: leafOf(LOG_CRYPTO, entryOf(LOG_CRYPTO, event)) });
    await found(
      lines.with(at(4), anew),
      'rewritten',
      lines.findIndex((each, place) => place > at(4) && 'batch' in JSON.parse(each)) + 1,
      undefined,
    );
    await found(lines.with(0, (lines[0] ?? '').replace(/"before":"2/, '"before":"3')), 'changed', 1, undefined);
    expect((await verifies(lines.slice(0, -1), head)).out).toContain('cut');
    expect((await verifies(lines.slice(0, at(5) - 1), head)).out).toMatch(
      /lacks events? \d+.*: the kept head has 10 events/,
    );
  });

  it('N14 keeps the earlier export where an export breaks off', async () => {
    const auth = app();
    vi.spyOn(auth.events, 'lines').mockImplementation(async function* () {
      yield '{"n":0}';
      throw new Error('the store is gone');
    });
    const out = join(sallyport.folder, 'kept.ndjson');
    writeFileSync(out, 'the export of yesterday');
    const broken = await sallyport.ask(['log', 'export', '--auth', moduleOfApp(sallyport), '--out', out]);
    expect(broken).toMatchObject({ code: 2, err: expect.stringContaining('the store is gone') });
    expect(readFileSync(out, 'utf8')).toBe('the export of yesterday');
    expect(existsSync(`${out}.part`)).toBe(false);
  });

  it('N14 writes through a link, and into a pipe, and replaces neither', async () => {
    const auth = app();
    await auth.ready();
    await auth.people.create({ identifier: 'ada', by: hostCode('hr') });
    await auth.runBackgroundWork();
    const module = moduleOfApp(sallyport);
    const exportsTo = (out: string) => sallyport.ask(['log', 'export', '--auth', module, '--out', out]);
    const target = join(sallyport.folder, 'target.ndjson');
    writeFileSync(target, 'the export of yesterday');
    const link = join(sallyport.folder, 'link.ndjson');
    symlinkSync(target, link);
    expect(await exportsTo(link)).toMatchObject({ code: 0 });
    expect(lstatSync(link).isSymbolicLink()).toBe(true);
    expect(readFileSync(target, 'utf8')).toContain('"head"');
    const pipe = join(sallyport.folder, 'pipe');
    execFileSync('mkfifo', [pipe]);
    const [read, asked] = await Promise.all([readFile(pipe, 'utf8'), exportsTo(pipe)]);
    // The first line has the time of the export.
    const events = (text: string): string[] => text.split('\n').slice(1);
    expect([asked.code, events(read)]).toEqual([0, events(readFileSync(target, 'utf8'))]);
    expect(lstatSync(pipe).isFIFO()).toBe(true);
  });

  it('N14 says which file cannot be written, and why', async () => {
    app();
    const auth = moduleOfApp(sallyport);
    for (const out of [join(sallyport.folder, 'nowhere', 'log.ndjson'), sallyport.folder]) {
      const { code, err } = await sallyport.ask(['log', 'export', '--auth', auth, '--out', out]);
      expect([code, unwrapped(err)]).toEqual([2, expect.stringContaining(`${out}: cannot be written: `)]);
    }
    expect(existsSync(`${sallyport.folder}.part`)).toBe(false);
  });

  it('N14 says what is wrong with its input', async () => {
    const none = sallyport.write('none.json', { size: 1 });
    const empty = sallyport.write('empty.ndjson', '');
    expect(await sallyport.ask(['log', 'verify', '--export', empty, '--head', none])).toMatchObject({
      code: 2,
      err: expect.stringContaining('has no head'),
    });
    expect((await sallyport.ask(['log', 'verify'])).err).toContain('which export?');
    expect((await sallyport.ask(['log'])).err).toContain('export or verify?');
    expect((await sallyport.ask(['log', 'verify', '--export', empty, '--gone-before', 'x'])).code).toBe(2);
    const { code, out } = await sallyport.ask(['log', 'verify', '--export', empty]);
    expect([code, unwrapped(out)]).toEqual([1, expect.stringContaining('No head was given')]);
  });
});

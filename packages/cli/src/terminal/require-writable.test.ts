import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { requireWritable } from './require-writable.ts';

const folder = mkdtempSync(join(tmpdir(), 'sallyport-writable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('requireWritable', () => {
  it('creates no file, and leaves a file as it is', async () => {
    writeFileSync(join(folder, 'old.svg'), 'a picture');
    await requireWritable(join(folder, 'old.svg'));
    await requireWritable(join(folder, 'new.svg'));
    expect(readdirSync(folder)).toEqual(['old.svg']);
    expect(readFileSync(join(folder, 'old.svg'), 'utf8')).toBe('a picture');
  });

  it('refuses a folder, a file without a folder, and a file in a file', async () => {
    writeFileSync(join(folder, 'old.svg'), 'a picture');
    for (const file of [folder, join(folder, 'no/such/picture.svg'), join(folder, 'old.svg/picture.svg')])
      await expect(requireWritable(file), file).rejects.toMatchObject({
        code: 'unreadable',
        message: expect.stringContaining(`${file}: cannot be written: `),
      });
  });
});

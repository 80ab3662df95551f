import { expect, it } from 'vitest';
import { readJson } from './read-json.ts';

it('X41 says which file cannot be read', async () => {
  const folder = import.meta.dirname;
  await expect(readJson(folder)).rejects.toMatchObject({
    ...{ name: 'CliError', code: 'unreadable', message: expect.stringContaining(`${folder}: cannot be read: EISDIR`) },
  });
});

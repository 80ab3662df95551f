import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { modulesWith, spoiledBy } from './modules.mjs';

it('evaluates a module anew each time, and each of its imports once', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sallyport-modules-'));
  try {
    writeFileSync(
      join(folder, 'count.ts'),
      "import { told } from 'teller';\ntold('counts');\nexport let n: number = 0;\n",
    );
    writeFileSync(join(folder, 'other.ts'), "export { n as m } from './count.ts';\n");
    writeFileSync(
      join(folder, 'all.ts'),
      "import { told } from 'teller';\nimport { n } from './count.ts';\nimport { m } from './other.ts';\ntold(n + m);\n",
    );
    const seen = [];
    const instead = { teller: { told: (word) => seen.push(word) } };
    const modules = modulesWith(instead);
    await modules(join(folder, 'all.ts'));
    await modules(join(folder, 'all.ts'));
    expect(seen).toEqual(['counts', 0]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

it('leaves one mutant of all that Stryker wrote', () => {
  const text =
    'stryCov_9fa48("1", "2"); return stryMutAct_9fa48("1") ? a : stryMutAct_9fa48("12") ? b : (stryCov_9fa48("12"), c);';
  expect(spoiledBy(text, '12')).toBe('0; return false ? a : stryMutAct_9fa48("12") ? b : (0, c);');
});

import { setTimeout as pause } from 'node:timers/promises';
import { previewThreats, threatRows } from '@sallyport/assurance';
import { definePolicy, type PolicyInput } from '@sallyport/core';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { ThreatQuestion } from './kernel/threat-previews.ts';
import { workerAnalyst } from './threat-analyst.ts';
import { builtWorker } from './threat-worker.test-support.ts';

const host = { methods: ['password', 'passkey', 'totp', 'email-code', 'backup-code'] } as const;
const STRICT: PolicyInput<string> = {
  administrators: { policy: ['chief'] },
  roles: { chief: { requiredStrength: 'enhanced' } },
};
const LOOSE: PolicyInput<string> = { ...STRICT, enrollment: { firstFactor: 'password' } };

function question(from: PolicyInput<string>, to: PolicyInput<string>): ThreatQuestion {
  return { from, to, host, threats: { vault: false } };
}

let entry: URL;
beforeAll(async () => {
  entry = await builtWorker();
});

describe('an analysis in a worker thread', () => {
  const ends: (() => Promise<void>)[] = [];
  afterEach(() => Promise.all(ends.splice(0).map((end) => end())));

  function analyst(url: URL) {
    const made = workerAnalyst(url);
    ends.push(made.end);
    return made;
  }

  it('N5 N16 answers as the analysis in the same thread, one question after another, and blocks no request', async () => {
    const { ask } = analyst(entry);
    let turns = 0;
    const ticking = setInterval(() => turns++, 1);
    const change = await ask(question(STRICT, LOOSE));
    clearInterval(ticking);
    expect(turns).toBeGreaterThan(1);
    const [from, to] = [definePolicy(STRICT, host), definePolicy(LOOSE, host)];
    expect(change).toEqual(previewThreats({ from, to, host: { vault: false } }));
    expect(threatRows(change)[0]).toMatchObject({ thief: 'password', after: 'policy' });
    expect(await ask(question(LOOSE, STRICT))).toMatchObject({ worse: [] });
  });

  it('N5 N16 is ended while it runs, and starts anew with the next question', async () => {
    const { ask, end } = analyst(entry);
    const running = ask(question(STRICT, LOOSE)).catch((fault: unknown) => fault);
    await pause(1);
    await end();
    expect(await running).toBeInstanceOf(Error);
    expect(await ask(question(STRICT, STRICT))).toEqual({ worse: [], better: [], undecided: 0 });
  });

  it('N5 rejects where the thread cannot start, or cannot read a policy', async () => {
    await expect(analyst(new URL('./nothing.mjs', entry)).ask(question(STRICT, LOOSE))).rejects.toThrow('nothing.mjs');
    const { ask } = analyst(entry);
    await expect(ask({ ...question(STRICT, LOOSE), to: { methods: 7 } })).rejects.toThrow('methods');
    expect(await ask(question(STRICT, STRICT))).toMatchObject({ better: [] });
  });
});

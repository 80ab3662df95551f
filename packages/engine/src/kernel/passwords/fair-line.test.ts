import { describe, expect, it } from 'vitest';
import { fairLine, type Turn } from './fair-line.ts';

/** A line of one place, held until it is let go, that notes who was served and who was sent away. */
function line(capacity: number) {
  const inLine = fairLine(1, capacity);
  const [served, busy]: [string[], string[]] = [[], []];
  let letGo = (): void => {};
  const held = new Promise<void>((go) => {
    letGo = go;
  });
  const first = inLine({ queue: 'stranger', subject: 'first' }, () => held);
  const all: Promise<unknown>[] = [first];
  return {
    served,
    busy,
    comes(queue: Turn['queue'], subject: string, name = subject): void {
      const waiting = inLine({ queue, subject }, async () => served.push(name));
      all.push(waiting.catch(({ code }: { code: string }) => busy.push(`${name}: ${code}`)));
    },
    async drains(): Promise<void> {
      letGo();
      await Promise.all(all);
    },
  };
}

describe('the line before the hashing', () => {
  it('X5 serves the queues in turn: however many strangers came first, a known device is soon served', async () => {
    const { comes, served, drains } = line(500);
    for (let stranger = 0; stranger < 500; stranger += 1) comes('stranger', `stranger ${stranger}`);
    comes('known-device', 'owner');
    comes('own', 'session');
    await drains();
    expect(served).toHaveLength(502);
    expect(served.slice(0, 3)).toEqual(expect.arrayContaining(['owner', 'session']));
  });

  it('X5 is full for a queue, and for no other', async () => {
    const { comes, served, busy, drains } = line(3);
    for (let stranger = 0; stranger < 5; stranger += 1) comes('stranger', `stranger ${stranger}`);
    comes('known-device', 'owner');
    await drains();
    expect(busy).toEqual(['stranger 3: busy', 'stranger 4: busy']);
    expect(served).toContain('owner');
  });

  it('X5 serves the subjects of a queue in turn', async () => {
    const { comes, served, drains } = line(500);
    for (let guess = 0; guess < 20; guess += 1) comes('stranger', 'dora');
    comes('stranger', 'ben');
    await drains();
    expect(served.indexOf('ben')).toBe(1);
  });

  it('X5 gives the last place of whoever has most to one who has fewer, where the queue is full', async () => {
    const { comes, served, busy, drains } = line(4);
    for (let guess = 0; guess < 4; guess += 1) comes('known-device', 'thief', `thief ${guess}`);
    comes('known-device', 'owner');
    comes('known-device', 'thief', 'thief again');
    await drains();
    expect(served).toEqual(['thief 0', 'owner', 'thief 1', 'thief 2']);
    expect(busy).toEqual(['thief 3: busy', 'thief again: busy']);
  });

  it('goes on after a job that failed', async () => {
    const inLine = fairLine(1, 1);
    const turn = { queue: 'own', subject: 'system' } as const;
    const fails = inLine(turn, () => Promise.reject(new Error('it failed')));
    const next = inLine(turn, async () => 'served');
    await expect(fails).rejects.toThrow('it failed');
    expect(await next).toBe('served');
    expect(await inLine(turn, async () => 'served again')).toBe('served again');
  });
});

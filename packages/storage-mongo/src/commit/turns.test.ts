import { describe, expect, it } from 'vitest';
import { Turns } from './turns.ts';

/** A promise that the test resolves. */
function held(): { readonly ended: Promise<void>; end(): void; fail(): void } {
  let end = (): void => {};
  let fail = (): void => {};
  const ended = new Promise<void>((resolve, reject) => {
    end = resolve;
    fail = () => reject(new Error('failed'));
  });
  return { ended, end, fail };
}

const nothing = new AbortController().signal;
const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('changes of one process that meet at one document', () => {
  it('come one after the other, in the order in which they came', async () => {
    const turns = new Turns();
    const seen: string[] = [];
    await Promise.all(
      Array.from({ length: 80 }, (_, place) =>
        turns.take('root', nothing, async () => {
          seen.push(`${place} begins`);
          await turn();
          seen.push(`${place} ends`);
        }),
      ),
    );
    expect(seen).toEqual(Array.from({ length: 80 }, (_, place) => [`${place} begins`, `${place} ends`]).flat());
  });

  it('wait for nobody at another document', async () => {
    const turns = new Turns();
    const slow = held();
    const first = turns.take('root', nothing, () => slow.ended);
    expect(await turns.take('ada', nothing, async () => 'through')).toBe('through');
    slow.end();
    await first;
  });

  it('go on where the one before fails', async () => {
    const turns = new Turns();
    const slow = held();
    const first = turns.take('root', nothing, () => slow.ended);
    const second = turns.take('root', nothing, async () => 'through');
    slow.fail();
    await expect(first).rejects.toThrow('failed');
    expect(await second).toBe('through');
  });

  it('go on where the time of the one before is over, and begin once', async () => {
    const turns = new Turns();
    const [slow, next] = [held(), held()];
    const time = new AbortController();
    const first = turns.take('root', time.signal, () => slow.ended);
    let begun = 0;
    const others = [1, 2].map(() =>
      turns.take('root', nothing, () => {
        begun += 1;
        return next.ended;
      }),
    );
    await turn();
    expect(begun).toBe(0);
    time.abort(new Error('late'));
    await turn();
    expect(begun).toBe(1);
    slow.end();
    await first;
    await turn();
    expect(begun).toBe(1);
    next.end();
    await Promise.all(others);
    expect(begun).toBe(2);
  });

  it('are given up while they wait, once their time is over, and leave their place', async () => {
    const turns = new Turns();
    const slow = held();
    const time = new AbortController();
    const first = turns.take('root', nothing, () => slow.ended);
    const late = turns.take('root', time.signal, async () => 'never');
    const last = turns.take('root', nothing, async () => 'through');
    time.abort(new Error('late'));
    await expect(late).rejects.toThrow('late');
    await expect(turns.take('ada', time.signal, async () => 'never')).rejects.toThrow('late');
    slow.end();
    await first;
    expect(await last).toBe('through');
    expect(await turns.take('root', nothing, async () => 'free')).toBe('free');
  });

  it('hear that one before them is through or failed, and not that its time is over', async () => {
    const turns = new Turns();
    const time = new AbortController();
    const acts = [held(), held(), held()];
    const heard: string[] = [];
    const all = acts.map((act, place) =>
      turns.take(
        'root',
        place === 2 ? time.signal : nothing,
        () => act.ended,
        () => void heard.push(`${place}`),
      ),
    );
    const last = turns.take(
      'root',
      nothing,
      async () => 'through',
      () => void heard.push('last'),
    );
    acts[0]?.end();
    await all[0];
    expect(heard.splice(0)).toEqual(['1', '2', 'last']);
    acts[1]?.fail();
    await expect(all[1]).rejects.toThrow('failed');
    expect(heard.splice(0)).toEqual(['2', 'last']);
    await turn();
    time.abort(new Error('late'));
    acts[2]?.end();
    await all[2];
    expect(heard).toEqual([]);
    expect(await last).toBe('through');
  });

  it('are refused beyond 500 that wait', async () => {
    const turns = new Turns();
    const slow = held();
    const all = Array.from({ length: 501 }, () => turns.take('root', nothing, () => slow.ended));
    await expect(turns.take('root', nothing, async () => 'never')).rejects.toThrow('too many write at once');
    slow.end();
    await Promise.all(all);
    expect(await turns.take('root', nothing, async () => 'free')).toBe('free');
  });
});

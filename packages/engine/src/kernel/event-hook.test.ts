import type { CommittedEvent } from '@sallyport/engine';
import { forAdapters } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { Client, type Embedded, embedded, newAccount } from '../embedded.test-support.ts';
import { eventHook } from './event-hook.ts';
import { EVENTS_WAITING } from './limits.ts';
import { settled, virtualTimer } from './virtual-timer.test-support.ts';

const [ADA, BEN] = ['ada@example.org', 'ben@example.org'];
const forEver = (): Promise<never> => new Promise(() => {});

async function bothSignIn(world: Embedded): Promise<void> {
  for (const identifier of [ADA, BEN]) {
    await newAccount(world, identifier);
    await new Client(world).signsInByMail(identifier);
  }
}

const logged = async ({ auth, store }: Embedded): Promise<readonly unknown[]> => {
  const tenant = forAdapters(auth).tenantOf({ headers: {}, path: '/' });
  return (await store.listEvents(tenant, { limit: 500 })).items.toReversed();
};

/** What a hook is given by itself. */
function numbered(howMany: number): CommittedEvent[] {
  return Array.from({ length: howMany }, (_, place) => JSON.parse(`{ "id": "${place}", "type": "policy.changed" }`));
}

describe('onEvent', () => {
  it('hears of every event that is committed, as the action log has it, in its order', async () => {
    const heard: unknown[] = [];
    const world = await embedded({ onEvent: (event) => void heard.push(event) });
    await bothSignIn(world);
    await world.auth.runBackgroundWork();
    expect(heard.length).toBeGreaterThan(4);
    expect(heard).toEqual(await logged(world));
    expect(JSON.stringify(heard)).not.toContain('"recipients"');
  });

  it('that fails changes nothing, and hears of what follows', async () => {
    let heard = 0;
    const world = await embedded({
      onEvent: () => {
        heard += 1;
        throw new Error('the feed is down');
      },
    });
    await bothSignIn(world);
    await world.auth.runBackgroundWork();
    expect(heard).toBe((await logged(world)).length);
    expect(JSON.stringify(world.logged)).toContain('onEvent failed at an event');
    expect(JSON.stringify(world.logged)).not.toContain('the feed is down');
  });

  it('that never answers keeps back its own account alone, and is given up', async () => {
    const timer = virtualTimer();
    const heard: CommittedEvent[] = [];
    const world: Embedded = await embedded({
      timer,
      onEvent: async (event) => {
        heard.push(event);
        if (event.accountId === ada) await forEver();
      },
    });
    const ada = await newAccount(world, ADA);
    await new Client(world).signsInByMail(ADA);
    const ben = await newAccount(world, BEN);
    await new Client(world).signsInByMail(BEN);
    await settled();
    const of = (account: unknown): number => heard.filter(({ accountId }) => accountId === account).length;
    expect(of(ada)).toBe(1);
    expect(of(ben)).toBeGreaterThan(2);
    await timer.pass(10_000);
    expect(of(ada)).toBe(2);
  });

  it('is given a copy: what it does to an event reaches nobody else', async () => {
    const events = [JSON.parse('{ "id": "1", "type": "account.blocked", "detail": { "reason": "he left" } }')];
    const heard: CommittedEvent[] = [];
    const hook = eventHook(
      async (event) => {
        Reflect.set(event.detail ?? {}, 'reason', 'changed');
        heard.push(event);
      },
      { warn: () => undefined, error: () => undefined },
    );
    hook.send(events);
    await hook.settled();
    expect([heard[0]?.detail, events[0].detail]).toEqual([{ reason: 'changed' }, { reason: 'he left' }]);
  });

  it('that is slow misses what comes on top of a thousand, and the logger is told how many', async () => {
    const words: unknown[] = [];
    let answer: () => void = () => undefined;
    const heard: string[] = [];
    const hook = eventHook(
      async ({ id }) => {
        heard.push(id);
        if (heard.length === 1) await new Promise<void>((resolve) => (answer = resolve));
      },
      { warn: (...told) => void words.push(told), error: () => undefined },
    );
    hook.send(numbered(1));
    await settled();
    hook.send(numbered(EVENTS_WAITING + 7));
    expect(words).toHaveLength(1);
    answer();
    await hook.settled();
    expect(heard).toHaveLength(1 + EVENTS_WAITING);
    expect(words.at(-1)).toEqual([expect.stringContaining('caught up'), { missed: 7 }]);
  });

  it('is waited for when Sallyport is closed', async () => {
    let answered = 0;
    const world = await embedded({
      onEvent: async () => {
        await settled();
        answered += 1;
      },
    });
    await bothSignIn(world);
    await world.auth.close();
    expect(answered).toBe((await logged(world)).length);
  });
});

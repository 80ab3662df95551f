import type { EventRecord } from '@sallyport/engine';
import { accountId, sampleAccount, sampleEvent } from '../sample-records.ts';
import { addAccounts, atOnce, type Scene, write } from '../scene.ts';

export const WRITERS = 20;
/** The number of events of each writer. */
export const EACH = 20;

/** Writers of events, at work. */
export interface EventWriters {
  /** Settles when every writer has ended. */
  readonly ended: Promise<unknown>;
  isWriting(): boolean;
}

/**
 * Begins 20 writers at once. Each has an account of its own, and writes 20 events one after the other.
 *
 * @param members of each event, beside its account
 */
export async function beginWriters(scene: Scene, members: Partial<EventRecord>): Promise<EventWriters> {
  await atOnce(WRITERS, (turn) => addAccounts(scene, sampleAccount(scene.tenant, `a${turn}`)));
  let writing = true;
  const ended = atOnce(WRITERS, async (turn) => {
    for (let version = 1; version <= EACH; version++) {
      const id = accountId(`a${turn}`);
      await write(scene, {
        guards: { account: { id, version } },
        account: sampleAccount(scene.tenant, id, { version: version + 1 }),
        events: [sampleEvent(scene.tenant, `${id}/${version}`, { accountId: id, ...members })],
      });
    }
  }).finally(() => {
    writing = false;
  });
  return { ended, isWriting: () => writing };
}

/** The ids of the events of a writer, in the order of writing. */
export function idsOfWriter(turn: number): readonly string[] {
  return Array.from({ length: EACH }, (_, index) => `a${turn}/${index + 1}`);
}

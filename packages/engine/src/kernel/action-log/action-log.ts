import type { Instant } from '@sallyport/core';
import { entryOf, type LogHead, type LogKey, leafOf, rootOf, withLeaf } from '@sallyport/core/log';
import type { EventRecord, EventRetention, LogBatchRecord, Store, TenantId } from '@sallyport/store';
import { wasRemoved } from '../policy-source.ts';
import type { KeyRing } from '../secrets/key-ring.ts';
import type { Random } from '../secrets/token.ts';
import { exportLines } from './export-lines.ts';
import { LOG_HASHING, LOG_SECRET_BYTES, type LogKeys, logKeysOf, type Pseudonyms } from './log-crypto.ts';
import { sealedEvent } from './sealed-event.ts';

export interface ActionLog {
  pseudonyms(tenant: TenantId): Promise<Pseudonyms>;
  /**
   * Returns `undefined` if nothing happened, or another process seals.
   *
   * @throws UnknownKey
   */
  seal(tenant: TenantId): Promise<LogHead | undefined>;
  head(tenant: TenantId): Promise<LogHead>;
  keys(tenant: TenantId): Promise<readonly LogKey[]>;
  /** Seals first, so that the export is complete. */
  lines(tenant: TenantId): AsyncGenerator<string, void>;
  sealedText(tenant: TenantId): Promise<string | undefined>;
  reseal(tenant: TenantId): Promise<boolean>;
}

const EVENTS_PER_BATCH = 1_000;
const MOST_BATCHES = 100;
const MOST_KEYS = 1_000;

interface Parts {
  readonly store: Omit<Store, 'commit'>;
  readonly ring: KeyRing;
  readonly random: Random;
  readonly now: () => Instant;
}

export function actionLog(parts: Parts, retention: (now: Instant) => readonly EventRetention[]): ActionLog {
  const { store, ring, random, now } = parts;
  const known = new Map<string, LogKeys>();

  function keysOf({ tenant, publicKey, secret }: LogBatchRecord): LogKeys {
    const name = `${tenant} ${publicKey}`;
    const keys = known.get(name) ?? logKeysOf(ring.unseal(secret, contextOf(tenant)));
    known.set(name, keys);
    if (known.size > MOST_KEYS) known.delete(known.keys().next().value ?? name);
    return keys;
  }

  async function last(tenant: TenantId): Promise<LogBatchRecord> {
    const found = await store.readLogHead(tenant);
    if (found !== undefined) return found;
    if ((await store.readPolicy(tenant))?.removed?.log === 'remove') throw wasRemoved(tenant, 'remove');
    const secret = random(LOG_SECRET_BYTES);
    const { key, sign } = logKeysOf(secret);
    const begun: LogBatchRecord = {
      ...{ schema: 1, tenant, number: 0, peaks: [], entries: [], publicKey: key.x },
      head: sign({ size: 0, root: LOG_HASHING.empty, at: iso(now()) }),
      secret: ring.seal(secret, contextOf(tenant)),
    };
    if (await store.appendLogBatch(begun)) return begun;
    const other = await store.readLogHead(tenant);
    if (other === undefined) throw new Error('the store appended no first batch, and has none');
    return other;
  }

  function sealedAnew({ tenant, secret }: LogBatchRecord): string {
    return ring.sealedAnew(secret, contextOf(tenant));
  }

  function nextBatch(
    before: LogBatchRecord,
    events: readonly EventRecord[],
    cursor: string | undefined,
  ): LogBatchRecord {
    const { sign, pseudonyms } = keysOf(before);
    const entries = events.map((event) => entryOf(LOG_HASHING, sealedEvent(pseudonyms, event)));
    let { peaks } = before;
    let { size } = before.head;
    for (const entry of entries) peaks = withLeaf(LOG_HASHING, peaks, size++, leafOf(LOG_HASHING, entry));
    const head = entries.length === 0 ? before.head : sign({ size, root: rootOf(LOG_HASHING, peaks), at: iso(now()) });
    return { ...before, number: before.number + 1, head, peaks, entries, cursor, secret: sealedAnew(before) };
  }

  const log: ActionLog = {
    pseudonyms: async (tenant) => keysOf(await last(tenant)).pseudonyms,
    async seal(tenant) {
      let sealed: LogHead | undefined;
      for (let turn = 0; turn < MOST_BATCHES; turn++) {
        const before = await last(tenant);
        const asked = { limit: EVENTS_PER_BATCH, cursor: before.cursor, order: 'oldest-first' } as const;
        const { items, next } = await store.listEvents(tenant, asked);
        if (items.length === 0 && next === before.cursor) break;
        const batch = nextBatch(before, items, next);
        if (!(await store.appendLogBatch(batch))) break;
        if (items.length > 0) sealed = batch.head;
        if (items.length < EVENTS_PER_BATCH) break;
      }
      return sealed;
    },
    head: async (tenant) => (await last(tenant)).head,
    keys: async (tenant) => [keysOf(await last(tenant)).key],
    async *lines(tenant) {
      await log.seal(tenant);
      const { pseudonyms, key, signStart } = keysOf(await last(tenant));
      const at = now();
      const start = signStart({
        ...{ log: 'sallyport', version: 1, tenant, exportedAt: iso(at), keys: [key] },
        retention: retention(at).map(({ types, before }) => ({ types, before: iso(before) })),
      });
      yield* exportLines(store, tenant, start, (event) => sealedEvent(pseudonyms, event));
    },
    sealedText: async (tenant) => (await store.readLogHead(tenant))?.secret,
    async reseal(tenant) {
      const before = await store.readLogHead(tenant);
      if (before === undefined || ring.isCurrent(before.secret)) return false;
      return store.appendLogBatch(nextBatch(before, [], before.cursor));
    },
  };
  return log;
}

function iso(at: Instant): string {
  return new Date(at).toISOString();
}

/** The associated data of the sealed keys: a text of another tenant does not open. */
function contextOf(tenant: TenantId): string {
  return `action log ${tenant}`;
}

import type { Store } from '@sallyport/store';
import { refuseMalformed } from '@sallyport/store';
import type { CollectionOptions, Db } from 'mongodb';
import { listAccounts, readAccount } from './accounts.ts';
import { beginStep } from './begin-step.ts';
import { type Call, withinTime } from './call.ts';
import { sessionChecks } from './check-session.ts';
import { commit } from './commit/commit.ts';
import { Turns } from './commit/turns.ts';
import { listCounters } from './counters/list.ts';
import { listDevices } from './devices.ts';
import { countFailures, eventsToTell, listEvents, markTold } from './events.ts';
import { open } from './opening/open.ts';
import { tellingRefusals } from './opening/refused.ts';
import { listPolicyVersions, readAdministrators, readPolicy } from './policies.ts';
import { READING } from './reading.ts';
import { listSessions } from './sessions.ts';
import type { Stored } from './stored.ts';
import { removeBatch, sweep } from './sweep.ts';
import { listVaultWays, readVault } from './vaults.ts';

export interface MongoStoreOptions {
  /** The collection that the store makes and owns; `sallyport` if not given. */
  readonly collection?: string | undefined;
  /** Milliseconds that a verb may take before it is a fault; 5000 if not given. Opening may take a minute. */
  readonly timeout?: number | undefined;
  /**
   * `false`: only {@link Store.sweep} removes what is past its end, not the server beside it. For hosts that do not
   * live in the server's time: tests that turn the clock.
   */
  readonly ttl?: boolean | undefined;
}

/** Building indexes takes long if there is much already. */
const TIME_TO_OPEN = 60_000;

/** Nothing is left to what the host set for its client: neither what is read, nor how it comes back. */
const OPTIONS: CollectionOptions = {
  readConcern: { level: 'majority' },
  writeConcern: { w: 'majority' },
  readPreference: 'primary',
  ignoreUndefined: true,
  serializeFunctions: false,
  ...READING,
  raw: false,
  enableUtf8Validation: true,
};

/**
 * A store on the host's database: a replica set, of one member at least. The connection stays the host's: the store
 * opens and closes none.
 *
 * Everything is in one collection, which the store makes at {@link Store.open}. Every verb ends within `timeout`.
 *
 * ```ts
 * const auth = createSallyport({ …, store: mongoStore(client.db('app')) });
 * ```
 */
export function mongoStore(db: Db, options: MongoStoreOptions = {}): Store {
  const { collection = 'sallyport', timeout = 5000, ttl = true } = options;
  const documents = db.collection<Stored>(collection, OPTIONS);
  const { client } = db;
  const turns = new Turns();

  function verb<Args extends readonly unknown[], Result>(
    name: string,
    act: (call: Call, ...args: Args) => Promise<Result>,
    milliseconds: number = timeout,
  ): (...args: Args) => Promise<Result> {
    return (...args) => withinTime(milliseconds, name, (limits) => act({ documents, client, turns, limits }, ...args));
  }

  const write = verb('commit', commit);
  const remove = verb('sweep', removeBatch);
  return {
    open: verb('open', (call) => tellingRefusals(() => open(call, db, { ttl })), Math.max(timeout, TIME_TO_OPEN)),
    beginStep: verb('beginStep', beginStep),
    commit: async (change) => {
      refuseMalformed(change);
      return write(change);
    },
    checkSession: verb('checkSession', sessionChecks()),
    readAccount: verb('readAccount', readAccount),
    readVault: verb('readVault', readVault),
    listVaultWays: verb('listVaultWays', listVaultWays),
    listAccounts: verb('listAccounts', listAccounts),
    listSessions: verb('listSessions', listSessions),
    listDevices: verb('listDevices', listDevices),
    listEvents: verb('listEvents', listEvents),
    countFailures: verb('countFailures', countFailures),
    readPolicy: verb('readPolicy', readPolicy),
    listPolicyVersions: verb('listPolicyVersions', listPolicyVersions),
    readAdministrators: verb('readAdministrators', readAdministrators),
    listCounters: verb('listCounters', listCounters),
    eventsToTell: verb('eventsToTell', eventsToTell),
    markTold: verb('markTold', markTold),
    sweep: (now, retention) => sweep(remove, now, retention),
  };
}

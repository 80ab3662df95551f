import { ACME, change, event, LIMITS, NOW } from '@sallyport/test-support/stores/records';
import { expect, it } from 'vitest';
import { sqliteStore } from './sqlite-store.ts';
import { onSqlite, TestFile } from './testing/sqlite.test-support.ts';

const UNAVAILABLE = { code: 'store-unavailable', cause: { code: expect.stringMatching(/^SQLITE_BUSY/) } };

onSqlite('a file that another process writes', (driver) => {
  const tried = async (act: (file: TestFile) => Promise<void>): Promise<void> => {
    const file = new TestFile(driver);
    try {
      await act(file);
    } finally {
      await file.close();
    }
  };

  it('X17 is asked again until the other is done, while the process does other work', () =>
    tried(async (file) => {
      const store = sqliteStore(file.connect());
      await store.open();
      const other = file.connect();
      other.exec('begin immediate');
      const waiting = store.commit(change({ events: [event('waits')] }));
      const guess = store.beginStep({
        ...{ tenant: ACME, now: NOW, knownPolicy: 0 },
        attempt: { authenticator: 'password', limits: LIMITS, subjectIfUnknown: 'nobody', perDevice: false },
      });
      // A read does not wait for a writer.
      expect((await store.listEvents(ACME, { limit: 9 })).items).toEqual([]);
      other.exec('commit');
      expect(await waiting).toEqual({ outcome: 'committed' });
      expect((await guess).attempt.outcome).toBe('counted');
      expect((await store.listEvents(ACME, { limit: 9 })).items.map(({ id }) => id)).toEqual(['waits']);
    }));

  it('X17 is a fault after busyTimeout, and nothing was written', () =>
    tried(async (file) => {
      const store = sqliteStore(file.connect(), { busyTimeout: '1s' });
      await store.open();
      const other = file.connect();
      other.exec('begin immediate');
      await expect(store.commit(change({ events: [event('late')] }))).rejects.toMatchObject(UNAVAILABLE);
      other.exec('commit');
      expect((await store.listEvents(ACME, { limit: 9 })).items).toEqual([]);
      expect(await store.commit(change({ events: [event('late')] }))).toEqual({ outcome: 'committed' });
    }));

  it('X17 loses nothing of a change that fails in its middle', () =>
    tried(async (file) => {
      const database = file.connect();
      const store = sqliteStore(database);
      await store.open();
      database.exec(`create trigger full before insert on sallyport_event when new.id = 'last'
        begin select raise(abort, 'the disk is full'); end`);
      const two = change({ uses: [{ key: 'once', expiresAt: NOW }], events: [event('first'), event('last')] });
      await expect(store.commit(two)).rejects.toMatchObject({ code: 'store-unavailable' });
      expect((await store.listEvents(ACME, { limit: 9 })).items).toEqual([]);
      database.exec('drop trigger full');
      expect(await store.commit(two)).toEqual({ outcome: 'committed' });
    }));

  it('X17 waits for the disk again after a guess was counted, also if the count fails', () =>
    tried(async (file) => {
      const database = file.connect();
      const store = sqliteStore(database);
      await store.open();
      const attempt = { authenticator: 'password', limits: LIMITS, subjectIfUnknown: 'nobody', perDevice: false };
      const guess = () => store.beginStep({ tenant: ACME, now: NOW, knownPolicy: 0, attempt });
      const waits = () => database.prepare('pragma synchronous').get();
      await guess();
      expect(waits()).toEqual({ synchronous: 2 });
      database.exec(`create trigger full before update on sallyport_counter begin select raise(abort, 'no'); end`);
      await expect(guess()).rejects.toMatchObject({ code: 'store-unavailable' });
      expect(waits()).toEqual({ synchronous: 2 });
    }));
});

import assert from 'node:assert/strict';
import type { EventFilter, Listed, Page } from '@sallyport/engine';
import { accountId, HOUR, later, NOW, sampleAccount, sampleEvent, samplePolicy } from '../sample-records.ts';
import { addAccounts, type Chapter, type Scene, write } from '../scene.ts';

type List<Item> = (page: Page) => Promise<Listed<Item>>;

/** Reads all pages, and calls `between` after each page. Returns the items and the sizes of the pages. */
async function walk<Item>(
  list: List<Item>,
  limit: number,
  between: () => Promise<void> = async () => {},
): Promise<{ shown: readonly Item[]; pages: readonly number[] }> {
  const shown: Item[] = [];
  const pages: number[] = [];
  let cursor: string | undefined;
  do {
    const { items, next } = await list({ limit, cursor });
    shown.push(...items);
    pages.push(items.length);
    cursor = next;
    await between();
    assert.ok(pages.length < 100, 'a walk comes to its end');
  } while (cursor !== undefined);
  return { shown, pages };
}

function accountsOf({ store, tenant }: Scene, query?: string, name?: string): List<{ readonly id: string }> {
  return (page) => store.listAccounts(tenant, { ...page, query, name });
}

function eventsOf({ store, tenant }: Scene, filter: EventFilter = {}): List<{ readonly id: string }> {
  return (page) => store.listEvents(tenant, { ...page, ...filter });
}

async function idsOf(list: List<{ readonly id: string }>, limit: number = 100): Promise<readonly string[]> {
  return (await walk(list, limit)).shown.map(({ id }) => id);
}

async function addNamed(scene: Scene, ...ids: readonly string[]): Promise<void> {
  await addAccounts(scene, ...ids.map((id) => sampleAccount(scene.tenant, id)));
}

async function drop(scene: Scene, name: string): Promise<void> {
  const id = accountId(name);
  await write(scene, { guards: { account: { id, version: 1 } }, deleteAccount: { id } });
}

/** Pages come in a defined order, also while records change. */
export const listings: Chapter = {
  title: 'lists come in order, page by page',
  promises: {
    'accounts come in the order of their ids, by code unit': async (scene) => {
      await addNamed(scene, 'b', 'B', 'a10', 'a', '_', 'a-b', 'ab', 'a2', 'Z', '1');
      const inOrder = ['1', 'B', 'Z', '_', 'a', 'a-b', 'a10', 'a2', 'ab', 'b'];
      for (const limit of [1, 3, 10, 100]) assert.deepEqual(await idsOf(accountsOf(scene), limit), inOrder);
    },
    'there is a next page where there is more, and only there': async (scene) => {
      await addNamed(scene, 'a', 'b', 'c', 'd');
      assert.deepEqual((await walk(accountsOf(scene), 2)).pages, [2, 2]);
      assert.deepEqual((await walk(accountsOf(scene), 3)).pages, [3, 1]);
      assert.deepEqual((await walk(accountsOf(scene), 4)).pages, [4]);
      assert.deepEqual((await walk(accountsOf(scene, 'a@'), 1)).pages, [1]);
    },
    'accounts that come and go under a walk neither repeat nor hide another': async (scene) => {
      await addNamed(scene, ...Array.from('cdefghijkl'));
      const comings = ['a', 'b', 'gg', 'm'];
      const goings = ['d', 'c', 'i', 'l'];
      const { shown } = await walk(accountsOf(scene), 2, async () => {
        const [coming, going] = [comings.shift(), goings.shift()];
        if (coming !== undefined) await addNamed(scene, coming);
        if (going !== undefined) await drop(scene, going);
      });
      assert.deepEqual(
        shown.map(({ id }) => id).filter((id) => 'cdefghjk'.includes(id)),
        Array.from('cdefghjk'),
      );
      assert.equal(new Set(shown.map(({ id }) => id)).size, shown.length);
    },
    'each word of a query is part of a name: an identifier, the address or the display name, whatever its case': async (
      scene,
    ) => {
      const email = { address: 'Someone.Else@Example.com', verifiedAt: NOW };
      await addAccounts(
        scene,
        sampleAccount(scene.tenant, 'a', { identifiers: ['cleo', 'first.alias@example.org'] }),
        sampleAccount(scene.tenant, 'b', { identifiers: ['dora'], email }),
        sampleAccount(scene.tenant, 'c', { identifiers: [], displayName: 'Eve Dö' }),
      );
      const found = (query: string) => idsOf(accountsOf(scene, query), 1);
      assert.deepEqual(await found(''), ['a', 'b', 'c']);
      assert.deepEqual(await found('cle'), ['a']);
      assert.deepEqual(await found('ALIAS@'), ['a']);
      assert.deepEqual(await found('someone.else@example'), ['b']);
      assert.deepEqual(await found('example'), ['a', 'b']);
      assert.deepEqual(await found('VE dÖ'), ['c']);
      assert.deepEqual(await found('nobody'), []);
      for (const between of ['', ',', '-']) assert.deepEqual(await found(`cleo${between}first`), []);
      assert.deepEqual(await found(' org  FIRST\n\tcleo cleo '), ['a']);
      assert.deepEqual(await found('d do'), ['b']);
      assert.deepEqual(await found('cleo dora'), []);
      assert.deepEqual(await found('example x'), ['a', 'b']);
      assert.deepEqual(await found(' \t'), ['a', 'b', 'c']);
      assert.deepEqual(await found('handle-of'), []);
    },
    'a query finds a blocked account by its past as well': async (scene) => {
      const past = {
        unlinked: [{ provider: 'corp', subject: 'Subject-1', at: NOW, address: 'Lost@Example.com' }],
        formerAddresses: ['Former@Example.com'],
        externalIds: [
          { id: 'x', method: 'sso', provider: 'club', subject: 's', address: 'Asserted@Example.com', linkedAt: NOW },
        ],
      } as const;
      const block = { at: NOW, by: 'ada', reason: 'An investigation' };
      await addAccounts(scene, sampleAccount(scene.tenant, 'a', { ...past, block }));
      const found = (query: string) => idsOf(accountsOf(scene, query));
      assert.deepEqual(await found('corp subject-1'), ['a']);
      const addresses = ['asserted@example.com', 'lost@example.com', 'former@example.com'];
      for (const address of addresses) assert.deepEqual(await found(address), ['a'], address);
      assert.deepEqual(await found('club s'), []);
      const { block: _, ...free } = sampleAccount(scene.tenant, 'a', { ...past, block });
      await write(scene, {
        guards: { account: { id: free.id, version: 1 } },
        account: { ...free, version: 2 },
        keysStay: true,
      });
      assert.deepEqual(await found('corp subject-1'), []);
      for (const address of addresses) assert.deepEqual(await found(address), [], address);
      assert.deepEqual(await found('a@example'), ['a']);
    },
    'a query finds an account by the identities that it lost to its role as well': async (scene) => {
      const lost = { provider: 'corp', at: NOW } as const;
      const unlinked = [
        { ...lost, subject: 'Subject-1', address: 'Lost@Example.com', endedByRole: true },
        { ...lost, subject: 'Subject-2' },
      ] as const;
      const clearedFor = [{ rank: 'policy' }] as const;
      await addAccounts(scene, sampleAccount(scene.tenant, 'a', { unlinked, clearedFor }));
      assert.deepEqual(await idsOf(accountsOf(scene, 'corp subject-1')), ['a']);
      assert.deepEqual(await idsOf(accountsOf(scene, undefined, 'corp Subject-1')), ['a']);
      assert.deepEqual(await idsOf(accountsOf(scene, undefined, 'corp Subject-2')), []);
      assert.deepEqual(await idsOf(accountsOf(scene, 'lost@example.com')), []);
    },
    'a name finds the accounts with exactly this name, whatever its case': async (scene) => {
      const email = { address: 'Someone.Else@Example.com', verifiedAt: NOW };
      const block = { at: NOW, by: 'ada', reason: 'An investigation' };
      await addAccounts(
        scene,
        sampleAccount(scene.tenant, 'a', { identifiers: ['cleo', 'n@e'] }),
        sampleAccount(scene.tenant, 'b', { identifiers: ['an@example.org'], email }),
        sampleAccount(scene.tenant, 'c', { identifiers: ['someone.else@example.com.au'], email }),
        sampleAccount(scene.tenant, 'd', { identifiers: ['gone'], formerAddresses: ['Former@Example.com'], block }),
      );
      const found = (name: string, query?: string) => idsOf(accountsOf(scene, query, name), 1);
      for (const [name, ids] of Object.entries({
        cleo: ['a'],
        CLEO: ['a'],
        'N@e': ['a'],
        'an@example.org': ['b'],
        'someone.ELSE@example.com': ['b', 'c'],
        'former@example.com': ['d'],
        cle: [],
        'n@example.org': [],
        'cleo n@e': [],
        '%': [],
      }))
        assert.deepEqual(await found(name), ids, `name ${name}`);
      assert.deepEqual(await found('someone.else@example.com', 'com.au'), ['c']);
    },
    'a query is taken literally': async (scene) => {
      await addAccounts(
        scene,
        sampleAccount(scene.tenant, 'a', { identifiers: ['per%cent'] }),
        sampleAccount(scene.tenant, 'b', { identifiers: ['under_score'] }),
        sampleAccount(scene.tenant, 'c', { identifiers: ['back\\slash', 'c+(d)|$'] }),
        sampleAccount(scene.tenant, 'd', { identifiers: ['plain'] }),
      );
      const found = (query: string) => idsOf(accountsOf(scene, query));
      for (const [query, ids] of Object.entries({
        '%': ['a'],
        _: ['b'],
        '\\': ['c'],
        '.': [],
        '.*': [],
        'p%n': [],
        'c+(': ['c'],
        '|': ['c'],
        '^p': [],
        "'": [],
        '[a-z]': [],
      })) {
        assert.deepEqual(await found(query), ids, `query ${query}`);
      }
    },
    'events come newest first, those of one instant last written first': async (scene) => {
      const { tenant } = scene;
      await write(scene, { events: ['e1', 'e2', 'e3'].map((id) => sampleEvent(tenant, id)) });
      await write(scene, { events: ['e4', 'e5'].map((id) => sampleEvent(tenant, id)) });
      await write(scene, { events: [sampleEvent(tenant, 'e0', { at: later(1) })] });
      for (const limit of [1, 2, 4, 100]) {
        assert.deepEqual(await idsOf(eventsOf(scene), limit), ['e0', 'e5', 'e4', 'e3', 'e2', 'e1']);
      }
    },
    'events that come under a walk neither repeat nor hide another': async (scene) => {
      let written = 0;
      const append = async () => {
        const at = later(Math.floor(written / 3));
        await write(scene, { events: [sampleEvent(scene.tenant, `e${written++}`, { at })] });
      };
      for (let turn = 0; turn < 10; turn++) await append();
      const { shown } = await walk(eventsOf(scene), 3, append);
      const before = Array.from({ length: 10 }, (_, turn) => `e${turn}`).reverse();
      assert.deepEqual(
        shown.map(({ id }) => id),
        before,
      );
    },
    'events are told apart by account, by type, and by both': async (scene) => {
      const [cleo, dora] = [accountId('cleo'), accountId('dora')];
      await write(scene, {
        events: [
          sampleEvent(scene.tenant, 'e1', { accountId: cleo }),
          sampleEvent(scene.tenant, 'e2', { accountId: dora }),
          sampleEvent(scene.tenant, 'e3', { accountId: cleo, type: 'sign-in.succeeded' }),
          sampleEvent(scene.tenant, 'e4'),
        ],
      });
      const found = (filter: EventFilter) => idsOf(eventsOf(scene, filter), 1);
      assert.deepEqual(await found({ accountId: cleo }), ['e3', 'e1']);
      assert.deepEqual(await found({ types: ['sign-in.failed'] }), ['e4', 'e2', 'e1']);
      assert.deepEqual(await found({ accountId: cleo, types: ['sign-in.failed'] }), ['e1']);
      assert.deepEqual(await found({ types: ['sign-in'] }), []);
    },
    'policies come newest first, and the newest is in force': async (scene) => {
      const list: List<{ readonly version: number }> = (page) => scene.store.listPolicyVersions(scene.tenant, page);
      for (let version = 1; version <= 11; version++)
        await write(scene, { policy: samplePolicy(scene.tenant, version) });
      const { shown, pages } = await walk(list, 4);
      assert.deepEqual(pages, [4, 4, 3]);
      assert.deepEqual(
        shown,
        [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1].map((version) => samplePolicy(scene.tenant, version)),
      );
      assert.deepEqual(await scene.store.readPolicy(scene.tenant), samplePolicy(scene.tenant, 11));
    },
    'a cursor that nobody gave out harms nothing': async (scene) => {
      await addNamed(scene, 'a', 'b');
      await write(scene, { policy: samplePolicy(scene.tenant, 1), events: [sampleEvent(scene.tenant, 'e1')] });
      for (const cursor of ['', 'x', '%00', '{"$gt":""}', "' or 1=1 --", 'MTIzNDU2', '-1', '9'.repeat(40), '😀']) {
        const page = { limit: 10, cursor };
        for (const list of [accountsOf(scene), eventsOf(scene)]) assert.ok((await list(page)).items.length <= 2);
        assert.ok((await scene.store.listPolicyVersions(scene.tenant, page)).items.length <= 1);
      }
    },
    'failures are counted by the hour, from an instant on': async (scene) => {
      const at = [-1, 0, 1, HOUR - 1, HOUR, 3 * HOUR, 3 * HOUR + 5];
      await write(scene, {
        events: [
          ...at.map((offset, index) => sampleEvent(scene.tenant, `e${index}`, { at: later(offset) })),
          sampleEvent(scene.tenant, 'other', { type: 'sign-in.succeeded' }),
        ],
      });
      const count = (offset: number) => scene.store.countFailures(scene.tenant, later(offset));
      assert.deepEqual(await count(0), [
        { hour: NOW, count: 3 },
        { hour: later(HOUR), count: 1 },
        { hour: later(3 * HOUR), count: 2 },
      ]);
      assert.deepEqual((await count(-HOUR))[0], { hour: later(-HOUR), count: 1 });
      assert.deepEqual((await count(2))[0], { hour: NOW, count: 1 });
      assert.deepEqual(await count(3 * HOUR + 6), []);
    },
  },
};

import { expect, it, vi } from 'vitest';
import { eagerTimer } from './support/eager-timer.ts';
import { problem } from './support/expectations.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({ timer: eagerTimer });

interface Head {
  readonly size: number;
  readonly root: string;
  readonly at: string;
  readonly signature: string;
  readonly keyId: string;
}

it('N14 X21 the log is sealed under a signed head, and a deletion changes no sealed event', async () => {
  const ada = await app.admin();
  const person = await app.newcomer();
  const { client } = ada.person;
  const headNow = async () => (await client.get<Head>('/admin/events/head')).body;
  const sealed = async (size: number): Promise<Head> => {
    await vi.waitFor(async () => expect((await headNow()).size).toBe(size), { timeout: 30_000, interval: 100 });
    return headNow();
  };
  const before = await ada.events();
  const head = await sealed(before.length);
  expect(await headNow()).toEqual(head);
  expect(head).toEqual({
    size: before.length,
    root: expect.stringMatching(/^[\w-]{43}$/),
    at: expect.stringMatching(/^\d{4}-.*Z$/),
    signature: expect.stringMatching(/^[\w-]{86}$/),
    keyId: expect.stringMatching(/^[\w-]{43}$/),
  });
  const { keys } = (await client.get<{ keys: { kid: string; kty: string; crv: string }[] }>('/admin/events/keys')).body;
  expect(keys).toEqual([expect.objectContaining({ kid: head.keyId, kty: 'OKP', crv: 'Ed25519' })]);

  const id = await ada.idOf(person);
  await ada.deletes(person);
  const all = await ada.events();
  expect(all.slice(2).map((event) => event.id)).toEqual(before.map((event) => event.id));
  // The host is told of the deletion, and the announcement is an event of the same commit.
  expect(
    all
      .map(({ type }) => type)
      .slice(0, 2)
      .toSorted(),
  ).toEqual(['account.deleted', 'account.deletion-announced']);
  const deleted = all.slice(0, 2).find(({ type }) => type === 'account.deleted');
  expect(deleted).toMatchObject({ type: 'account.deleted', accountId: expect.stringMatching(/^[\w-]{40,}$/) });
  const ofPseudonym = await client.get<{ events: { id: string }[] }>(`/admin/events?account=${deleted?.accountId}`);
  expect(ofPseudonym.body.events.length).toBeGreaterThan(1);
  expect(ofPseudonym.text).not.toContain(id);
  const next = await sealed(before.length + 2);
  expect(next.root).not.toBe(head.root);

  const stranger = await app.newcomer();
  await stranger.proves('password', 'email-code');
  for (const path of ['/admin/events/head', '/admin/events/keys', '/admin/events/hours'])
    expect(await stranger.client.get(path)).toMatchObject(problem(403, 'not-permitted'));
});

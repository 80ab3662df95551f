import type { PolicyInput } from '@sallyport/core';
import { type AccountId, hostCode, isRefusal, type ManyActs, type Refusal, StoreUnavailable } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { ADMINISTRATORS, embedded, newAccount, TENANT } from '../embedded.test-support.ts';
import { type VirtualTimer, virtualTimer } from '../kernel/virtual-timer.test-support.ts';
import { type Office, office, recordOf, somebody } from './office.test-support.ts';

const MANDATE: PolicyInput<string> = {
  ...{ administrators: ADMINISTRATORS, requiredStrength: 'single' },
  roles: { contractor: { requiredStrength: 'enhanced' } },
};
const DAY = 86_400_000;

/** An office in which contractors must set up a strong factor, with a contractor. */
async function withContractor() {
  const on = await office();
  const { world } = on;
  const cleo = await somebody(world, 'cleo', ['contractor']);
  expect(await world.auth.policy.set(TENANT, MANDATE, { ifVersion: 1, by: hostCode('host') })).toMatchObject({
    version: 2,
  });
  return { ...on, cleo };
}

const eventsOf = async ({ world }: Pick<Office, 'world'>, id: AccountId, type: 'reminder.sent') =>
  (await world.auth.events({ tenant: TENANT, of: { accountId: id }, type })).events;

const codesOf = (answer: { results: readonly { done: boolean; code?: string }[] } | Refusal) =>
  isRefusal(answer) ? answer.refused : answer.results.map(({ done, code }) => (done ? 'done' : code));

/** Passes the time of the host's limits until the act is made. */
async function passing<Answer>(timer: VirtualTimer, answer: Promise<Answer>): Promise<Answer> {
  let isMade = false;
  const made = answer.finally(() => {
    isMade = true;
  });
  while (!isMade) await timer.pass(1_000);
  return made;
}

describe('a reminder', () => {
  it('W1 names what has to be set up, once a day, exactly beside others, with one event', async () => {
    const on = await withContractor();
    const { world, cleo } = on;
    const remind = () => world.auth.people.remind({ accountId: cleo }, { by: hostCode('host') });
    world.mails.length = 0;
    const answers = await Promise.all(Array.from({ length: 20 }, remind));
    const sent = answers.filter((answer) => !isRefusal(answer));
    expect(sent).toEqual([{ reminded: true, offer: expect.arrayContaining(['passkey', 'totp']) }]);
    expect(answers.filter(isRefusal)).toHaveLength(19);
    expect(answers.find(isRefusal)).toMatchObject({ refused: 'too-many-mails', until: world.now + DAY });
    expect(world.mails).toMatchObject([
      { kind: 'reminder', to: 'cleo@example.org', accountId: cleo, offer: sent[0] && expect.any(Array) },
    ]);
    expect(await eventsOf(on, cleo, 'reminder.sent')).toHaveLength(1);
    world.now += DAY - 1;
    expect(await remind()).toMatchObject({ refused: 'too-many-mails' });
    world.now += 1;
    expect(await remind()).toMatchObject({ reminded: true });
  });

  it('W1 goes to nobody who meets the policy, has no address or is blocked, and uses nothing up', async () => {
    const on = await withContractor();
    const { world, ben, cleo } = on;
    const remind = (accountId: AccountId) => world.auth.people.remind({ accountId }, { by: hostCode('host') });
    expect(await remind(ben)).toEqual({ reminded: false, because: 'nothing-to-set-up' });
    await world.auth.people.block({ accountId: cleo }, { reason: 'left', by: hostCode('host') });
    expect(await remind(cleo)).toEqual({ reminded: false, because: 'account-blocked' });
    await world.auth.people.unblock({ accountId: cleo }, { by: hostCode('host') });
    const push = world.mails.push.bind(world.mails);
    world.mails.push = () => {
      throw new Error('the mailer is down');
    };
    expect(await remind(cleo)).toEqual({ refused: 'mail-unavailable' });
    world.mails.push = push;
    const invited = await world.auth.people.create({
      identifier: 'i',
      email: 'i@example.org',
      invite: true,
      by: hostCode('hr'),
    });
    const mails = world.mails.length;
    if (isRefusal(invited)) throw new Error(invited.refused);
    expect(await remind(invited.accountId)).toEqual({ reminded: false, because: 'invited' });
    expect(world.mails).toHaveLength(mails);
    expect(await remind(cleo)).toMatchObject({ reminded: true });
  });
});

describe('an act on many accounts', () => {
  it('P18 is made on each account by itself: a refusal for one stops no other', async () => {
    const { world, ben, root, cleo } = await withContractor();
    const acts = (act: ManyActs['act'], ...accountIds: readonly string[]) =>
      world.auth.people.actOnMany({ act, accountIds, reason: 'an audit', by: root });
    const all = [ben, 'nobody', cleo, ben];
    expect(await acts('block', ...all)).toEqual({
      results: [
        { accountId: ben, done: true },
        { accountId: 'nobody', done: false, code: 'not-found' },
        { accountId: cleo, done: true },
      ],
    });
    expect((await recordOf(world, ben)).block).toMatchObject({ reason: 'an audit', by: root.accountId });
    expect(codesOf(await acts('remind', cleo))).toEqual(['account-blocked']);
    expect(codesOf(await acts('unblock', ...all))).toEqual(['done', 'not-found', 'done']);
    expect(codesOf(await acts('remind', ben, cleo))).toEqual(['nothing-to-set-up', 'done']);
    expect(codesOf(await acts('remind', cleo))).toEqual(['too-many-mails']);
  });

  it.each(['block', 'sign-out', 'unblock', 'remind'] as const)(
    'P18 X17 %s is done or named as failed for each account, wherever the store goes down',
    async (act) => {
      for (const [failing, isLost] of [0, 1, 7, 11].flatMap((at) => [false, true].map((lost) => [at, lost] as const))) {
        const on = await office({ policy: MANDATE });
        const { world, root, memory } = on;
        const ids = await Promise.all(Array.from({ length: 12 }, (_, at) => somebody(world, `a${at}`, ['contractor'])));
        if (act === 'unblock')
          await world.auth.people.actOnMany({
            act: 'block',
            accountIds: ids,
            reason: 'an audit',
            by: hostCode('host'),
          });
        const before = await Promise.all(ids.map((id) => recordOf(world, id)));
        const events = async () => (await memory.listEvents(TENANT, { limit: 500 })).items;
        const logged = (await events()).length;
        let calls = 0;
        on.beforeEvery('commit', async (change) => {
          if (calls++ < failing) return;
          if (isLost && calls === failing + 1) await memory.commit(change);
          throw new StoreUnavailable({ operation: 'commit' });
        });
        const answer = await world.auth.people.actOnMany({ act, accountIds: ids, reason: 'an audit', by: root });
        if (isRefusal(answer)) throw new Error(answer.refused);
        expect(answer.results.map(({ accountId }) => accountId)).toEqual(ids);
        const news = (await events()).slice(0, -logged);
        for (const [place, { accountId, done, code }] of answer.results.entries()) {
          const own = news.filter((event) => event.accountId === accountId);
          const changed =
            (await memory.readAccount(TENANT, accountId as AccountId))?.version !== before[place]?.version;
          // The change and its event, or neither.
          expect(own.length, accountId).toBe(act === 'remind' ? own.length : Number(changed));
          if (done && act !== 'remind') expect(changed, accountId).toBe(true);
          if (done) expect(own, accountId).toHaveLength(1);
          else expect(code).toBe('store-unavailable');
        }
        const done = answer.results.filter((result) => result.done);
        expect(done.length).toBeLessThan(ids.length);
        expect(news.length - done.length).toBe(isLost ? 1 : 0);
        await world.auth.close();
      }
    },
  );

  it('P18 names the account at which something else fails, and acts on the others', async () => {
    const logged: unknown[] = [];
    const on = await office({
      policy: MANDATE,
      logger: { warn: () => {}, error: (...words) => void logged.push(words) },
    });
    const { world, ben, root } = on;
    const cleo = await somebody(world, 'cleo', ['contractor']);
    on.beforeEvery('commit', ({ account }) => {
      if (account?.id === ben) throw Object.assign(new Error('sealed by an unknown key'), { code: 'unknown-key' });
    });
    const answer = await world.auth.people.actOnMany({
      act: 'block',
      accountIds: [ben, cleo],
      reason: 'an audit',
      by: root,
    });
    expect(answer).toEqual({
      results: [
        { accountId: ben, done: false, code: 'internal' },
        { accountId: cleo, done: true },
      ],
    });
    expect(logged).toEqual([
      ['an act on one of many accounts failed', { act: 'block', accountId: ben, because: 'unknown-key' }],
    ]);
    expect((await recordOf(world, ben)).block).toBeUndefined();
    expect((await recordOf(world, cleo)).block).toMatchObject({ reason: 'an audit' });
  });

  it('P18 is made on the others if the host can say nothing of one account', async () => {
    let failing: AccountId | undefined;
    const on = await office({
      resolveSubject: (id) => {
        if (id === failing) throw new Error('no such row');
        return ['admin', 'root'];
      },
    });
    const { world, ben, root } = on;
    const others = await Promise.all(Array.from({ length: 12 }, (_, at) => newAccount(world, `a${at}@example.org`)));
    failing = ben;
    const accountIds = [ben, ...others];
    const answer = await world.auth.people.actOnMany({ act: 'block', accountIds, reason: 'an audit', by: root });
    expect(codesOf(answer)).toEqual(['store-unavailable', ...others.map(() => 'done')]);
  });

  it('P18 P19 asks for no exposure after eight silences, and blocks everybody', async () => {
    const timer = virtualTimer();
    let asked = 0;
    const world = await embedded({
      timer,
      exposure: () => {
        asked += 1;
        return new Promise(() => {});
      },
    });
    const accountIds: AccountId[] = [];
    for (let at = 0; at < 40; at += 1) accountIds.push(await newAccount(world, `a${at}@example.org`));
    const by = hostCode('host');
    const answer = world.auth.people.actOnMany({ act: 'block', accountIds, reason: 'an audit', by });
    expect(codesOf(await passing(timer, answer))).toEqual(accountIds.map(() => 'done'));
    // Seven were asked beside the eighth that was silent.
    expect(asked).toBe(15);
    await world.auth.close();
  });

  it('P18 asks the host nothing after 24 silences, and names who was not reached', async () => {
    const timer = virtualTimer();
    const asked = new Set<AccountId>();
    const silent = new Set<AccountId>();
    const on = await office({
      timer,
      resolveSubject: (id) => {
        if (!silent.has(id)) return ['admin', 'root'];
        asked.add(id);
        return new Promise(() => {});
      },
    });
    const { world, root } = on;
    const ids: AccountId[] = [];
    for (let at = 0; at < 40; at += 1) ids.push(await newAccount(world, `a${at}@example.org`));
    for (const id of ids) silent.add(id);
    const answer = world.auth.people.actOnMany({ act: 'block', accountIds: ids, reason: 'an audit', by: root });
    expect(codesOf(await passing(timer, answer))).toEqual(ids.map(() => 'store-unavailable'));
    expect(asked.size).toBe(31);
  });

  it('P18 reaches the administrator’s own account last', async () => {
    const { world, ben, root } = await withContractor();
    const accountIds = [root.accountId, ben];
    const answer = await world.auth.people.actOnMany({ act: 'sign-out', accountIds, by: root });
    expect(codesOf(answer)).toEqual(['done', 'done']);
    expect(codesOf(await world.auth.people.actOnMany({ act: 'sign-out', accountIds: [ben], by: root }))).toEqual([
      'no-session',
    ]);
  });

  it.each<readonly [string, Partial<ManyActs>]>([
    ['act', { act: 'delete' as ManyActs['act'] }],
    ['accountIds', { accountIds: [] }],
    ['accountIds', { accountIds: Array.from({ length: 501 }, (_, id) => `${id}`) }],
    ['accountIds', { accountIds: [7] as unknown as string[] }],
    ['reason', { act: 'block', reason: '' }],
    ['reason', { act: 'block' }],
    ['by', { by: hostCode('') }],
  ])('P18 is refused as a whole for its %s', async (path, wrong) => {
    const { world, ben } = await withContractor();
    const answer = await world.auth.people.actOnMany({
      act: 'unblock',
      accountIds: [ben],
      by: hostCode('host'),
      ...wrong,
    });
    expect(answer).toMatchObject({ refused: 'malformed-input', errors: [{ path }] });
  });
});

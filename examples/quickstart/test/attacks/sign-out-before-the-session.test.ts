import { describe, expect, it } from 'vitest';
import { complete } from '../support/expectations.ts';
import { PASSWORD, quickstartForThisFile } from '../support/quickstart.ts';
import { withVerbs } from '../support/with-verbs.ts';

/** What happens between the judgement of a sign-in and its commit, as while the host tells the roles (`resolveSubject`), or on a busy store. */
let before: (() => Promise<unknown>) | undefined;

const app = await quickstartForThisFile({
  policy: { requiredStrength: 'single', roles: { 'super-admin': { requiredStrength: 'enhanced' } } },
  aroundStore: (store) =>
    withVerbs(store, {
      commit: async (change) => {
        const happens = change.newSession === undefined ? undefined : before;
        if (happens !== undefined) before = undefined;
        await happens?.();
        return store.commit(change);
      },
    }),
});

describe('X11 a sign-out before the commit of a further sign-in of the same browser', () => {
  it.each(['the own account', 'another account'])('opens no session of %s', async (whose) => {
    const [owner, other] = [await app.newcomer(), await app.newcomer()];
    const { client } = owner;
    expect(await client.post('/sign-in', { identifier: owner.identifier, password: PASSWORD })).toMatchObject(
      complete('single'),
    );
    const otherTab = client.copy();
    before = async () => expect((await client.delete('/session')).status).toBe(200);
    const { identifier } = whose === 'another account' ? other : owner;
    const answer = await otherTab.post('/sign-in', { identifier, password: PASSWORD });
    expect(before).toBeUndefined();
    expect(answer.status).not.toBe(200);
    expect((await otherTab.get('/session')).status).toBe(401);
  });
});

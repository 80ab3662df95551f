import { describe, expect, it } from 'vitest';
import { problem } from './support/expectations.ts';
import { mailsTo } from './support/mail.ts';
import { FIRST_POLICY, quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile({
  policy: { roles: { ...FIRST_POLICY.roles, admin: { requiredStrength: 'enhanced' } } },
});

describe('an act on many accounts', () => {
  it('P18 W4 is judged and logged for each account by itself', async () => {
    const admin = await app.administratorOfPeople();
    const ada = await app.admin();
    const [person, contractor] = [await app.newcomer(), await app.newcomer('contractor')];
    const ids = await Promise.all([person, ada.person, contractor].map((one) => admin.idOf(one)));
    const [own = '', above = '', mandated = ''] = ids;
    const acts = (act: string, more: object = {}) =>
      admin.person.client.post('/admin/accounts/acts', { act, accountIds: ids, ...more });
    expect(await acts('block')).toMatchObject(problem(400, 'malformed-input'));
    expect(await acts('delete')).toMatchObject(problem(400, 'malformed-input'));
    expect((await acts('unblock', { accountIds: [] })).body).toMatchObject({
      errors: [{ path: 'accountIds', message: 'must have at least 1' }],
    });
    expect(await acts('block', { reason: 'an audit' })).toMatchObject({
      status: 200,
      body: {
        results: [
          { accountId: own, done: true },
          { accountId: above, done: false, code: 'not-permitted' },
          { accountId: mandated, done: true },
        ],
      },
    });
    expect((await admin.events({ person, type: 'account.blocked' }))[0]?.actor).toBe(await admin.idOf(admin.person));
    expect((await acts('unblock')).status).toBe(200);
    const reminded = { accountId: mandated, done: true };
    expect(await acts('remind')).toMatchObject({
      body: { results: [{ code: 'nothing-to-set-up' }, { code: 'not-permitted' }, reminded] },
    });
    expect(await acts('remind')).toMatchObject({
      body: { results: [{}, {}, { done: false, code: 'too-many-mails' }] },
    });
    const [mail] = await mailsTo(contractor.client, contractor.identifier);
    expect(mail).toMatchObject({ kind: 'reminder', text: expect.stringContaining('Authenticator app') });
  });
});

import { isRefusal } from '@sallyport/engine';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { moduleOfApp, standsIn } from '../app/app.test-support.ts';
import { install, unwrapped } from '../installed.test-support.ts';
import { organised } from './organised.test-support.ts';

const sallyport = install();

const asks = (...args: readonly string[]) => sallyport.ask(['organisation', ...args, '--auth', moduleOfApp(sallyport)]);

afterEach(() => vi.unstubAllGlobals());

describe('sallyport organisation create', () => {
  it('X41 founds nothing with a wrong owner, because an id is never used again', async () => {
    const auth = await organised();
    const create = (...args: readonly string[]) => asks('create', 'globex', ...args);
    expect(await create('--owner', 'nobody', '--roles', 'owner')).toEqual({
      ...{ code: 1, out: '', err: 'refused: there is no such account\n' },
    });
    expect(unwrapped((await create('--owner', 'ada', '--roles', 'ownr')).err)).toContain(
      "refused: 'ownr' is no role of the policy's organisations, which has owner, finance",
    );
    expect((await create('--owner', 'ada')).err).toContain('which roles has the owner? Give --roles');
    expect((await create('--roles', 'owner')).err).toContain('whose roles? Give --owner');
    expect((await create('--name', '')).err).toContain('refused: name has 1 to 256 characters on one line');
    expect((await asks('create', 'a/b')).err).toContain('refused: id has 1 to 100 letters');
    expect((await asks('create', '')).err).toContain('refused: id has 1 to 100 letters');
    expect(unwrapped((await asks('create', 'acme')).err)).toContain('refused: an organisation has this id, or had it');
    expect((await auth.organisations.list()).organisations.map(({ id }) => id)).toEqual(['acme']);
  });

  it('X41 says that an organisation is there whose owner could not become a member', async () => {
    const auth = await organised();
    const members = { ...auth.organisations.members, set: async () => ({ refused: 'store-unavailable' as const }) };
    standsIn({ ...auth, organisations: { ...auth.organisations, members } });
    const made = await asks('create', 'globex', '--owner', 'bob', '--roles', 'owner');
    expect(made.code).toBe(1);
    expect(unwrapped(made.err)).toContain(
      'refused: The organisation globex is created, and has no owner yet: the store does not answer',
    );
    const json = JSON.parse((await asks('create', '--owner', 'bob', '--roles', 'owner', '--json')).out);
    expect(json).toEqual({ refused: 'store-unavailable', organisation: expect.stringMatching(/^[\w-]{22}$/) });
  });

  it.each(['set', 'rule'] as const)('X41 says so too if %s throws after the organisation was founded', async (call) => {
    const auth = await organised();
    const throws = async () => {
      throw new Error('the connection is closed');
    };
    const { organisations } = auth;
    const failing = call === 'rule' ? { rule: throws } : { members: { ...organisations.members, set: throws } };
    standsIn({ ...auth, organisations: { ...organisations, ...failing } });
    const made = await asks('create', 'globex', '--owner', 'bob', '--roles', 'owner', '--json');
    expect(made.code).toBe(1);
    expect(unwrapped(made.err)).toContain(
      'refused: The organisation globex is created, and has no owner yet: the connection is closed',
    );
    expect(JSON.parse(made.out)).toEqual({ refused: 'store-unavailable', organisation: 'globex' });
    expect(isRefusal(await organisations.rule('globex'))).toBe(false);
  });

  it('X41 founds nothing with an owner who could not change the rule', async () => {
    const auth = await organised();
    const made = await asks('create', 'globex', '--owner', 'bob', '--roles', 'finance');
    expect(made).toMatchObject({ code: 1, out: '' });
    expect(unwrapped(made.err)).toContain(
      'refused: with the role finance nobody may change the rule of the organisation; in the policy owner may',
    );
    expect((await auth.organisations.list()).organisations).toHaveLength(1);
    await organised({ policy: { requiredStrength: 'single', organisations: { roles: { owner: {} } } } });
    const nobody = await asks('create', 'globex', '--owner', 'bob', '--roles', 'owner');
    expect(nobody.code).toBe(1);
    expect(unwrapped(nobody.err)).toContain('in the policy no role may');
  });
});

import { instant, type PolicyInput } from '@sallyport/core';
import {
  type AccountId,
  type ExternalIdInput,
  type ExternalIdRecord,
  hostCode,
  isRefusal,
  type Refusal,
} from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { PASSWORD, TENANT } from '../embedded.test-support.ts';
import { emptyDirectory } from '../empty-directory.test-support.ts';
import { FakeProvider } from '../sign-in/single-sign-on/fake-provider.test-support.ts';
import {
  ARMED,
  actOnBen,
  BEN,
  given,
  guardsOfRoot,
  type Office,
  office,
  recordOf,
  signsIn,
  somebody,
  viewOf,
} from './office.test-support.ts';

const providers = [new FakeProvider(), new FakeProvider({ id: 'club', roles: ['member'] })];
const LINKED = instant(2_000);
const CORP: ExternalIdRecord = { id: 'x1', method: 'sso', provider: 'corp', subject: '1', linkedAt: LINKED };
const CLUB: ExternalIdRecord = { id: 'x2', method: 'sso', provider: 'club', subject: '1', linkedAt: LINKED };

const company = (policy: PolicyInput<string> = { requiredStrength: 'single' }): Promise<Office> =>
  office({ policy, providers, directory: emptyDirectory });
const sets = ({ world, root, ben }: Office, externalIds: readonly ExternalIdInput[], id: AccountId = ben) =>
  world.auth.people.setExternalIds({ accountId: id }, { externalIds, by: root });
const corp = (subject = '1'): ExternalIdInput => ({ provider: 'corp', subject });
const club = (subject = '1'): ExternalIdInput => ({ provider: 'club', subject });
const ldap = (subject = 'uuid-1'): ExternalIdInput => ({ provider: 'ldap', subject });
const malformed = (...errors: readonly (readonly [string, string])[]): Refusal => ({
  refused: 'malformed-input',
  errors: errors.map(([path, message]) => ({ path, message })),
});
const NO_SUCH = 'there is no provider of this id';
const ONE_EACH = 'an account has one identity at a provider';

describe('the identities of an account', () => {
  it('P10 are those that an administrator names: the others are unlinked, with their sessions and roles', async () => {
    const on = await company();
    const { world, ben, root, commits } = on;
    const providerRoles = { corp: ['reader'], club: ['member'] };
    const before = await given(world, ben, { externalIds: [CORP, CLUB], providerRoles });
    world.now += 1_000;
    const answer = await sets(on, [club(), corp('2')]);
    const setUpBy = root.accountId;
    const fresh = { ...CORP, id: expect.any(String), subject: '2', linkedAt: world.now, setUpBy };
    expect(answer).toEqual({
      ...{ ...viewOf(ben, BEN), roles: ['member'], setUpByOthers: ['external-id:corp'] },
      givenRoles: [{ provider: 'club', name: 'Example Corp', roles: ['member'] }],
      externalIds: [
        { provider: 'club', method: 'sso', name: 'Example Corp', subject: '1', linkedAt: LINKED },
        { provider: 'corp', method: 'sso', name: 'Example Corp', subject: '2', linkedAt: world.now },
      ],
    });
    const log = (type: 'external-id.linked' | 'external-id.unlinked', provider: string) =>
      actOnBen(on, type, root.accountId, { detail: { provider } });
    expect(commits.at(-1)).toEqual({
      ...{ tenant: TENANT, now: world.now },
      account: {
        ...before,
        ...{ version: before.version + 1, externalIds: [CLUB, fresh], providerRoles: { club: ['member'] } },
        unlinked: [{ provider: 'corp', subject: CORP.subject, at: world.now }],
      },
      guards: { ...(await guardsOfRoot(on)), account: { id: ben, version: before.version } },
      endSessions: { accountId: ben, provedBy: ['external-id:x1'] },
      events: [log('external-id.unlinked', 'corp'), log('external-id.linked', 'corp')],
    });
    expect(await sets(on, [])).toEqual(viewOf(ben, BEN));
    expect((await recordOf(world, ben)).externalIds).toBeUndefined();
  });

  it('P10 stay as they are where nothing is named that they are not: no session ends', async () => {
    const on = await company();
    const { world, ben, commits } = on;
    await given(world, ben, { externalIds: [CORP, CLUB] });
    const written = commits.length;
    await sets(on, [corp(), club()]);
    expect((await recordOf(world, ben)).externalIds).toEqual([CORP, CLUB]);
    expect(commits).toHaveLength(written);
    await given(world, ben, { externalIds: [CORP] });
    await sets(on, [corp(), club()]);
    expect(commits.at(-1)?.events).toMatchObject([{ type: 'external-id.linked', detail: { provider: 'club' } }]);
    expect(commits.at(-1)).not.toHaveProperty('endSessions');
    await given(world, ben, { externalIds: undefined });
    expect(await sets(on, [])).toEqual(viewOf(ben, BEN));
    expect(commits.at(-1)?.account?.externalIds).toBeUndefined();
  });

  it('P12 in the directory are written small, and take the local password and its reset link away', async () => {
    const on = await company();
    const { world, ben, root, commits } = on;
    const { password } = await recordOf(world, ben);
    const recovery = { hash: 'h', expiresAt: instant(world.now + 1_000) };
    const { password: _, recovery: __, ...before } = await given(world, ben, { externalIds: [CORP], recovery });
    await sets(on, [corp(), ldap('UUID-1')]);
    const entry = {
      ...{ id: expect.any(String), method: 'ldap', provider: 'ldap', subject: 'uuid-1', linkedAt: world.now },
      setUpBy: root.accountId,
    };
    const after = await recordOf(world, ben);
    expect(after).toStrictEqual({ ...before, version: before.version + 1, externalIds: [CORP, entry] });
    expect(commits.at(-1)?.endSessions).toEqual({ accountId: ben, provedBy: [`password:${password?.id}`] });
    const written = commits.length;
    await sets(on, [corp(), ldap('uuid-1')]);
    expect(commits).toHaveLength(written);
    await sets(on, [ldap('uuid-1'), club()]);
    expect(commits.at(-1)?.endSessions).toEqual({ accountId: ben, provedBy: ['external-id:x1'] });
    await given(world, ben, { externalIds: undefined });
    expect(await sets(on, [ldap()])).toMatchObject({ externalIds: [{ provider: 'ldap' }] });
    expect(commits.at(-1)).not.toHaveProperty('endSessions');
  });

  it('P10 at a provider leave the password, and a reset link that is on its way', async () => {
    const on = await company();
    const { world, ben } = on;
    const recovery = { hash: 'h', expiresAt: instant(world.now + 1_000) };
    const before = await given(world, ben, { recovery });
    await sets(on, [corp()]);
    const { password } = before;
    expect(await recordOf(world, ben)).toMatchObject({ password, recovery });
  });

  it('P10 X7 are of providers there are, one of each: every mistake is told with its place', async () => {
    const on = await company();
    const { world, root, commits } = on;
    const wrong = [corp(), { ...corp(), provider: 'clubs' }, corp('2'), ldap(), ldap('2')];
    const errors = malformed(
      ['externalIds.1.provider', NO_SUCH],
      ['externalIds.2.provider', ONE_EACH],
      ['externalIds.4.provider', ONE_EACH],
    );
    expect(await sets(on, wrong, 'nobody' as AccountId)).toEqual(errors);
    expect(await world.auth.people.create({ identifier: 'cleo', externalIds: wrong, by: root })).toEqual(errors);
    expect(await sets(on, [corp()], 'nobody' as AccountId)).toEqual({ refused: 'not-found' });
    expect(commits).toEqual([]);
    const without = await office();
    expect(await sets(without, [corp(), ldap()])).toEqual(
      malformed(['externalIds.0.provider', NO_SUCH], ['externalIds.1.provider', NO_SUCH]),
    );
  });

  it('P12 X7 of a new account are one in the directory, or a password', async () => {
    const { world, root, commits } = await company();
    const create = (externalIds: readonly ExternalIdInput[] | undefined, password?: string) =>
      world.auth.people.create({ identifier: 'cleo', externalIds, password, by: root });
    expect(await create([corp(), ldap()], PASSWORD)).toEqual(malformed(['password', "is the directory's"]));
    expect(commits).toEqual([]);
    const made = await create([corp(), ldap('UUID-1')]);
    expect(isRefusal(made) || made.externalIds).toEqual([
      { provider: 'corp', method: 'sso', name: 'Example Corp', subject: '1', linkedAt: world.now },
      { provider: 'ldap', method: 'ldap', name: 'Directory', subject: 'uuid-1', linkedAt: world.now },
    ]);
    const types = commits.at(-1)?.events.map(({ type, detail }) => [type, detail]);
    expect(types?.slice(1)).toEqual([
      ['external-id.linked', { provider: 'corp' }],
      ['external-id.linked', { provider: 'ldap' }],
    ]);
    expect(new Set(commits.at(-1)?.account?.externalIds?.map(({ id }) => id)).size).toBe(2);
    const { names } = await world.auth.audit.events(TENANT, { type: 'external-id.linked' });
    expect(names).toMatchObject({ 'provider:corp': 'Example Corp', 'provider:ldap': 'Directory' });
    const other = await world.auth.people.create({
      ...{ identifier: 'dora', externalIds: [corp('2')], password: PASSWORD },
      by: root,
    });
    expect(other).toMatchObject({ factors: { password: true }, externalIds: [{ provider: 'corp' }] });
    await world.auth.people.create({ identifier: 'eva', externalIds: [], by: root });
    expect(commits.at(-1)?.account).toMatchObject({ identifiers: ['eva'], externalIds: undefined });
  });
});

describe('a change of identities', () => {
  it('P10 leaves nobody without a way in who had one', async () => {
    const on = await company();
    const { world, ben, commits } = on;
    const { password: _, ...rest } = await given(world, ben, { externalIds: [CORP] });
    await given(world, ben, { ...rest, password: undefined });
    commits.length = 0;
    expect(await sets(on, [])).toMatchObject({ refused: 'no-way-in-left' });
    expect(commits).toEqual([]);
    expect(await sets(on, [club()])).toMatchObject({ externalIds: [{ provider: 'club' }] });
    await given(world, ben, { methods: ['passkey'] });
    expect(await sets(on, [])).toMatchObject({ externalIds: [] });
  });

  it('W4 is refused to whom it is not for, and for the last administrator, and is guarded by the list of those', async () => {
    const on = await company({ requiredStrength: 'single', enrollment: { firstFactor: 'vouched' } });
    const { world, root, ben, commits } = on;
    await somebody(world, 'pia', ['admin']);
    const pia = await (await signsIn(world, 'pia@example.org')).session();
    await given(world, root.accountId, { totp: ARMED.totp });
    commits.length = 0;
    const { setExternalIds } = world.auth.people;
    const input = { externalIds: [corp()] };
    expect(await setExternalIds({ accountId: root.accountId }, { ...input, by: pia })).toEqual({
      refused: 'not-permitted',
    });
    expect(await setExternalIds({ accountId: ben }, { ...input, by: pia })).toMatchObject({
      externalIds: [{ provider: 'corp' }],
    });
    const held = (await world.store.readAdministrators(TENANT))?.version ?? 0;
    await sets(on, [corp('2')], root.accountId);
    expect(commits.at(-1)).toMatchObject({
      guards: { administrators: held, policy: 1, actor: { sessionId: root.id } },
      administrators: { version: held + 1, accountIds: [root.accountId] },
    });
    // The provider's sign-in is the last way in.
    await given(world, root.accountId, { password: undefined });
    const stranded = { refused: 'policy-strands-administrators' };
    const none = { externalIds: [], force: true, by: hostCode('hr') };
    expect(await setExternalIds({ accountId: root.accountId }, none)).toEqual(stranded);
  });
});

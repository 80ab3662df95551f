import type { ImportRow, Sallyport } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import { memoryStore } from '@sallyport/storage-memory';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install, unwrapped, widest } from '../installed.test-support.ts';
import type { Keeping } from './keeping.ts';

const sallyport = install();
const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];
const TOTP = { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' };

const asks = (...more: readonly string[]) => sallyport.ask(['secrets', '--auth', moduleOfApp(sallyport), ...more]);

async function imports(auth: Sallyport, rows: readonly ImportRow[]): Promise<void> {
  for await (const { outcome } of auth.people.import(rows, { by: hostCode('test') })) expect(outcome).toBe('imported');
}

/** The app before a rotation, with these rows, and the app after it on the same store. */
async function rotated(...rows: readonly ImportRow[]) {
  const store = memoryStore();
  const before = app({ store, secrets: [OLD] });
  await before.ready();
  await imports(before, rows);
  const after = app({ store, secrets: [NEW, OLD] });
  await after.ready();
  return { store, after: after satisfies Keeping };
}

const keysOf = async (auth: Sallyport) => (await auth.secrets.survey()).keys.map(({ key }) => key);

afterEach(() => vi.unstubAllGlobals());

describe('sallyport secrets', () => {
  it('X19 X40 says what each secret seals, seals everything anew, and says when the old secret may go', async () => {
    const { after } = await rotated({ identifier: 'ada', totp: TOTP }, { identifier: 'ben', totp: TOTP });
    await imports(after, [{ identifier: 'cleo', totp: TOTP }, { identifier: 'dora' }]);
    const [first, second] = await keysOf(after);
    expect((await asks()).out.split('\n')).toEqual([
      'Of 4 accounts:',
      `Secret 1 (${first}) is in use. It seals 1 authenticator app.`,
      `Secret 2 (${second}) seals 2 authenticator apps: '--reseal' seals them with`,
      '  secret 1.',
      '',
    ]);
    const resealed = await asks('--reseal', '--by', 'the rotation of May');
    expect(resealed).toMatchObject({ code: 0, err: '' });
    expect(resealed.out.split('\n')).toEqual([
      '2 accounts sealed anew.',
      'Of 4 accounts:',
      `Secret 1 (${first}) is in use. It seals 3 authenticator apps.`,
      `Secret 2 (${second}) seals nothing. It stays if it waits to be put first. If it`,
      '  was in use, it may go half an hour later, when the sign-ins of that time are',
      "  over. The mailed links of that time end with it: a sign-up's link is valid for",
      '  an hour, and the link of a sign-in that the owner does not know for seven',
      '  days.',
      '',
    ]);
    const { events } = await after.audit.events('default', { type: 'account.resealed' });
    expect(events.map(({ actor }) => actor)).toEqual([1, 2].map(() => ({ kind: 'host', id: 'the rotation of May' })));
    const again = await asks('--reseal', '--json');
    expect(JSON.parse(again.out)).toEqual({
      version: 1,
      ...(await after.secrets.survey()),
      resealed: { resealed: 0, unreadable: 0, contended: 0 },
    });
    for (const secret of [OLD, NEW]) expect(again.out + resealed.out).not.toContain(secret);
  });

  it('X40 does not let a secret go that still checks backup codes', async () => {
    const { after } = await rotated(
      { identifier: 'ada', totp: TOTP, backupCodes: ['aaaa-bbbb-cccc-dddd'] },
      { identifier: 'ben', totp: TOTP },
    );
    const [, old = ''] = await keysOf(after);
    const { accountId } = (await after.people.find({ identifier: 'ada' })) ?? {};
    const owners = async () => (await asks('--owners', old)).out.trimEnd().split('\n').sort();
    expect(await owners()).toEqual([
      expect.stringMatching(/^tenant default, ada \(\S+\): authenticator app and backup codes$/),
      expect.stringMatching(/^tenant default, ben \(\S+\): authenticator app$/),
    ]);
    const { out } = await asks('--reseal');
    expect(await owners()).toEqual([`tenant default, ada (${accountId}): backup codes`]);
    expect(JSON.parse((await asks('--owners', old, '--json')).out)).toEqual({
      ...{ tenant: 'default', accountId, identifier: 'ada', needs: ['backupCodes'] },
    });
    expect((await asks('--owners', old, '--reseal')).err).toContain("'--reseal' or '--owners', not both");
    expect(unwrapped(out)).toContain(
      'seals nothing, but checks the backup codes of 1 account. Codes cannot be sealed anew: without secret 2 the owners need new codes.',
    );
    expect(widest(out)).toBeLessThanOrEqual(80);
  });

  it('X40 ends with exit code 1 if the app lacks a secret that something still needs', async () => {
    const { store } = await rotated({ identifier: 'ada', totp: TOTP });
    expect((await asks()).code).toBe(0);
    await app({ store, secrets: [NEW] }).ready();
    const lost = await asks();
    expect(lost).toMatchObject({ code: 1, err: '' });
    expect(unwrapped(lost.out)).toContain('these are lost unless the secret comes back.');
    expect(await asks('--json')).toMatchObject({ code: 1, out: expect.stringContaining('"authenticatorApps": 1') });
  });

  it('X17 names the accounts that no secret opens, with exit code 1', async () => {
    const { store, after } = await rotated({ identifier: 'ada', totp: TOTP }, { identifier: 'ben' });
    const [, old] = await keysOf(after);
    const ada = await after.people.find({ identifier: 'ada' });
    const early = app({ store, secrets: [NEW] });
    await early.ready();
    const { code, out, err } = await asks('--reseal');
    expect({ code, err }).toEqual({
      code: 1,
      err: `tenant default, account ${ada?.accountId}: no secret of the app opens what is sealed\n`,
    });
    expect(unwrapped(out)).toContain(
      `No secret of the app has the key ${old}, which sealed 1 authenticator app: these are lost unless the secret comes back.`,
    );
    expect((await asks('--tenant', 'north')).err).toContain("There is no tenant 'north'");
    expect((await asks('--reseal', '--by', '')).err).toContain('by has 1 to 200 characters');
  });
});

import assert from 'node:assert/strict';
import type { BeginStep, Commit } from '@sallyport/engine';
import { admitted, guess, LIMITS } from '../attempts.ts';
import { accountId, later, MINUTE, sampleAccount, sampleDevice } from '../sample-records.ts';
import { addAccounts, atOnce, type Chapter, fromOtherTenant, refuse, type Scene, write } from '../scene.ts';

/** Cleo with every lock: of strangers at two authenticators, on two devices, and of mails. Dora is locked too. */
async function lockedEverywhere(scene: Scene): Promise<void> {
  await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'), sampleAccount(scene.tenant, 'dora'));
  await write(scene, { device: sampleDevice('cleo', 'd1') });
  await write(scene, { device: sampleDevice('cleo', 'd2', { lastSeenAt: later(1) }) });
  for (const authenticator of ['password', 'totp', 'mail:sign-in']) {
    for (const step of [of('cleo'), of('cleo', 'd1'), of('cleo', 'd2'), of('dora')]) {
      await atOnce(10, () => guess(scene, { authenticator, perDevice: !authenticator.startsWith('mail:') }, step));
    }
  }
}

function of(owner: string, device?: string): Partial<BeginStep> {
  const account = { kind: 'id', value: accountId(owner) } as const;
  return { account, ...(device !== undefined && { deviceHashes: [device] }) };
}

/** The counters that are not empty, as `subject authenticator device recent/total`. */
async function left({ store, tenant }: Scene): Promise<readonly string[]> {
  const counters = await store.listCounters(tenant);
  return counters
    .map(({ subject, authenticator, device = '-', counter }) =>
      [subject, authenticator, device, `${counter.recent}/${counter.total}`].join(' '),
    )
    .sort();
}

const ALL = [
  'cleo mail:sign-in - 5/5',
  'cleo password - 5/5',
  'cleo password d1 5/5',
  'cleo password d2 5/5',
  'cleo totp - 5/5',
  'cleo totp d1 5/5',
  'cleo totp d2 5/5',
  'dora mail:sign-in - 5/5',
  'dora password - 5/5',
  'dora totp - 5/5',
];

/** Each kind of clearing, and the lines of {@link ALL} that stay. */
const clearings: Readonly<Record<string, readonly [NonNullable<Commit['clearCounters']>, readonly string[]]>> = {
  'a stranger’s grant clears what strangers guessed': [
    { subject: 'cleo', by: 'stranger' },
    ALL.filter((line) => !/^cleo \w+ - /.test(line)),
  ],
  'a known device’s grant clears what that device guessed, and only the sum of the strangers’': [
    { subject: 'cleo', by: 'known-device', device: 'd1' },
    ALL.filter((line) => !line.includes(' d1 ')).map((line) =>
      /^cleo \w+ - /.test(line) ? line.replace('5/5', '5/0') : line,
    ),
  ],
  'a stranger’s grant clears the authenticators it names, and no other': [
    { subject: 'cleo', by: 'stranger', authenticators: ['password'] },
    ALL.filter((line) => !line.startsWith('cleo password - ')),
  ],
  'a known device’s grant clears the authenticators it names, and no other': [
    { subject: 'cleo', by: 'known-device', device: 'd1', authenticators: ['totp'] },
    ALL.filter((line) => !line.startsWith('cleo totp d1 ')).map((line) =>
      line.startsWith('cleo totp - ') ? line.replace('5/5', '5/0') : line,
    ),
  ],
  'a grant that names no authenticator clears none': [{ subject: 'cleo', by: 'stranger', authenticators: [] }, ALL],
  'a new binding clears all guesses at that authenticator, and at no other': [
    { subject: 'cleo', by: 'rebinding', authenticators: ['totp'] },
    ALL.filter((line) => !line.startsWith('cleo totp ')),
  ],
  'a known device’s grant with a new binding clears all guesses at that too, the strangers’ lock included': [
    { subject: 'cleo', by: 'known-device', device: 'd1', authenticators: ['totp'], rebinds: ['password'] },
    ALL.filter((line) => !/^cleo (password|totp d1) /.test(line)).map((line) =>
      line.startsWith('cleo totp - ') ? line.replace('5/5', '5/0') : line,
    ),
  ],
  'a stranger’s grant with a new binding clears the guesses of every device at that': [
    { subject: 'cleo', by: 'stranger', authenticators: ['totp'], rebinds: ['totp'] },
    ALL.filter((line) => !line.startsWith('cleo totp ')),
  ],
  'a new binding refills no budget of mails': [
    { subject: 'cleo', by: 'rebinding', authenticators: ['mail:sign-in'] },
    ALL,
  ],
  'an administrator clears all guesses': [
    { subject: 'cleo', by: 'administrator' },
    ALL.filter((line) => !/^cleo \w+ /.test(line)),
  ],
};

export const attemptsCleared: Chapter = {
  title: 'counters are cleared by grants and administrators',
  promises: {
    ...Object.fromEntries(
      Object.entries(clearings).map(([what, [clearCounters, stays]]) => [
        what,
        async (scene: Scene) => {
          await lockedEverywhere(scene);
          assert.deepEqual(await left(scene), ALL);
          await write(scene, { clearCounters });
          assert.deepEqual(await left(scene), stays);
        },
      ]),
    ),
    'no one refills the budget of mails': async (scene) => {
      await lockedEverywhere(scene);
      for (const by of ['stranger', 'known-device', 'administrator'] as const) {
        await write(scene, { clearCounters: { subject: 'cleo', by } });
        assert.equal((await guess(scene, { authenticator: 'mail:sign-in' }, of('cleo'))).outcome, 'locked');
      }
    },
    'a known device lifts the hard limit, not the lock': async (scene) => {
      const limits = { ...LIMITS, hardLimit: 5 };
      await addAccounts(scene, sampleAccount(scene.tenant, 'cleo'));
      await write(scene, { device: sampleDevice('cleo', 'd1') });
      await atOnce(10, () => guess(scene, { limits }, of('cleo')));
      const now = later(10 * MINUTE);
      assert.equal((await guess(scene, { limits }, { ...of('cleo'), now })).outcome, 'locked');
      await write(scene, { clearCounters: { subject: 'cleo', by: 'known-device', device: 'd1' } });
      assert.deepEqual(await guess(scene, { limits }, of('cleo')), { outcome: 'locked', until: now });
      await admitted(scene, { limits }, { ...of('cleo'), now });
    },
    'a commit that is refused clears nothing': async (scene) => {
      await lockedEverywhere(scene);
      const guards = { account: { id: accountId('cleo'), version: 7 } };
      await refuse(scene, { guards, clearCounters: { subject: 'cleo', by: 'administrator' } }, 'account');
      assert.deepEqual(await left(scene), ALL);
    },
    'clearing what was never counted is no conflict, and another tenant’s stay': async (scene) => {
      await admitted(fromOtherTenant(scene), { subjectIfUnknown: 'cleo' });
      await write(scene, { clearCounters: { subject: 'cleo', by: 'administrator' } });
      assert.deepEqual(await left(fromOtherTenant(scene)), ['cleo password - 1/1']);
    },
    'the list is of the subjects that are asked for, or of all': async (scene) => {
      await lockedEverywhere(scene);
      const { store, tenant } = scene;
      assert.equal((await store.listCounters(tenant)).length, ALL.length);
      assert.equal((await store.listCounters(tenant, ['dora'])).length, 3);
      assert.equal((await store.listCounters(tenant, ['dora', 'cleo', 'nobody'])).length, ALL.length);
      assert.deepEqual(await store.listCounters(tenant, ['nobody']), []);
      assert.deepEqual(await store.listCounters(tenant, []), []);
      assert.deepEqual(await store.listCounters(scene.otherTenant), []);
    },
  },
};

import { hostCode, type ImportRow } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { type Embedded, embedded } from '../../embedded.test-support.ts';

const by = hostCode('the move');
const IDA: ImportRow = {
  ...{ externalId: '42', identifier: 'ida', email: 'ida@example.org', emailVerified: true, passwordUnknown: true },
  roles: ['super-admin'],
};
/** Another administrator of the policy, so that Ida is not the last. */
const EVA: ImportRow = {
  ...{ externalId: '7', identifier: 'eva', roles: ['super-admin'] },
  passwordHash: '$2b$04$abcdefghijklmnopqrstuuVGn5S/XJoAB5D/QGr1Fo0c1IRfCDwF2',
  totp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP' },
};

async function run({ auth }: Pick<Embedded, 'auth'>, rows: readonly ImportRow[]) {
  const reports = [];
  for await (const report of auth.people.import(rows, { by, resume: true })) reports.push(report);
  return reports;
}

/** docs/guide/moving-users.md, "In two runs": administrators of the old app go on between the runs. */
describe('X22 the second run of an import', () => {
  it('takes the role of administration that a person lost meanwhile', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    await run(world, [IDA, EVA]);
    expect(await run(world, [{ ...IDA, roles: [] }])).toMatchObject([{ outcome: 'present', taken: ['roles'] }]);
    expect(await world.auth.people.find({ externalId: '42' })).toMatchObject({ roles: [] });
    await world.auth.close();
  });

  it('tells of a person who has another mailbox meanwhile', async () => {
    const world = await embedded({ policy: { requiredStrength: 'single' } });
    await run(world, [IDA]);
    const reports = await run(world, [{ ...IDA, email: 'ida@new.example' }]);
    expect(reports).toMatchObject([{ outcome: 'present', taken: [], differs: ['email'] }]);
    await world.auth.close();
  });
});

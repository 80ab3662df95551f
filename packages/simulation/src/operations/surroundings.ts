import type { ImportRow } from '@sallyport/engine';
import { hostCode } from '@sallyport/engine';
import type { Operation } from './scene.ts';

const NOBODY = ['the world'] as const;

const passing = (words: string, length: number): Operation => ({
  name: `lets ${words} pass`,
  by: NOBODY,
  weight: 0.7,
  async perform({ world }) {
    world.now += length;
    return 'done';
  },
});

const MINUTE = 60_000;

export const SURROUNDINGS: readonly Operation[] = [
  passing('a quarter of an hour', 16 * MINUTE),
  passing('two hours', 120 * MINUTE),
  passing('a day and an hour', 25 * 60 * MINUTE),
  passing('two days', 48 * 60 * MINUTE),
  passing('five weeks', 35 * 24 * 60 * MINUTE),
  {
    name: 'fills the line before the hashing with strangers',
    by: NOBODY,
    async perform({ world }) {
      world.floods = 4;
      return 'done';
    },
  },
  {
    name: 'deploys a provider that may give no role any more',
    by: NOBODY,
    weight: 0.2,
    async perform({ world }) {
      world.deploys([]);
      return 'done';
    },
  },
  {
    name: 'deploys a provider that may give roles',
    by: NOBODY,
    weight: 0.3,
    async perform({ world }) {
      world.deploys(['admin', 'super-admin']);
      return 'done';
    },
  },
  {
    name: 'rotates the secret of the host',
    by: NOBODY,
    weight: 0.3,
    async perform({ world }) {
      world.secrets = [`secret ${world.secrets.length + 1} of a world that is made up`, ...world.secrets];
      return 'done';
    },
  },
  {
    name: 'seals every secret anew',
    by: NOBODY,
    weight: 0.5,
    after: [{ operation: 'rotates the secret of the host', by: NOBODY[0] }],
    async perform({ auth }) {
      const outcomes: string[] = [];
      for await (const { outcome } of auth.secrets.reseal({ by: hostCode('the rotation') })) outcomes.push(outcome);
      return outcomes.length === 0 ? 'nothing to do' : outcomes.join(', ');
    },
  },
  {
    name: 'imports bea, and two people of another system by one name',
    by: NOBODY,
    weight: 0.5,
    async perform({ auth, world }) {
      const ivo = 'ivo@app.example';
      const rows: readonly ImportRow[] = [
        { identifier: world.known('bea').identifier, roles: ['super-admin'] },
        { identifier: ivo, email: ivo, emailVerified: true, passwordUnknown: true },
        { identifier: ivo.toUpperCase(), roles: ['super-admin'] },
      ];
      const outcomes: string[] = [];
      for await (const { outcome } of auth.people.import(rows, { by: hostCode('the move'), resume: true }))
        outcomes.push(outcome);
      return outcomes.join(', ');
    },
  },
  {
    name: 'tells owners and sweeps',
    by: NOBODY,
    weight: 2,
    async perform({ auth }) {
      await auth.runBackgroundWork();
      return 'done';
    },
  },
  ...['pia', 'paul', 'pol', 'petra'].flatMap((name) =>
    [[], ['admin'], ['super-admin']].map(
      (roles): Operation => ({
        name: `says, as the host, that ${name} is ${roles[0] ?? 'nobody in particular'}`,
        by: NOBODY,
        weight: 0.3,
        async perform({ world, ledger }) {
          if (world.hostRoles === undefined) return 'the host keeps no roles';
          world.hostRoles.set(name, roles);
          ledger.hostRoles.push({ account: name, from: ledger.tick(), roles });
          return 'done';
        },
      }),
    ),
  ),
];

import { describe, expect, it } from 'vitest';
import { postgresStore } from '../postgres-store.ts';
import { migrate } from '../schema/migrate.ts';
import type { Queryable } from './queryable.ts';

const query = async () => ({ rows: [] });

describe('X20 the store refuses at once', () => {
  it.each([
    ['nothing', undefined, 'no method `query`'],
    ['an address', 'postgres://localhost/app', 'no method `query`'],
    ['a function that makes a pool', () => ({ query }), 'no method `query`'],
    ['a pool of mysql2', { query, execute: query, getConnection: query, end: query }, 'MySQL and MariaDB'],
  ])('%s', async (_, given, told) => {
    const pool = given as unknown as Queryable;
    const refused = { code: 'wrong-pool', message: expect.stringContaining(told) };
    expect(() => postgresStore(pool)).toThrow(expect.objectContaining(refused));
    await expect(migrate(pool)).rejects.toMatchObject(refused);
  });

  it('but neither an object with `query` alone, nor a client', () => {
    for (const pool of [{ query }, { query, connect: query }, { query, exec: query }]) {
      expect(postgresStore(pool)).toHaveProperty('open');
    }
  });
});

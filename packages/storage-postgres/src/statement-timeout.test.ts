import { describe, expect, it } from 'vitest';
import { postgresStore } from './postgres-store.ts';

const pool = { query: async () => ({ rows: [] }) };

describe('the time that a statement may take', () => {
  it.each(['1s', '10s', '2m', '1h'])('may be %s', (statementTimeout) => {
    expect(() => postgresStore(pool, { statementTimeout })).not.toThrow();
  });

  it.each(['10000', '0s', '500ms', '61m', '2h', '30d', ''])(
    'is not %j: told when the store is made',
    (statementTimeout) => {
      expect(() => postgresStore(pool, { statementTimeout })).toThrow(
        expect.objectContaining({
          name: 'PostgresStoreError',
          code: 'bad-duration',
          message: `statementTimeout is '${statementTimeout}'. Write a length of time from '1s' to '1h'.`,
        }),
      );
    },
  );
});

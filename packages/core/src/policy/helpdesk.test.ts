import { describe, expect, it } from 'vitest';
import { problemsOf } from './problems-of.test-support.ts';

describe('W4 the helpdesks of a policy', () => {
  it('reach no administrator and no helpdesk, and name no administrator', () => {
    const desk = (roles: readonly string[], over: readonly string[]) => ({ roles, over, may: ['vouch'] }) as const;
    const told = (...helpdesk: readonly ReturnType<typeof desk>[]) =>
      problemsOf({ administrators: { policy: ['owner'], people: ['admin'], helpdesk } });
    expect(told(desk(['desk', 'night'], ['contractor']), desk(['desk'], ['guest']))).toEqual([]);
    expect(told(desk(['desk', 'admin'], ['contractor']), desk(['owner'], ['contractor']))).toEqual([
      {
        path: 'administrators.helpdesk.0.roles.1',
        message: "'admin' administers people already, and may do every act of a helpdesk",
      },
      {
        path: 'administrators.helpdesk.1.roles.0',
        message: "'owner' administers people already, and may do every act of a helpdesk",
      },
    ]);
    const reached = told(desk(['desk'], ['contractor', 'admin', 'owner']), desk(['night'], ['desk', 'night']));
    expect(reached.map(({ path }) => path)).toEqual([
      'administrators.helpdesk.0.over.1',
      'administrators.helpdesk.0.over.2',
      'administrators.helpdesk.1.over.0',
      'administrators.helpdesk.1.over.1',
    ]);
    expect(reached[0]?.message).toBe("'admin' is a role of administration, which no helpdesk reaches");
  });

  it('are refused with an unknown act or a misspelt member, and the nearest name is told', () => {
    expect(
      problemsOf({ administrators: { helpdesk: [{ roles: ['desk'], ower: ['a'], may: ['unlok', 'delete'] }] } }).map(
        ({ path, nearest }) => ({ path, nearest }),
      ),
    ).toEqual(
      expect.arrayContaining([
        { path: 'administrators.helpdesk.0.may.0', nearest: 'unlock' },
        { path: 'administrators.helpdesk.0.may.1', nearest: undefined },
        { path: 'administrators.helpdesk.0.ower', nearest: 'over' },
        { path: 'administrators.helpdesk.0.over', nearest: undefined },
      ]),
    );
  });
});

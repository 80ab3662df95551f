import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { undoableOf } from './undoable.ts';

let number = 0;
function change(type: string, accountId?: string): LoggedEvent {
  number += 1;
  return { id: `e${number}`, type, accountId, at: '2031-02-03T09:00:00.000Z' } as LoggedEvent;
}

describe('N5 the overview offers the undo of a change', () => {
  it('of the newest block and the newest roles of each account', () => {
    const [roles, block, other] = [
      change('account.roles-changed', 'a'),
      change('account.blocked', 'a'),
      change('account.blocked', 'b'),
    ];
    expect([...undoableOf([roles, block, other])]).toEqual([roles, block, other]);
  });

  it('and not of a block that was lifted, nor of roles that changed again', () => {
    const again = change('account.roles-changed', 'a');
    const list = [change('account.unblocked', 'b'), again, change('account.roles-changed', 'a')];
    expect([...undoableOf([...list, change('account.blocked', 'b')])]).toEqual([again]);
  });

  it('and of a block after an unblock', () => {
    const blocked = change('account.blocked', 'a');
    expect([...undoableOf([blocked, change('account.unblocked', 'a'), change('account.blocked', 'a')])]).toEqual([
      blocked,
    ]);
  });

  it('and of the newest change of the policy alone, because a newer change may have undone an older one', () => {
    const newest = change('policy.changed');
    expect([...undoableOf([newest, change('policy.changed')])]).toEqual([newest]);
  });

  it('and of no act on many accounts, nor of an older change about the same thing, which the act may have replaced', () => {
    const many = change('account.unblocked', 'a');
    const roles = change('account.roles-changed', 'b');
    const list = [many, roles, change('account.blocked', 'b')];
    expect([...undoableOf(list, new Set([many.id]))]).toEqual([roles]);
    const blocked = change('account.blocked', 'a');
    expect(undoableOf([blocked], new Set([blocked.id])).size).toBe(0);
  });

  it('and of no other change', () => {
    expect(undoableOf([change('account.deleted', 'a'), change('account.blocked')]).size).toBe(0);
  });
});

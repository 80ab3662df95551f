import type { LoggedEvent } from '@sallyport/browser';
import { describe, expect, it } from 'vitest';
import { beginnings } from './events.ts';
import { methodOf } from './named.ts';

describe('X18 the method of a sign-in', () => {
  const inFlow = (flow: string, type: string, more: Partial<LoggedEvent> = {}): LoggedEvent => ({
    ...{ id: `${flow}-${type}`, at: '2026-11-26T12:00:00.000Z', type, accountId: 'mia', flow },
    ...{ method: 'enrollment-code', ...more },
  });
  const invited = inFlow('invited', 'sign-in.started', { detail: { purpose: 'invitation' } });
  const asked = inFlow('asked', 'sign-in.denied', { method: 'password', detail: { reason: 'no-way-in' } });
  const began = beginnings([invited, asked, inFlow('begun', 'sign-in.started', { method: 'password' })]);

  it('is the link after an invitation, and no code from an administrator', () => {
    expect(methodOf(inFlow('invited', 'sign-in.succeeded'), began)).toBe('Invitation link');
    expect(methodOf(inFlow('invited', 'sign-in.succeeded', { method: 'totp' }), began)).toBe('Authenticator app');
    expect(methodOf(invited, began)).toBeUndefined();
  });

  it('is a code from an administrator in every other flow', () => {
    for (const flow of ['asked', 'begun'])
      expect(methodOf(inFlow(flow, 'sign-in.succeeded'), began)).toBe('Code from an administrator');
    expect(methodOf(inFlow('older', 'step-up.succeeded'), began)).toBe('Code from an administrator');
  });

  it('is not said beside the use of a code, whose sentence names the code', () => {
    expect(methodOf(inFlow('asked', 'enrollment-code.used'), began)).toBeUndefined();
  });

  it('is not said beside a wrong proof whose sentence names what was wrong', () => {
    const failed: LoggedEvent = {
      ...{ id: 'f', at: '2026-11-26T12:00:00.000Z', type: 'sign-in.failed', accountId: 'mia', method: 'password' },
    };
    expect(methodOf(failed, began)).toBe('Password');
    expect(methodOf({ ...failed, actor: 'mia' }, began)).toBeUndefined();
    expect(methodOf({ ...failed, actor: 'mia', method: 'totp', detail: { enrollment: true } }, began)).toBeUndefined();
  });

  it('is left open where the beginning is not in the list', () => {
    const succeeded = inFlow('older', 'sign-in.succeeded');
    expect(methodOf(succeeded, began)).toBe('Code from an administrator or invitation link');
  });
});

import type { Mail } from '@sallyport/engine';
import { describe, expect, it, vi } from 'vitest';
import { BY, HOUR, value } from '../organised.test-support.ts';
import { BO, INVALID, inviting, tokenIn } from './inviting.test-support.ts';

describe('X41 the mail of an invitation into an organisation', () => {
  it('is counted for its address and for its author', async () => {
    const { auth, world, organisations, manages } = await inviting();
    const to = (email: string, by: Parameters<typeof organisations.invite>[1]['by'] = BY) =>
      organisations.invite('acme', { email, roles: [], by });
    for (let count = 0; count < 5; count++) value(await to(BO));
    expect(await to(BO)).toMatchObject({ refused: 'too-many-mails', until: expect.any(Number) });
    for (let count = 0; count < 50; count++) value(await to(`x${count}@example.org`, manages));
    expect(await to('one-more@example.org', manages)).toMatchObject({ refused: 'too-many-mails' });
    value(await to('one-more@example.org'));
    world.now += HOUR;
    value(await to(BO));
    await auth.close();
  });

  it('is counted for its address in each organisation, and in all of them together', async () => {
    const { auth, organisations, world } = await inviting();
    const ids = ['beta', 'gamma', 'delta', 'epsilon'];
    for (const id of ids) await organisations.create({ id, by: BY });
    const from = (id: string) => organisations.invite(id, { email: BO, roles: [], by: BY });
    for (let count = 0; count < 5; count++) value(await from('acme'));
    expect(await from('acme')).toMatchObject({ refused: 'too-many-mails' });
    for (const id of ids.slice(0, 3)) for (let count = 0; count < 5; count++) value(await from(id));
    expect(await from('epsilon')).toMatchObject({ refused: 'too-many-mails', until: world.now + HOUR });
    value(await organisations.invite('epsilon', { email: 'eve@example.org', roles: [], by: BY }));
    world.now += HOUR;
    value(await from('epsilon'));
    await auth.close();
  });

  it('is withdrawn if its mail fails, and stays counted for its author', async () => {
    const { auth, world, organisations, manages, joins } = await inviting();
    const lost: Mail[] = [];
    const mailer = vi.spyOn(world.mails, 'push').mockImplementation((mail) => {
      lost.push(mail);
      throw new Error('no such domain');
    });
    const to = (email: string) => organisations.invite('acme', { email, roles: [], by: manages });
    for (let count = 0; count < 50; count++)
      expect(await to(count === 0 ? BO : `x${count}@example.org`)).toEqual({ refused: 'mail-unavailable' });
    expect(await to(BO)).toMatchObject({ refused: 'too-many-mails' });
    mailer.mockRestore();
    expect(await joins(tokenIn(lost.slice(0, 1)))).toEqual(INVALID);
    const { events } = value(await organisations.events('acme'));
    const [withdrawal, invitation] = events;
    expect(withdrawal).toMatchObject({ type: 'organisation.invitation-withdrawn', actor: manages.accountId });
    expect(invitation).toMatchObject({ type: 'organisation.member-invited' });
    expect(withdrawal?.detail?.['invitation']).toBe(invitation?.detail?.['invitation']);
    value(await organisations.invite('acme', { email: BO, roles: [], by: BY }));
    await auth.close();
  });
});

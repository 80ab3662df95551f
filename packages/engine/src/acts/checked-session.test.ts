import { describe, expect, it } from 'vitest';
import { embedded, signedIn } from '../embedded.test-support.ts';

describe('an object that looks like a session', () => {
  it('N3 is taken by no operation that a session is needed for', async () => {
    const world = await embedded();
    const { auth } = world;
    const client = await signedIn(world, 'dora@example.org');
    const session = await client.session();
    const forged = { ...session, info: session.info };
    const { caller } = client;
    const operations = {
      'account.view': () => auth.me(forged).view(),
      'sessions.list': () => auth.sessions.list(forged),
      'sessions.end': () => auth.sessions.end(caller, forged),
      'sessions.endOne': () => auth.sessions.endOne(forged, session.id),
      'sessions.endOthers': () => auth.sessions.endOthers(caller, forged),
      'account.devices': () => auth.me(forged).devices(caller),
      'account.forgetDevice': () => auth.me(forged).forgetDevice('d1'),
      authorize: () => auth.authorize(forged, {}),
    };
    for (const [name, operation] of Object.entries(operations)) {
      await expect(async () => operation(), name).rejects.toThrow('this is no session that Sallyport checked');
    }
    expect(await auth.sessions.list(session)).toHaveLength(1);
    await auth.close();
  });
});

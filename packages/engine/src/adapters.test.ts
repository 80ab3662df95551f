import { type AdapterParts, forAdapters, withAdapterParts } from '@sallyport/engine/adapters';
import { describe, expect, it } from 'vitest';
import { embedded, TENANT } from './embedded.test-support.ts';

describe('the parts for adapters', () => {
  it('are the host’s logger and telemetry, the clock, and the tenant of a request', async () => {
    const logger = { warn() {}, error() {} };
    const world = await embedded({ logger });
    const parts = forAdapters(world.auth);
    expect(parts.logger).toBe(logger);
    expect(parts.telemetry).toBeUndefined();
    expect(parts.tenantOf({ headers: {}, path: '/' })).toBe(TENANT);
    expect(parts.now()).toBe(world.now);
    world.now += 1_000;
    expect(parts.now()).toBe(world.now);
    await world.auth.close();
  });

  it('are no members by name, and a copy of the object keeps them', async () => {
    const { auth } = await embedded();
    for (const name of ['logger', 'telemetry', 'now', 'tenantOf']) expect(auth).not.toHaveProperty(name);
    const copy = { ...auth, brings: () => ({ codes: [], providers: [], vault: false }) };
    expect(forAdapters(copy)).toBe(forAdapters(auth));
    await auth.close();
  });

  it('are missing where no Sallyport was made: that is a fault of the program', async () => {
    const { auth } = await embedded();
    const { origin, trustedOrigins, site, strengths, signIn, sso, enroll, recovery, signUp, sessions, people } = auth;
    const { invitations, organisations } = auth;
    const {
      policy,
      brings,
      audit,
      secrets,
      tenants,
      events,
      me,
      vault,
      authorize,
      ready,
      health,
      runBackgroundWork,
      close,
    } = auth;
    const members = {
      origin,
      trustedOrigins,
      site,
      strengths,
      signIn,
      sso,
      enroll,
      recovery,
      signUp,
      invitations,
      organisations,
      sessions,
      people,
      policy,
    };
    const rebuilt = {
      ...members,
      brings,
      audit,
      secrets,
      tenants,
      events,
      me,
      vault,
      authorize,
      ready,
      health,
      runBackgroundWork,
      close,
    };
    expect(() => forAdapters(rebuilt)).toThrow(TypeError);
    const parts: AdapterParts = forAdapters(auth);
    expect(forAdapters(withAdapterParts(rebuilt, parts))).toBe(parts);
    await auth.close();
  });
});

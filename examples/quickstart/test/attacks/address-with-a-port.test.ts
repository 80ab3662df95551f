import { hostCode, isRefusal } from '@sallyport/engine';
import { outsideNetworks, toldWhere } from '@sallyport/engine/conditions';
import { describe, expect, it } from 'vitest';
import { sharedStore } from '../support/embedded.ts';
import { APPS, listens, Program } from '../support/guarded-apps.ts';
import { PASSWORD } from '../support/quickstart.ts';

const POLICY = {
  administrators: {},
  requiredStrength: 'single',
  contexts: { outside: { refuse: true, shown: true } },
} as const;

describe('N17 somebody in the office, behind a proxy that names the port of its client', () => {
  it.each(Object.entries(APPS))('signs in, with %s', async (_, makeApp) => {
    const shared = await sharedStore('memory');
    const auth = await shared.start({
      policy: POLICY,
      contextOf: toldWhere({ outside: outsideNetworks(['10.0.0.0/8', '2001:db8::/32']) }),
    });
    const identifier = 'ada@example.org';
    const made = await auth.people.create({ identifier, password: PASSWORD, by: hostCode('test') });
    if (isRefusal(made)) throw new Error(made.refused);
    const url = await listens(makeApp(auth));
    for (const from of ['10.0.0.7', '10.0.0.7:50123', '[2001:db8::7]:50123']) {
      const ada = new Program(url);
      const { body } = await ada.asks(from, 'POST', '/auth/sign-in', { identifier, password: PASSWORD });
      expect([from, body['status'] ?? body['code']]).toEqual([from, 'complete']);
    }
  });
});

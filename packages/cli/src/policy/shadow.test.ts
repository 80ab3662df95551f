import { hostCode } from '@sallyport/engine';
import { describe, expect, it } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install, widest } from '../installed.test-support.ts';

const sallyport = install();
const POLICY = { administrators: {}, requiredStrength: 'single', methods: ['password'] } as const;
const DRAFT = { ...POLICY, roles: { staff: { requiredStrength: 'enhanced' } } } as const;
const PASSWORD = 'some long words for a password';

const asks = (...args: readonly string[]) => sallyport.ask(['policy', ...args, '--auth', moduleOfApp(sallyport)]);

describe('sallyport policy shadow', () => {
  it('X25 N18 begins the run of a draft, tells what it would have done, and ends the run', async () => {
    const auth = app({ policy: POLICY });
    await auth.ready();
    await auth.people.create({ identifier: 'ada', roles: ['staff'], password: PASSWORD, by: hostCode('test') });
    sallyport.write('draft.json', DRAFT);
    for (const args of [['shadow'], ['end-shadow']])
      expect(await asks(...args)).toMatchObject({ code: 1, out: '', err: 'no draft runs in the shadow\n' });
    expect(await asks('shadow', 'draft.json', '--if-version', '7')).toMatchObject({ code: 1 });
    expect(await asks('shadow', 'draft.json', '--note', 'for a week')).toMatchObject({
      ...{ code: 0, err: '', out: 'The draft runs in the shadow of version 2, without an effect.\n' },
    });
    await auth.signIn.begin({ tenant: 'default', mode: 'token' } as never, { identifier: 'ada', password: PASSWORD });
    await auth.runBackgroundWork();
    const told = await asks('shadow');
    expect(told).toMatchObject({ code: 0, err: '' });
    expect(told.out).toContain('begun by sallyport policy: 1 sign-ins.');
    expect(told.out).toContain('"for a week"');
    expect(told.out.replace(/\s+/g, ' ')).toContain('asked 0 people for more, kept 1 person out');
    expect(told.out.replace(/\s+/g, ' ')).toMatch(/- .*'staff' requires the strength 'enhanced'\. 1 kept out\./);
    expect(widest(told.out)).toBeLessThanOrEqual(80);
    expect(JSON.parse((await asks('shadow', '--json')).out)).toMatchObject({
      ...{ version: 1, by: 'host:sallyport policy', note: 'for a week', denied: 1, policy: DRAFT },
    });
    expect(await asks('end-shadow')).toMatchObject({ code: 0, out: 'The draft no longer runs in the shadow.\n' });
    expect(await asks('shadow')).toMatchObject({ code: 1 });
  });

  it('X25 N18 refuses a file that is no policy, and changes nothing', async () => {
    const auth = app({ policy: POLICY });
    await auth.ready();
    sallyport.write('draft.json', { requiredStrength: 'nothing' });
    expect((await asks('shadow', 'draft.json')).code).toBe(1);
    expect((await auth.policy.current('default')).version).toBe(1);
  });
});

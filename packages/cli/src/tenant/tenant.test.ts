import { hostCode, isRefusal, type Sallyport } from '@sallyport/engine';
import { afterEach, expect, it, vi } from 'vitest';
import { app, moduleOfApp } from '../app/app.test-support.ts';
import { install } from '../installed.test-support.ts';

const sallyport = install();
afterEach(() => vi.unstubAllGlobals());

const asks = (...args: readonly string[]) => sallyport.ask(['tenant', ...args, '--auth', moduleOfApp(sallyport)]);

async function twoTenants(): Promise<Sallyport> {
  const auth = app({
    origin: (name) => `https://${name}.example`,
    ...{ sendMail: undefined, tenant: () => 'north', tenants: { north: {}, south: {} } },
    policy: { requiredStrength: 'single', administrators: {} },
  });
  await auth.ready();
  for (const tenant of ['north', 'south']) {
    const made = await auth.people.create({
      tenant,
      identifier: 'ada',
      password: 'correct horse battery staple',
      by: hostCode('host'),
    });
    if (isRefusal(made)) throw new Error(made.refused);
  }
  return auth;
}

it('X39 removes a tenant of an app with many, and leaves the others', async () => {
  const auth = await twoTenants();
  const { code, out } = await asks('remove', '--tenant', 'north', '--confirm', 'north', '--log', 'keep', '--by', 'ada');
  expect([code, out]).toEqual([0, expect.stringContaining("The tenant 'north' is removed")]);
  expect(out.replace(/\s+/g, ' ')).toContain('Leave the name in `tenants` as long as the log is read');
  expect(out.replace(/\s+/g, ' ')).toContain('after an hour');
  expect((await auth.events({ tenant: 'north', type: 'tenant.removed' })).events).toMatchObject([
    { actor: { id: 'ada' } },
  ]);
  expect((await auth.people.list({ tenant: 'south' })).accounts).toHaveLength(1);
  const asked = ['remove', '--tenant', 'north', '--confirm', 'north', '--log', 'remove'];
  expect(JSON.parse((await asks(...asked, '--json')).out)).toMatchObject({ log: 'remove' });
  expect((await asks(...asked)).out.replace(/\s+/g, ' ')).toContain('Take the name out of `tenants`');
});

it('X39 asks for the name twice and for the choice of the log, and names no tenant by default', async () => {
  const auth = await twoTenants();
  for (const args of [
    [],
    ['remoev'],
    ['remove'],
    ['remove', '--tenant', 'north', '--log', 'keep'],
    ['remove', '--tenant', 'north', '--confirm', 'south', '--log', 'keep'],
    ['remove', '--tenant', 'north', '--confirm', 'north'],
    ['remove', '--tenant', 'north', '--confirm', 'north', '--log', 'kept'],
    ['remove', '--tenant', 'east', '--confirm', 'east', '--log', 'keep'],
  ])
    expect([args, (await asks(...args)).code]).toEqual([args, 2]);
  expect((await auth.people.list({ tenant: 'north' })).accounts).toHaveLength(1);
});

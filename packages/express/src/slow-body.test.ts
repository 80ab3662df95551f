import { request } from 'node:http';
import { text } from 'node:stream/consumers';
import { hostCode } from '@sallyport/engine';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { type Administrator, administrator } from './administrator.test-support.ts';

const ADA = { identifier: 'ada@example.org' };

let ada: Administrator;
beforeEach(async () => {
  ada = await administrator();
});

/** Sends the start of a body, runs `meanwhile` after the guard admitted the request, and sends the rest. */
async function slowly(line: string, body: object, meanwhile: () => Promise<unknown>) {
  const [method, path] = line.split(' ');
  const sent = Buffer.from(JSON.stringify(body));
  const guard = vi.spyOn(ada.auth.sessions, 'guard').mockClear();
  const headers = { ...ada.headers(), 'content-type': 'application/json', 'content-length': String(sent.length) };
  const asking = request(`${ada.contract}${path}`, { method, headers });
  const answer = new Promise<{ status: number | undefined; code: unknown }>((resolve, reject) => {
    asking.once('error', reject).once('response', async (response) => {
      const read = await text(response);
      resolve({ status: response.statusCode, code: read === '' ? undefined : JSON.parse(read).code });
    });
  });
  asking.write(sent.subarray(0, 2));
  await expect.poll(() => guard.mock.results.length).toBe(1);
  await guard.mock.results[0]?.value;
  await meanwhile();
  asking.end(sent.subarray(2));
  return answer;
}

const eve = { identifier: 'eve@example.org' };
const isThere = async (identifier: string) => (await ada.auth.people.find({ identifier })) !== undefined;
/** Creates a second administrator, so that Ada is not the last administrator. */
async function anotherAdministrator(): Promise<void> {
  const identifier = 'root@example.org';
  const root = { identifier, email: identifier, password: 'correct horse battery staple', roles: ['super-admin'] };
  expect(await ada.auth.people.create({ ...root, by: hostCode('host') })).not.toHaveProperty('refused');
}
const nothing = async (): Promise<void> => {};

describe('a body that is sent slowly', () => {
  it('X9 does what it asks for if nothing changes meanwhile', async () => {
    expect(await slowly('POST /admin/accounts', eve, nothing)).toMatchObject({ status: 201 });
    expect(await isThere(eve.identifier)).toBe(true);
  });

  it('X11 does nothing for a session that is ended meanwhile', async () => {
    const answer = await slowly('POST /admin/accounts', eve, () =>
      ada.auth.people.endSessions(ADA, { by: hostCode('host') }),
    );
    expect(answer).toEqual({ status: 401, code: 'no-session' });
    expect(await isThere(eve.identifier)).toBe(false);
  });

  it('W4 does nothing for an administrator who is demoted meanwhile', async () => {
    await anotherAdministrator();
    const answer = await slowly('POST /admin/accounts', eve, async () => {
      expect(await ada.auth.people.setRoles(ADA, { roles: [], force: true, by: hostCode('host') })).toMatchObject({
        roles: [],
      });
    });
    expect(answer).toEqual({ status: 403, code: 'not-permitted' });
    expect(await isThere(eve.identifier)).toBe(false);
  });

  it.each([
    ['ended', 'no-session', () => ada.auth.people.endSessions(ADA, { by: hostCode('host') })],
    ['blocked', 'no-session', () => ada.auth.people.block(ADA, { reason: 'left', by: hostCode('host') })],
  ])('X11 reads nothing of others for somebody who is %s meanwhile', async (_, code, meanwhile) => {
    await anotherAdministrator();
    const draft = { policy: { requiredStrength: 'enhanced' } };
    expect(await slowly('POST /admin/policy/preview', draft, nothing)).toMatchObject({ status: 200 });
    const answer = await slowly('POST /admin/policy/preview', draft, async () => {
      expect(await meanwhile()).not.toHaveProperty('refused');
    });
    expect(answer).toMatchObject({ code });
  });

  it('X11 is refused for the session before its own mistakes are told', async () => {
    const wrong = { superuser: true };
    expect(await slowly('POST /admin/accounts', wrong, nothing)).toEqual({ status: 400, code: 'malformed-input' });
    const ended = await slowly('POST /admin/accounts', wrong, () =>
      ada.auth.people.endSessions(ADA, { by: hostCode('host') }),
    );
    expect(ended).toEqual({ status: 401, code: 'no-session' });
  });
});

import { describe, expect, it } from 'vitest';
import { HOUR } from '../support/clock.ts';
import { complete, continues, problem } from '../support/expectations.ts';
import type { Person } from '../support/person.ts';
import { quickstartForThisFile } from '../support/quickstart.ts';

const app = await quickstartForThisFile();

interface DeviceEntry {
  readonly id: string;
  readonly current: boolean;
  readonly createdAt: string;
  readonly lastSeenAt: string;
  readonly userAgent?: string;
}

async function devicesOf(person: Person): Promise<readonly DeviceEntry[]> {
  const reply = await person.client.get<{ devices: DeviceEntry[] }>('/account/devices');
  expect(reply.status).toBe(200);
  return reply.body.devices;
}

/** Signs in at a device with this user agent. */
async function signsInWith(person: Person, userAgent: string): Promise<void> {
  expect(await person.signInWithPassword()).toMatchObject(continues);
  const code = await person.receivesEmailCode();
  const reply = await person.client.post('/sign-in/email-code', { code }, { 'user-agent': userAgent });
  expect(reply).toMatchObject(complete());
}

/** A person who is signed in at two devices. */
async function withTwoDevices(): Promise<{ phone: Person; laptop: Person }> {
  const phone = await app.newcomer();
  await signsInWith(phone, 'Phone/1');
  const laptop = phone.elsewhere();
  app.clock.advance(HOUR);
  await signsInWith(laptop, 'Laptop/1');
  return { phone, laptop };
}

/** Whether a device is known: after strangers have locked the password, only a known device's own budget lets the device in. */
async function isKnown(device: Person): Promise<boolean> {
  let guess = 0;
  for (let status = 401; status === 401; guess += 1) {
    status = (await device.stranger().signInWithPassword(`guess ${guess}`)).status;
  }
  const { status } = await device.signInWithPassword();
  expect([200, 429]).toContain(status);
  return status === 200;
}

describe('the devices an account knows', () => {
  it('X5 are listed, the last seen first, with when they signed in and what they call themselves', async () => {
    const { phone, laptop } = await withTwoDevices();
    const then = new Date(app.clock.now).toISOString();
    const before = new Date(app.clock.now - HOUR).toISOString();
    expect(await devicesOf(phone)).toEqual([
      { id: expect.any(String), current: false, createdAt: then, lastSeenAt: then, userAgent: 'Laptop/1' },
      { id: expect.any(String), current: true, createdAt: before, lastSeenAt: before, userAgent: 'Phone/1' },
    ]);
    expect((await devicesOf(laptop)).map(({ current }) => current)).toEqual([true, false]);
  });

  it('X5 are forgotten by their owner: such a device has no budget of its own, the others keep theirs', async () => {
    const { phone, laptop } = await withTwoDevices();
    const { id = '' } = (await devicesOf(phone)).find(({ current }) => !current) ?? {};
    expect(await isKnown(laptop)).toBe(true);
    expect((await phone.client.delete(`/account/devices/${id}`)).status).toBe(200);
    expect(await isKnown(laptop)).toBe(false);
    expect(await isKnown(phone)).toBe(true);
    expect(await devicesOf(phone)).toMatchObject([{ current: true }]);
    expect(await phone.client.delete(`/account/devices/${id}`)).toMatchObject(problem(404, 'not-found'));
    expect(await (await app.admin()).events({ person: phone, type: 'device.forgotten' })).toMatchObject([
      { accountId: phone.has.accountId, actor: phone.has.accountId },
    ]);
    await expect
      .poll(async () => (await app.mailsTo(phone.identifier)).map(({ text }) => text), { timeout: 5_000 })
      .toContainEqual(expect.stringContaining('devices is no longer known here'));
  });

  it("X5 are forgotten by nobody else, whoever knows another's id", async () => {
    const [{ phone }, other] = [await withTwoDevices(), await app.newcomer()];
    await other.proves('password', 'email-code');
    for (const { id } of await devicesOf(phone)) {
      expect(await other.client.delete(`/account/devices/${id}`)).toMatchObject(problem(404, 'not-found'));
    }
    expect(await devicesOf(phone)).toHaveLength(2);
    const nobody = app.newClient();
    expect(await nobody.get('/account/devices')).toMatchObject(problem(401, 'no-session'));
    expect(await nobody.delete('/account/devices/x')).toMatchObject(problem(401, 'no-session'));
  });

  it.each(['block', 'reset-two-step', 'reset-passkeys'])('X5 are all forgotten with %s', async (act) => {
    const { phone, laptop } = await withTwoDevices();
    const ada = await app.admin();
    expect((await ada.does(act, phone, act === 'block' ? { reason: 'a look is needed' } : {})).status).toBe(200);
    if (act === 'block') expect((await ada.does('unblock', phone)).status).toBe(200);
    for (const device of [phone, laptop]) expect(await isKnown(device)).toBe(false);
  });
});

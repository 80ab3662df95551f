import { createHmac, pbkdf2Sync } from 'node:crypto';
import { type Caller, createSallyport, hostCode, isRefusal, type Sallyport, tenantId } from '@sallyport/engine';
import { expect, it } from 'vitest';
import type { SharedStore } from './tenants-apart.ts';

const [OLD, NEW] = ['the old secret, which is long enough', 'the new secret, which is long enough'];
const SECRET = Buffer.from('twenty bytes of a key');
const PASSWORD = 'correct horse battery staple';
const NOW = Date.UTC(2031, 2, 3, 9, 0, 0);
const PEOPLE = Array.from({ length: 24 }, (_, place) => `person${place}@example.org`);

/** Secrets are sealed anew by two runs at once, while the owners sign in with their authenticator apps. */
export function resealing(open: () => Promise<SharedStore>): void {
  it('X19 X40 beside sign-ins: everybody signs in, no code works twice, and the old secret may go', async () => {
    const { store, close } = await open();
    const process = (secrets: readonly string[], later = 0): Sallyport =>
      createSallyport({
        origin: 'https://app.example',
        secrets,
        store,
        policy: { requiredStrength: 'enhanced' },
        sendMail: () => {},
        clock: () => NOW + later,
        passwordHashing: { memoryCost: 8, timeCost: 1 },
        previewThreats: false,
        logger: { warn: () => {}, error: () => {} },
      });
    const before = process([OLD]);
    await before.ready();
    await peopleWithApps(before);
    const [one, other] = [process([NEW, OLD]), process([NEW, OLD])];
    const [first, second] = (await one.secrets.survey()).keys;
    expect(first).toMatchObject({ place: 1, sealed: { authenticatorApps: 0 } });
    expect(second).toMatchObject({ place: 2, sealed: { authenticatorApps: PEOPLE.length } });
    const [resealed, resealedToo, ...signedIn] = await Promise.all([
      reseals(one),
      reseals(other),
      ...PEOPLE.map((identifier) => signsIn(other, identifier)),
    ]);
    expect([...new Set([...resealed, ...resealedToo])].filter((outcome) => outcome !== 'resealed')).toEqual([]);
    expect(signedIn).toEqual(PEOPLE.map(() => 'complete'));
    expect((await one.secrets.survey()).keys).toMatchObject([
      { place: 1, sealed: { authenticatorApps: PEOPLE.length } },
      { place: 2, sealed: { authenticatorApps: 0 } },
    ]);
    const after = process([NEW]);
    // The same code: its time step is used up.
    expect(await signsIn(after, PEOPLE[0] ?? '')).toBe('invalid-credentials');
    const later = process([NEW], 60_000);
    expect(await signsIn(later, PEOPLE[0] ?? '', 60_000)).toBe('complete');
    for (const auth of [before, one, other, after, later]) await auth.close();
    await close();
  });
}

async function peopleWithApps(auth: Sallyport): Promise<void> {
  const key = pbkdf2Sync(PASSWORD, 'a salt of sixteen', 1, 32, 'sha256').toString('base64').replace(/=+$/, '');
  const salt = Buffer.from('a salt of sixteen').toString('base64').replace(/=+$/, '');
  const rows = PEOPLE.map((identifier) => ({
    identifier,
    passwordHash: `$pbkdf2-sha256$i=1$${salt}$${key}`,
    totp: { secret: base32(SECRET) },
  }));
  for await (const report of auth.people.import(rows, { by: hostCode('the test') }))
    if (report.outcome !== 'imported') throw new Error(JSON.stringify(report));
}

async function reseals(auth: Sallyport): Promise<readonly string[]> {
  const outcomes: string[] = [];
  for await (const { outcome } of auth.secrets.reseal({ by: hostCode('the rotation') })) outcomes.push(outcome);
  return outcomes;
}

/** Signs in with the password and the app. Returns the status, or the refusal. */
async function signsIn(auth: Sallyport, identifier: string, later = 0): Promise<string> {
  const caller: Caller = { tenant: tenantId('default'), mode: 'token' };
  const begun = await auth.signIn.begin(caller, { identifier, password: PASSWORD });
  if (isRefusal(begun)) return begun.refused;
  const code = appCode(Math.floor((NOW + later) / 30_000));
  const shown = await auth.signIn.code({ ...caller, flowToken: begun.keep.flow?.token }, 'totp', { code });
  return isRefusal(shown) ? shown.refused : shown.answer.status;
}

/** The code of the app in a time step (RFC 6238). */
function appCode(step: number): string {
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const digest = createHmac('sha1', SECRET).update(counter).digest();
  const number = digest.readUInt32BE(digest.readUInt8(digest.length - 1) & 0x0f) & 0x7fff_ffff;
  return String(number % 1_000_000).padStart(6, '0');
}

/** Base32 (RFC 4648 §6), without padding. */
function base32(bytes: Buffer): string {
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const groups = bits.match(/.{1,5}/g) ?? [];
  return groups
    .map((group) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.charAt(Number.parseInt(group.padEnd(5, '0'), 2)))
    .join('');
}

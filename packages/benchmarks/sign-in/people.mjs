// `node people.mjs {"store", "url", "origin", "secret", "count"}`: a separate process, so that these calls do not warm up the measured process.
import { hash } from '@node-rs/argon2';
import { testSallyport, virtualClock } from '@sallyport/testing';
import { openStore } from './open-store.mjs';
import { COST, PASSWORD } from './password.mjs';

const { store: kind, url, origin, secret, count } = JSON.parse(process.argv[2]);
const { store, giveEveryone, close } = await openStore(kind, url);
// Five minutes slow, so that no code of the measured time is used up.
const clock = virtualClock(new Date(Date.now() - 300_000));
const workshop = await testSallyport({ store, origin, secrets: [secret], clock });
const people = [];
const work = async () => {
  while (people.length < count) {
    const place = people.push(undefined) - 1;
    const identifier = `user${place + 1}@example.test`;
    const person = await workshop.accountWith({ identifier, password: PASSWORD, factors: ['email', 'totp'] });
    people[place] = {
      email: identifier,
      password: PASSWORD,
      totpSecret: keyOf(person.totp.secret),
      backupCodes: person.backupCodes,
    };
  }
};
await Promise.all(Array.from({ length: 8 }, work));
await workshop.close();
await giveEveryone(await hash(PASSWORD, COST));
process.stdout.write(JSON.stringify(people));
await close();

function keyOf(secret) {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const bytes = bits.join('').match(/.{8}/g) ?? [];
  return Buffer.from(bytes.map((byte) => Number.parseInt(byte, 2))).toString('base64');
}

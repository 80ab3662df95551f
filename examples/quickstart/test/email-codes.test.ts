import { describe, expect, it } from 'vitest';
import { HOUR, MINUTE } from './support/clock.ts';
import { atOnce, complete, continues, problem, tally } from './support/expectations.ts';
import type { Person } from './support/person.ts';
import { quickstartForThisFile } from './support/quickstart.ts';

const app = await quickstartForThisFile();

/** A person who has shown the password, and is asked for an email code. */
async function atTheSecondStep(): Promise<Person> {
  const person = await app.newcomer();
  expect(await person.signInWithPassword()).toMatchObject(continues);
  return person;
}

function presents(person: Person, code: string): ReturnType<Person['begins']> {
  return person.client.post('/sign-in/email-code', { code });
}

/** `count` wrong codes with the shape of the right code. */
function codesBeside(right: string, count: number): readonly string[] {
  const size = 10 ** right.length;
  return Array.from({ length: count }, (_, index) =>
    String((Number(right) + index + 1) % size).padStart(right.length, '0'),
  );
}

describe('an email code', () => {
  it('is 6 to 8 digits, mailed to the verified address', async () => {
    const person = await atTheSecondStep();
    const code = await person.receivesEmailCode();
    expect(code).toMatch(/^\d{6,8}$/);
    const [mail] = await app.mailsTo(person.identifier);
    expect(mail).toMatchObject({ to: person.identifier, code });
    expect(mail?.text).toContain(code);
  });

  it('X3 works once: 20 times at once, in its flow, makes one session', async () => {
    const person = await atTheSecondStep();
    const code = await person.receivesEmailCode();
    const clients = Array.from({ length: 20 }, () => person.client.copy());
    const replies = await Promise.all(clients.map((client) => client.post('/sign-in/email-code', { code })));
    expect(tally(replies)[200]).toBe(1);
    for (const { status } of replies) expect([200, 401, 409, 410, 429]).toContain(status);
    expect((await (await app.admin()).sees(person)).sessions).toBe(1);
  });

  it('X3 that was used opens no second flow', async () => {
    const person = await atTheSecondStep();
    const code = await person.receivesEmailCode();
    expect(await presents(person, code)).toMatchObject(complete('baseline'));
    const again = person.elsewhere();
    await again.signInWithPassword();
    expect(await presents(again, code)).toMatchObject(problem(401, 'invalid-credentials'));
  });

  it('X3 is bound to the flow that asked for it', async () => {
    const person = await atTheSecondStep();
    const other = person.elsewhere();
    await other.signInWithPassword();
    await other.receivesEmailCode();
    const code = await person.receivesEmailCode();
    expect(await presents(other, code)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(person, code)).toMatchObject(complete('baseline'));
  });

  it('is voided by the next one', async () => {
    const person = await atTheSecondStep();
    const first = await person.receivesEmailCode();
    const second = await person.receivesEmailCode();
    expect(second).not.toBe(first);
    expect(await presents(person, first)).toMatchObject(problem(401, 'invalid-credentials'));
    expect(await presents(person, second)).toMatchObject(complete('baseline'));
  });

  it('X4 wrong ones at once in one flow: ten are judged, and a new code does not refill the budget', async () => {
    const person = await atTheSecondStep();
    const right = await person.receivesEmailCode();
    const wrong = codesBeside(right, 30);
    const replies = await atOnce(30, (index) =>
      person.client.copy().post('/sign-in/email-code', { code: wrong[index] }),
    );
    expect(tally(replies)).toEqual({ 401: 10, 429: 20 });
    expect(await presents(person, right)).toMatchObject(problem(429, 'locked'));

    const again = person.elsewhere();
    expect(await again.signInWithPassword()).toMatchObject(continues);
    const sent = await again.client.post('/sign-in/email-code/send');
    if (sent.status === 200) {
      const { code = '' } = await app.nextMail(person.identifier, 'code', 1);
      expect(await presents(again, code)).toMatchObject(problem(429, 'locked'));
    } else {
      expect(sent).toMatchObject(problem(429, 'locked'));
    }
  });

  it('is not mailed before a proof, whoever asks', async () => {
    const person = await app.newcomer();
    await person.begins();
    expect(await person.client.post('/sign-in/email-code/send')).toMatchObject(problem(401, 'invalid-credentials'));
    expect((await app.mailsTo(person.identifier)).filter(({ code }) => code !== undefined)).toEqual([]);
  });

  it('is mailed at most five times an hour for one account, over all its flows', async () => {
    const person = await atTheSecondStep();
    for (let mail = 0; mail < 3; mail += 1)
      expect((await person.client.post('/sign-in/email-code/send')).status).toBe(200);
    const again = person.elsewhere();
    await again.signInWithPassword();
    for (let mail = 0; mail < 2; mail += 1)
      expect((await again.client.post('/sign-in/email-code/send')).status).toBe(200);
    const refused = await again.client.post('/sign-in/email-code/send');
    expect(refused).toMatchObject(problem(429, 'too-many-mails'));
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await app.mailsTo(person.identifier)).filter(({ code }) => code !== undefined)).toHaveLength(5);

    app.clock.advance(HOUR + MINUTE);
    const later = person.elsewhere();
    expect(await later.proves('password', 'email-code')).toMatchObject(complete('baseline'));
  });
});

import { describe, expect, it } from 'vitest';
import { quickstartForThisTest } from './support/quickstart.ts';

describe.each(['express', 'koa'] as const)('the language of the demo’s mails, over %s', (framework) => {
  it('is the one that the person’s own browser asks for, also in what they are told later', async () => {
    const app = await quickstartForThisTest({ framework });
    const person = await app.newcomer();
    const german = { 'accept-language': 'de-DE,de;q=0.9' };
    const { client, identifier } = person;
    await client.post('/sign-in', { identifier, password: person.has.password }, german);
    await client.post('/sign-in/email-code/send', {}, german);
    const code = await app.nextMail(identifier, 'code', 0);
    expect(code).toMatchObject({ subject: `${code.code} ist Ihr Code` });

    await client.post('/recover', { identifier }, german);
    const reset = await app.nextMail(identifier, 'token', 0);
    expect(reset.subject).toBe('Neues Passwort wählen');
    expect(reset.text).toContain('/sign-in?recover=');

    const ada = await app.admin();
    await ada.does('block', person, { reason: 'lost laptop' });
    const told = {
      subject: 'Sicherheitshinweis: Ein Administrator hat Ihr Konto gesperrt',
      text: expect.stringContaining('Sie sind überall abgemeldet'),
    };
    await expect.poll(() => app.mailsTo(identifier)).toContainEqual(expect.objectContaining(told));
    const [adas] = (await app.mailsTo('ada@example.org')).filter((mail) => mail.code !== undefined);
    expect(adas?.subject).toBe(`${adas?.code} is your code`);
  });

  it('is the one of the request for somebody who never asked for a mail, or else the demo’s first one', async () => {
    const app = await quickstartForThisTest({ framework });
    const person = await app.newcomer();
    const ada = await app.admin();
    await ada.does('block', person, { reason: 'lost laptop' });
    const told = { text: expect.stringContaining('An administrator blocked your account.') };
    await expect.poll(() => app.mailsTo(person.identifier)).toContainEqual(expect.objectContaining(told));
    const path = `/admin/accounts/${await ada.idOf(person)}/unblock`;
    await ada.person.client.post(path, {}, { 'accept-language': 'de-DE,de;q=0.9' });
    const german = { text: expect.stringContaining('Ihr Konto ist nicht mehr gesperrt.') };
    await expect.poll(() => app.mailsTo(person.identifier)).toContainEqual(expect.objectContaining(german));
  });

  it('X28 is the owner’s in a notice, and not the language of a stranger who asks for a code or signs in', async () => {
    const app = await quickstartForThisTest({ framework, policy: { requiredStrength: 'single' } });
    const person = app.person('dora@example.org');
    const { client, identifier, has } = person;
    const signsIn = (who: typeof client, language: string) =>
      who.post('/sign-in', { identifier, password: has.password }, { 'accept-language': language });
    const told = async () => (await app.mailsTo(identifier)).filter(({ kind }) => kind === 'sign-in.unfamiliar');
    // The owner signs in, and asks for no mail.
    expect((await signsIn(client, 'de')).body).toMatchObject({ status: 'complete' });
    const thief = person.elsewhere().client;
    await thief.post('/recover', { identifier }, { 'accept-language': 'en' });
    await app.nextMail(identifier, 'token', 0);
    for (const known of [1, 2]) {
      expect((await signsIn(person.elsewhere().client, 'en')).body).toMatchObject({ status: 'complete' });
      await expect.poll(told).toHaveLength(known);
    }
    expect((await told()).map(({ subject }) => subject.slice(0, 33))).toEqual(
      Array(2).fill('Sicherheitshinweis: Waren Sie das'),
    );
  });

  it('X9 names what was set up, and what was removed', async () => {
    const app = await quickstartForThisTest({ framework, sms: true });
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    await person.enrollsSms('+491701234567');
    await person.proves('password', 'sms-code');
    expect((await person.client.delete('/account/sms-code')).status).toBeLessThan(300);
    for (const text of ['was added to your account: SMS code.', 'was removed from your account: SMS code.']) {
      const told = expect.objectContaining({ text: expect.stringContaining(text) });
      await expect.poll(() => app.mailsTo(person.identifier)).toContainEqual(told);
    }
  });
});

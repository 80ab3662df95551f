import { type FlowReply, isRefusal, type Refusal } from '@sallyport/engine';
import { expect, it } from 'vitest';
import { provesNow } from '../../embedded.test-support.ts';
import { type Enrolling, enrolling, registration, rewrites } from '../../sign-in/enrollment/enrolling.test-support.ts';

const MOST = 25;
const TOO_MANY = {
  refused: 'malformed-input',
  errors: [{ path: 'response', code: 'too-many-passkeys', limit: MOST, message: expect.any(String) }],
};

/** Dora, whose account has one passkey after this, and is given copies of it under other ids up to this number. */
async function withPasskeys(count: number): Promise<Enrolling> {
  const at = await enrolling();
  const { world, client } = at;
  const response = await registration(at, client);
  await client.keeps(world.auth.enroll.passkey(client.caller, { response }));
  await rewrites(at, (account) => {
    const [first] = account.passkeys;
    if (first === undefined) throw new Error('there is no passkey');
    const others = Array.from({ length: count - 1 }, (_, turn) => ({ ...first, id: `copy-${turn}` }));
    return { ...account, passkeys: [first, ...others] };
  });
  await provesNow(world, world.store, client);
  return at;
}

async function registers(at: Enrolling): Promise<() => Promise<FlowReply | Refusal>> {
  const { client, world } = at;
  const response = await registration(at, client);
  return () => world.auth.enroll.passkey(client.caller, { response });
}

it('N15 X7 an account with 25 passkeys gets no other one in a session', async () => {
  const full = await withPasskeys(MOST);
  const options = await full.world.auth.enroll.passkeyOptions(full.client.caller);
  const answer = isRefusal(options) ? options : await (await registers(full))();
  expect(answer).toEqual(TOO_MANY);
  expect((await full.account()).passkeys).toHaveLength(MOST);
});

it('N15 X7 an account with 24 passkeys gets another one', async () => {
  const almost = await withPasskeys(MOST - 1);
  expect(isRefusal(await (await registers(almost))())).toBe(false);
  expect((await almost.account()).passkeys).toHaveLength(MOST);
});

it('N15 X7 of four that are set up at once beside 24, one is', async () => {
  const at = await withPasskeys(MOST - 1);
  const commits = [];
  for (let turn = 0; turn < 4; turn += 1) commits.push(await registers(at));
  const answers = await Promise.all(commits.map((commit) => commit()));
  expect(answers.filter((answer) => !isRefusal(answer))).toHaveLength(1);
  for (const answer of answers) if (isRefusal(answer)) expect(answer).toEqual(TOO_MANY);
  expect((await at.account()).passkeys).toHaveLength(MOST);
});

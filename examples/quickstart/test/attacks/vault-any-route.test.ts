import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { quickstartForThisTest } from '../support/quickstart.ts';
import { searched } from '../support/secret-search.ts';
import { ownerOfAVault, secretWay } from '../support/vault.ts';
import { watchesWriting } from '../support/written.ts';

interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, { readonly requestBody?: object }>>>>;
}

it('N11 P21 every route of the contract that takes a body refuses what opens a vault, and writes it nowhere', async () => {
  const { written, around } = watchesWriting();
  const app = await quickstartForThisTest({ ...around });
  const { person, vault } = await ownerOfAVault(app);
  await vault.puts([secretWay()], 0);
  const { paths } = (await app.newClient().get<OpenApi>('/openapi.json')).body;
  const routes = Object.entries(paths).flatMap(([path, operations]) =>
    Object.entries(operations).flatMap(([verb, { requestBody }]) =>
      requestBody === undefined ? [] : [[verb.toUpperCase(), path.replace(/^\/auth(?=\/)/, '')] as const],
    ),
  );
  expect(routes.length).toBeGreaterThan(30);
  const prf = randomBytes(32);
  const secret = randomBytes(32);
  const answers: string[] = [];
  const ada = await app.admin();
  for (const [verb, path] of routes) {
    const to = path.replaceAll(/\{[^}]*\}/g, 'x');
    for (const { client } of [person, ada.person, person.stranger()]) {
      const json = { prf: { results: { first: prf.toString('base64url') } }, secret: secret.toString('hex') };
      const reply = await client.send(verb, to, { json, headers: { 'if-match': '"1"' } });
      expect(`${verb} ${path} ${reply.status}`).toMatch(/ 4\d\d$/);
      answers.push(reply.text);
    }
  }
  const events = JSON.stringify(await ada.events());
  const secrets = [
    { name: 'prf', bytes: prf },
    { name: 'secret', bytes: secret },
  ];
  const places = { answers: answers.join('\n'), written: written.join('\n'), events };
  const search = (): readonly string[] =>
    searched(secrets, Object.fromEntries(Object.entries(places).map(([place, text]) => [place, Buffer.from(text)])));
  expect(search()).toEqual([]);
  expect(await vault.now()).toMatchObject({ version: 1, envelopes: [{ kind: 'secret' }] });

  // A control of the search.
  places.answers += prf.toString('base64url');
  expect(search()).toContain('answers: prf, in base64url');
});

import { fork } from 'node:child_process';
import { Agent, request } from 'node:http';
import { fileURLToPath } from 'node:url';
import { codeOf } from './authenticator-app.mjs';
import { CONTESTANTS } from './contestants/index.mjs';

const SERVER = fileURLToPath(new URL('server.mjs', import.meta.url));

export async function startContestant({ id, by, url, options, people: count }) {
  const contestant = CONTESTANTS[by];
  const child = fork(SERVER, [by, url, JSON.stringify(options)], { env: { ...process.env, NODE_ENV: 'production' } });
  const waiting = new Map();
  const port = await new Promise((started, failed) => {
    child.once('exit', (code) => failed(new Error(`${id} ended with ${code}`)));
    child.on('message', (message) => {
      if (message.port !== undefined) return started(message.port);
      const { resolve, reject } = waiting.get(message.id);
      waiting.delete(message.id);
      if (message.error === undefined) resolve(message.value);
      else reject(new Error(message.error));
    });
  });
  let asked = 0;
  const call = (verb, argument) =>
    new Promise((resolve, reject) => {
      asked++;
      waiting.set(asked, { resolve, reject });
      child.send({ id: asked, verb, argument });
    });
  const agent = new Agent({ keepAlive: true, maxSockets: 256 });
  const people = await call('seed', count);
  let turn = 0;
  const browsers = new Map();
  const step = async (name, asking, carry) => {
    const answer = contestant.read(name, await send(agent, port, asking), carry);
    if (!answer.ok) throw new Error(`${id}, ${name}: ${answer.why}`);
    return answer;
  };
  return {
    id,
    spent: () => call('spent'),
    next: () => people[turn++ % people.length],
    async password(person) {
      const kept = browsers.get(person);
      const answer = await step('password', contestant.requests.password(person, kept), kept);
      if (!answer.pending) throw new Error(`${id} asked for no second factor`);
      return answer.carry;
    },
    async totp(person, carry) {
      const code = codeOf(Buffer.from(person.totpSecret, 'base64'));
      const { carry: signedIn } = await step('totp', contestant.requests.totp(person, code, carry), carry);
      browsers.set(person, contestant.keptByBrowser?.(signedIn));
      return signedIn;
    },
    forgetBrowser: (person) => browsers.delete(person),
    session: (carry) => step('session', contestant.requests.session(carry), carry),
    async stop() {
      agent.destroy();
      child.disconnect();
      await new Promise((ended) => child.once('exit', ended));
    },
  };
}

function send(agent, port, { method = 'GET', path, headers = {}, body }) {
  return new Promise((resolve, reject) => {
    const payload = body === undefined ? undefined : JSON.stringify(body);
    const sized =
      payload === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(payload) };
    const asking = request(
      { agent, host: '127.0.0.1', port, method, path, headers: { ...headers, ...sized } },
      (answer) => {
        const chunks = [];
        answer.on('data', (chunk) => chunks.push(chunk));
        answer.on('error', reject);
        answer.on('end', () => {
          const text = Buffer.concat(chunks).toString();
          resolve({
            status: answer.statusCode,
            headers: answer.headers,
            body: text === '' ? undefined : JSON.parse(text),
          });
        });
      },
    );
    asking.on('error', reject);
    asking.end(payload);
  });
}

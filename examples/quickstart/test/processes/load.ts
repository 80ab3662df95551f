import { setTimeout as pause } from 'node:timers/promises';
import { thoroughly } from '@sallyport/test-support/how-much';
import type { SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Administration } from '../support/administration.ts';
import type { Client, Reply } from '../support/client.ts';
import { type Person, succeeded } from '../support/person.ts';
import { PASSWORD } from '../support/quickstart.ts';
import type { AdminAccountDocument } from '../support/shapes.ts';
import type { Fleet } from './fleet.ts';
import { Ledger } from './ledger.ts';

type RequestOptions = Parameters<SoftwareAuthenticator['get']>[0];

const OWNERS = 6;
const TARGETS = 4;
const SUBJECTS = 3;
/** The number of clients that use one assertion at the same time, at different processes. */
const CONTENDERS = 3;
/** Milliseconds between two acts of a person. A short run leaves time of the processor to the tests beside it. */
const PACE = thoroughly(0, 60);

/** A load on a fleet. Records the answers, to compare them with the final state. */
export class Load {
  /** The answers since the last start. The other records begin with the preparation. */
  ledger: Ledger = new Ledger();
  /** The journeys of each account. A journey may open one session, whose user agent names the journey. */
  readonly journeys: Map<string, string[]> = new Map();
  /** The granted journeys, each with the number of grants. */
  readonly granted: Map<string, number> = new Map();
  readonly signedOut: Set<string> = new Set();
  /** The number of answered wrong guesses, by account. */
  readonly judged: Map<string, number> = new Map();
  readonly created: string[] = [];
  /** Wrong admissions: accepted guesses, and granted sessions that do not work. */
  readonly wronglyAdmitted: string[] = [];
  readonly #fleet: Fleet;
  readonly #ada: Administration;
  readonly #owners: readonly Person[];
  readonly #targets: readonly AdminAccountDocument[];
  readonly #subjects: readonly AdminAccountDocument[];
  #turn = 0;
  #running: Promise<unknown> | undefined;
  #isOver = false;

  private constructor(
    fleet: Fleet,
    ada: Administration,
    owners: readonly Person[],
    targets: readonly AdminAccountDocument[],
    subjects: readonly AdminAccountDocument[],
  ) {
    this.#fleet = fleet;
    this.#ada = ada;
    this.#owners = owners;
    this.#targets = targets;
    this.#subjects = subjects;
  }

  /** Adds the people: owners of a passkey, targets of guesses, and subjects of administration. */
  static async prepare(fleet: Fleet): Promise<Load> {
    const ada = await fleet.admin();
    const add = async (name: string, ...roles: readonly string[]): Promise<AdminAccountDocument> => {
      const identifier = `${name}@example.org`;
      const reply = await ada.creates({ identifier, email: identifier, password: PASSWORD, roles });
      succeeded(reply, `adding ${identifier}`);
      return reply.body;
    };
    const several = (count: number, name: string): Promise<readonly AdminAccountDocument[]> =>
      Promise.all(Array.from({ length: count }, (_, index) => add(`${name}-${index}`)));
    const owners = await Promise.all(
      Array.from({ length: OWNERS }, async (_, index) => {
        const owner = fleet.person(`owner-${index}@example.org`);
        owner.has.accountId = (await add(`owner-${index}`, 'contractor')).accountId;
        succeeded(await owner.proves('password', 'email-code'), `signing in as ${owner.identifier}`);
        succeeded(await owner.enrollsPasskey(), `a passkey for ${owner.identifier}`);
        return owner;
      }),
    );
    return new Load(fleet, ada, owners, await several(TARGETS, 'target'), await several(SUBJECTS, 'subject'));
  }

  start(): void {
    const again = async (act: () => Promise<void>): Promise<void> => {
      while (!this.#isOver) {
        await act();
        await pause(PACE);
      }
    };
    this.#isOver = false;
    this.ledger = new Ledger();
    this.#running = Promise.all([
      ...this.#owners.map((owner) => again(() => this.#signsIn(owner))),
      ...[0, 1, 2].map((guesser) => again(() => this.#guesses(guesser))),
      again(() => this.#administers()),
    ]);
  }

  async stop(): Promise<void> {
    this.#isOver = true;
    await this.#running;
  }

  /** Waits until every process of the fleet serves again. */
  async recovers(): Promise<void> {
    for (let process = 0; process < this.#fleet.size; process += 1) {
      for (const end = Date.now() + 120_000; ; await pause(100)) {
        const reply = await this.#fleet.newClient(process).post('/sign-in', { identifier: 'who' });
        if (reply.status < 500) break;
        if (Date.now() > end) throw new Error(`Process ${process} does not recover: ${reply.text}`);
      }
    }
  }

  /** Uses one assertion with several clients at once, and once more afterwards. At most one use may sign in. */
  async #signsIn(owner: Person): Promise<void> {
    const account = owner.has.accountId ?? '';
    const journey = `journey-${this.#turn++}`;
    const client = this.#fleet.newClient(this.#turn);
    const options = await this.#asks(client.post<RequestOptions>('/sign-in/passkey/options'));
    if (options?.status !== 200) return;
    const made = await owner.has.authenticator.get(options.body, { origin: this.#fleet.origin });
    const assertion = { ...made, clientExtensionResults: {} };
    this.journeys.set(account, [...(this.journeys.get(account) ?? []), journey]);
    const contenders = Array.from({ length: CONTENDERS }, (_, index) => this.#fleet.newClient(this.#turn + index));
    const uses = (at: Client): Promise<Reply | undefined> =>
      this.#asks(at.post('/sign-in/passkey', assertion, { 'user-agent': journey }));
    const replies = await Promise.all(contenders.map(uses));
    replies.push(await uses(this.#fleet.newClient(this.#turn)));
    const times = replies.filter((reply) => reply?.status === 200).length;
    if (times > 0) this.granted.set(journey, times);
    const winner = contenders[replies.findIndex((reply) => reply?.status === 200)];
    if (winner === undefined) return;
    const check = await this.#soonKnows(winner);
    if (check !== undefined && check.status !== 200 && check.status !== 503) {
      this.wronglyAdmitted.push(`${journey} was granted, and its session is none: ${check.text}`);
    }
    if (this.#turn % 2 === 0) {
      this.signedOut.add(journey);
      await this.#asks(winner.delete('/session'));
    }
  }

  /** Waits for a granted session. A new primary may read the older state of the majority for a moment. */
  async #soonKnows(client: Client): Promise<Reply | undefined> {
    for (const end = Date.now() + 30_000; ; await pause(250)) {
      const check = await this.#asks(client.get('/session'));
      if (check?.status !== 401 || Date.now() > end) return check;
    }
  }

  async #guesses(guesser: number): Promise<void> {
    const turn = this.#turn++;
    const target = this.#targets[(turn + guesser) % TARGETS];
    if (target === undefined) return;
    const guess = { identifier: target.identifiers[0], password: `guess ${turn}` };
    const reply = await this.#asks(this.#fleet.newClient(turn).post('/sign-in', guess));
    if (reply?.status === 401) this.judged.set(target.accountId, (this.judged.get(target.accountId) ?? 0) + 1);
    if (reply?.status === 200) this.wronglyAdmitted.push(`a guess was let in: ${reply.text}`);
    await pause(30);
  }

  /** Blocks and unblocks, changes roles, changes the policy, adds accounts. */
  async #administers(): Promise<void> {
    const turn = this.#turn++;
    const { client } = this.#ada.person;
    const subject = `/admin/accounts/${this.#subjects[turn % SUBJECTS]?.accountId}`;
    const seen = await this.#asks(client.get<AdminAccountDocument>(subject));
    if (seen?.status === 200) {
      const isBlocked = seen.body.status === 'blocked';
      const act = isBlocked ? client.post(`${subject}/unblock`) : client.post(`${subject}/block`, { reason: 'a test' });
      await this.#asks(act);
    }
    await this.#asks(client.put(`${subject}/roles`, { roles: turn % 2 === 0 ? ['employee'] : [] }));
    const policy = await this.#asks(client.get<{ policy: object; version: number }>('/admin/policy'));
    if (policy?.status === 200) {
      const changed = { ...policy.body.policy, recentProof: `${30 + (turn % 20)}m` };
      await this.#asks(client.put('/admin/policy', { policy: changed }, { 'if-match': `"${policy.body.version}"` }));
    }
    const identifier = `added-${turn}@example.org`;
    const added = await this.#asks(client.post('/admin/accounts', { identifier }));
    if (added?.status === 201) this.created.push(identifier);
    await pause(100);
  }

  async #asks<Body>(asking: Promise<Reply<Body>>): Promise<Reply<Body> | undefined> {
    const reply = await this.ledger.take(asking);
    if (reply === undefined || reply.status === 503) await pause(20 + Math.random() * 100);
    return reply;
  }
}

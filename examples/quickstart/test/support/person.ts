import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Client, Reply } from './client.ts';
import type { Clock } from './clock.ts';
import { SECOND } from './clock.ts';
import type { Mail, OwnAccountDocument, SessionDocument } from './shapes.ts';
import { totpCode, wrongTotpCode } from './totp.ts';

/** The running quickstart, as people need it. */
export interface World {
  readonly clock: Clock;
  newClient(): Client;
  mailsTo(address: string): Promise<readonly Mail[]>;
  /** Waits for a mail of this kind beyond the first `known` mails. */
  nextMail(address: string, kind: 'code' | 'token', known: number): Promise<Mail>;
}

/** A person's secrets and authenticators, on every device. */
export interface Keepsakes {
  accountId?: string;
  password: string;
  totpSecret?: string;
  /** The telephone number for codes, in E.164. */
  phone?: string;
  backupCodes: string[];
  readonly authenticator: SoftwareAuthenticator;
}

export type Proof = 'password' | 'email-code' | 'totp' | 'backup-code' | 'sms-code' | 'passkey';
type CreationOptions = Parameters<SoftwareAuthenticator['create']>[0];
type RequestOptions = Parameters<SoftwareAuthenticator['get']>[0];
type Assertion = Awaited<ReturnType<SoftwareAuthenticator['get']>>;

/** A person at one device. An act resolves to the server's last reply, and throws if an earlier reply is a refusal. */
export class Person {
  readonly identifier: string;
  readonly client: Client;
  readonly has: Keepsakes;
  readonly #world: World;

  constructor(world: World, identifier: string, client: Client, has: Keepsakes) {
    this.#world = world;
    this.identifier = identifier;
    this.client = client;
    this.has = has;
  }

  /** The same person at an unknown device. */
  elsewhere(client: Client = this.#world.newClient()): Person {
    return new Person(this.#world, this.identifier, client, this.has);
  }

  /** Another person who knows only the identifier. */
  stranger(): Person {
    const nothing = { password: 'not the password at all', backupCodes: [], authenticator: createAuthenticator() };
    return new Person(this.#world, this.identifier, this.#world.newClient(), nothing);
  }

  /** Signs in with these proofs in order. Throws if the server refuses a proof before the last. */
  async proves(...proofs: readonly [Proof, ...Proof[]]): Promise<Reply> {
    const [first, ...rest] = proofs;
    let reply = first === 'password' ? await this.signInWithPassword() : await this.goesOnWith(first);
    for (const proof of rest) {
      succeeded(reply, `signing in as ${this.identifier}, before ${proof}`);
      reply = await this.goesOnWith(proof);
    }
    return reply;
  }

  /**
   * Signs in again with the person's strongest factors. A factor set up in a session is no evidence in that session, and the next change
   * requires a proof at the account's new level.
   */
  async provesStrongest(): Promise<void> {
    const strong = this.has.authenticator.credentials.length > 0;
    const reply = await (strong ? this.proves('passkey') : this.proves('password', 'totp'));
    succeeded(reply, `signing in anew as ${this.identifier}`);
  }

  /** Shows a proof in the open flow. A passkey needs no flow. */
  async goesOnWith(proof: Proof): Promise<Reply> {
    switch (proof) {
      case 'password':
        return this.client.post('/sign-in/password', { password: this.has.password });
      case 'email-code':
        return this.client.post('/sign-in/email-code', { code: await this.receivesEmailCode() });
      case 'sms-code':
        return this.client.post('/sign-in/sms-code', { code: await this.receivesSmsCode() });
      case 'totp':
        return this.client.post('/sign-in/totp', { code: this.freshTotpCode() });
      case 'backup-code':
        return this.client.post('/sign-in/backup-code', { code: this.takesBackupCode() });
      case 'passkey':
        return this.client.post('/sign-in/passkey', await this.assertsPasskey());
    }
  }

  begins(): Promise<Reply> {
    return this.client.post('/sign-in', { identifier: this.identifier });
  }

  signInWithPassword(password: string = this.has.password): Promise<Reply> {
    return this.client.post('/sign-in', { identifier: this.identifier, password });
  }

  /** Requests a mailed code in the open flow, and reads the mail. */
  async receivesEmailCode(): Promise<string> {
    return this.#receivesCode(this.identifier, () => this.client.post('/sign-in/email-code/send'));
  }

  /** Requests a code by text message in the open flow, and reads the message. */
  async receivesSmsCode(): Promise<string> {
    return this.#receivesCode(this.#phone(), () => this.client.post('/sign-in/sms-code/send'));
  }

  async #receivesCode(address: string, send: () => Promise<Reply>): Promise<string> {
    const known = (await this.#world.mailsTo(address)).filter(({ code }) => code !== undefined).length;
    succeeded(await send(), `sending a code to ${address}`);
    const { code } = await this.#world.nextMail(address, 'code', known);
    return code ?? '';
  }

  /** Advances the clock by half a minute, and returns the app's new code, which is unused. */
  freshTotpCode(): string {
    this.#world.clock.advance(30 * SECOND);
    return totpCode(this.#totpSecret(), this.#world.clock.now);
  }

  /** A wrong code: the app shows another code in this time step, and in the steps before and after. */
  wrongTotpCode(): string {
    return wrongTotpCode(this.#totpSecret(), this.#world.clock.now);
  }

  takesBackupCode(): string {
    const code = this.has.backupCodes.shift();
    if (code === undefined) throw new Error(`${this.identifier} has no backup code left`);
    return code;
  }

  /** Answers a passkey prompt, in the open flow or, without a flow, as a discoverable credential. */
  async assertsPasskey(authenticator: SoftwareAuthenticator = this.has.authenticator): Promise<Assertion> {
    const options = await this.client.post<RequestOptions>('/sign-in/passkey/options');
    succeeded(options, 'asking for passkey options');
    return withoutPrfResults(await authenticator.get(options.body, { origin: this.client.origin }));
  }

  /** Sets up an authenticator app, and keeps the secret and the backup codes. */
  async enrollsTotp(): Promise<Reply> {
    const pending = await this.client.post('/enroll/totp');
    succeeded(pending, 'starting to set up TOTP');
    const secret = pending.body.secret ?? '';
    this.#world.clock.advance(30 * SECOND);
    const reply = await this.client.post('/enroll/totp/confirm', { code: totpCode(secret, this.#world.clock.now) });
    if (reply.status === 200) this.has.totpSecret = secret;
    return this.#keepingBackupCodes(reply);
  }

  /** Sets up a telephone number, confirms the number by a code, and keeps the number. */
  async enrollsSms(phone: string): Promise<Reply> {
    const code = await this.#receivesCode(phone, () => this.client.post('/enroll/sms-code', { address: phone }));
    const reply = await this.client.post('/enroll/sms-code/confirm', { code });
    if (reply.status === 200) this.has.phone = phone;
    return reply;
  }

  /** Registers a passkey on an authenticator, and keeps the backup codes. */
  async enrollsPasskey(name?: string, authenticator: SoftwareAuthenticator = this.has.authenticator): Promise<Reply> {
    const options = await this.client.post<CreationOptions>('/enroll/passkey/options');
    succeeded(options, 'asking for passkey creation options');
    const response = await authenticator.create(options.body, { origin: this.client.origin });
    const reply = await this.client.post('/enroll/passkey', { response, name });
    return this.#keepingBackupCodes(reply);
  }

  signsOut(): Promise<Reply> {
    return this.client.delete('/session');
  }

  session(): Promise<Reply<{ session?: SessionDocument; code?: string }>> {
    return this.client.get('/session');
  }

  async account(): Promise<OwnAccountDocument> {
    const reply = await this.client.get<OwnAccountDocument>('/account');
    succeeded(reply, `reading the account of ${this.identifier}`);
    return reply.body;
  }

  #keepingBackupCodes(reply: Reply): Reply {
    if (reply.body.backupCodes !== undefined) this.has.backupCodes = [...reply.body.backupCodes];
    return reply;
  }

  #phone(): string {
    if (this.has.phone === undefined) throw new Error(`${this.identifier} has no telephone`);
    return this.has.phone;
  }

  #totpSecret(): string {
    if (this.has.totpSecret === undefined) throw new Error(`${this.identifier} has no authenticator app`);
    return this.has.totpSecret;
  }
}

/** Removes the PRF results from an assertion, as a careful client does before posting. */
export function withoutPrfResults(assertion: Assertion): Assertion {
  return { ...assertion, clientExtensionResults: {} };
}

/** Throws with the answer if a preparing step of a test did not succeed. */
export function succeeded(reply: Reply<unknown>, what: string): void {
  if (reply.status < 200 || reply.status > 299) {
    throw new Error(`${what}: answered ${reply.status} ${reply.text.slice(0, 500)}`);
  }
}

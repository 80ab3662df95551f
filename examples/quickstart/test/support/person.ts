import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { Client, Reply } from './client.ts';
import type { Clock } from './clock.ts';
import { SECOND } from './clock.ts';
import type { AccountDocument, Mail, SessionDocument } from './shapes.ts';
import { totpCode, wrongTotpCode } from './totp.ts';

/** Where people act: the running quickstart, as far as they need it. */
export interface World {
  readonly clock: Clock;
  newClient(): Client;
  mailsTo(address: string): Promise<readonly Mail[]>;
  /** Waits until a mail of this kind arrives that was not among the first `known`. */
  nextMail(address: string, kind: 'code' | 'token', known: number): Promise<Mail>;
}

/** What a person keeps, whichever device they sit at. */
export interface Keepsakes {
  accountId?: string;
  password: string;
  totpSecret?: string;
  /** Where text messages go, in E.164. */
  phone?: string;
  backupCodes: string[];
  readonly authenticator: SoftwareAuthenticator;
}

export type Proof = 'password' | 'email-code' | 'totp' | 'backup-code' | 'sms-code' | 'passkey';
type CreationOptions = Parameters<SoftwareAuthenticator['create']>[0];
type RequestOptions = Parameters<SoftwareAuthenticator['get']>[0];
type Assertion = Awaited<ReturnType<SoftwareAuthenticator['get']>>;

/** A person at one device. Acts return the server's last reply; what leads up to it must succeed. */
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

  /** The same person at a device that nobody has seen before. */
  elsewhere(client: Client = this.#world.newClient()): Person {
    return new Person(this.#world, this.identifier, client, this.has);
  }

  /** Someone else who knows the identifier and nothing more. */
  stranger(): Person {
    const nothing = { password: 'not the password at all', backupCodes: [], authenticator: createAuthenticator() };
    return new Person(this.#world, this.identifier, this.#world.newClient(), nothing);
  }

  /** Signs in with these proofs, one after the other; all but the last must be taken. */
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
   * Signs in anew, here, with the strongest it has: a factor set up in a session is no evidence in it, and changing
   * the next one takes a proof at the level that the account has then.
   */
  async provesStrongest(): Promise<void> {
    const strong = this.has.authenticator.credentials.length > 0;
    const reply = await (strong ? this.proves('passkey') : this.proves('password', 'totp'));
    succeeded(reply, `signing in anew as ${this.identifier}`);
  }

  /** One more proof, in the flow that is open (a passkey needs none). */
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

  /** Has a code mailed, in the open flow, and reads it. */
  async receivesEmailCode(): Promise<string> {
    return this.#receivesCode(this.identifier, () => this.client.post('/sign-in/email-code/send'));
  }

  /** Has a code texted, in the open flow, and reads it. */
  async receivesSmsCode(): Promise<string> {
    return this.#receivesCode(this.#phone(), () => this.client.post('/sign-in/sms-code/send'));
  }

  async #receivesCode(address: string, send: () => Promise<Reply>): Promise<string> {
    const known = (await this.#world.mailsTo(address)).filter(({ code }) => code !== undefined).length;
    succeeded(await send(), `sending a code to ${address}`);
    const { code } = await this.#world.nextMail(address, 'code', known);
    return code ?? '';
  }

  /** The code that the app shows half a minute later, so that it is none that was used. */
  freshTotpCode(): string {
    this.#world.clock.advance(30 * SECOND);
    return totpCode(this.#totpSecret(), this.#world.clock.now);
  }

  /** A code that the app shows neither now nor a step before or after. */
  wrongTotpCode(): string {
    return wrongTotpCode(this.#totpSecret(), this.#world.clock.now);
  }

  takesBackupCode(): string {
    const code = this.has.backupCodes.shift();
    if (code === undefined) throw new Error(`${this.identifier} has no backup code left`);
    return code;
  }

  /** Answers a passkey prompt: in the open flow where there is one, discoverable where there is none. */
  async assertsPasskey(authenticator: SoftwareAuthenticator = this.has.authenticator): Promise<Assertion> {
    const options = await this.client.post<RequestOptions>('/sign-in/passkey/options');
    succeeded(options, 'asking for passkey options');
    return withoutPrfResults(await authenticator.get(options.body, { origin: this.client.origin }));
  }

  /** Sets an authenticator app up, from secret to confirmation; keeps it, and the backup codes if there are any. */
  async enrollsTotp(): Promise<Reply> {
    const pending = await this.client.post('/enroll/totp');
    succeeded(pending, 'starting to set up TOTP');
    const secret = pending.body.secret ?? '';
    this.#world.clock.advance(30 * SECOND);
    const reply = await this.client.post('/enroll/totp/confirm', { code: totpCode(secret, this.#world.clock.now) });
    if (reply.status === 200) this.has.totpSecret = secret;
    return this.#keepingBackupCodes(reply);
  }

  /** Sets a telephone number up, from its first code to the confirmation, and keeps it. */
  async enrollsSms(phone: string): Promise<Reply> {
    const code = await this.#receivesCode(phone, () => this.client.post('/enroll/sms-code', { address: phone }));
    const reply = await this.client.post('/enroll/sms-code/confirm', { code });
    if (reply.status === 200) this.has.phone = phone;
    return reply;
  }

  /** Registers a passkey on an authenticator, and keeps the backup codes if there are any. */
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

  async account(): Promise<AccountDocument> {
    const reply = await this.client.get<AccountDocument>('/account');
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

/** As a careful client posts it: what the authenticator made of the PRF input stays with the person. */
export function withoutPrfResults(assertion: Assertion): Assertion {
  return { ...assertion, clientExtensionResults: {} };
}

/** Throws, with the answer, where a step that only leads up to the point did not succeed. */
export function succeeded(reply: Reply<unknown>, what: string): void {
  if (reply.status < 200 || reply.status > 299) {
    throw new Error(`${what}: answered ${reply.status} ${reply.text.slice(0, 500)}`);
  }
}

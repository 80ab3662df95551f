import type { Reply } from './client.ts';
import { type Person, succeeded } from './person.ts';
import type { AdminAccountDocument, Answer, ImpactDocument, LoggedEvent, PolicyDocument } from './shapes.ts';

export interface NewAccount {
  readonly identifier: string;
  readonly displayName?: string;
  readonly email?: string;
  readonly roles?: readonly string[];
  readonly password?: string;
  readonly invite?: boolean;
}

type ListedAccount = Pick<AdminAccountDocument, 'accountId' | 'identifiers'>;

/** The roles of administrators in the quickstart. */
export const ADMINISTRATORS = { policy: ['super-admin'], people: ['admin'] } as const;

/** The acts of an administrator, through the HTTP contract. */
export class Administration {
  readonly person: Person;

  constructor(person: Person) {
    this.person = person;
  }

  creates(account: NewAccount): Promise<Reply<AdminAccountDocument & Answer>> {
    return this.person.client.post('/admin/accounts', account);
  }

  /** The account id of a person. Looks up an unknown id by the identifier. */
  async idOf(person: Person): Promise<string> {
    person.has.accountId ??= (await this.find(person.identifier)).accountId;
    return person.has.accountId;
  }

  async find(identifier: string): Promise<AdminAccountDocument> {
    const query = encodeURIComponent(identifier);
    const reply = await this.person.client.get<{ accounts: ListedAccount[] }>(`/admin/accounts?query=${query}`);
    succeeded(reply, `looking for ${identifier}`);
    const found = reply.body.accounts.find(({ identifiers }) => identifiers.includes(identifier));
    if (found === undefined) throw new Error(`${identifier} is not among the accounts: ${reply.text}`);
    const whole = await this.person.client.get<AdminAccountDocument>(`/admin/accounts/${found.accountId}`);
    succeeded(whole, `looking at ${identifier}`);
    return whole.body;
  }

  /** The account as an administrator sees it. */
  async sees(person: Person): Promise<AdminAccountDocument> {
    const path = `/admin/accounts/${await this.idOf(person)}`;
    const reply = await this.person.client.get<AdminAccountDocument>(path);
    succeeded(reply, `looking at ${person.identifier}`);
    return reply.body;
  }

  /** `POST /admin/accounts/:id/<act>`, for example `block`. */
  async does(act: string, person: Person, body: object = {}): Promise<Reply> {
    return this.person.client.post(`/admin/accounts/${await this.idOf(person)}/${act}`, body);
  }

  async sets(what: 'methods' | 'roles', person: Person, values: readonly string[], force?: boolean): Promise<Reply> {
    const body = { [what]: values, force };
    return this.person.client.put(`/admin/accounts/${await this.idOf(person)}/${what}`, body);
  }

  async deletes(person: Person): Promise<Reply> {
    return this.person.client.delete(`/admin/accounts/${await this.idOf(person)}`);
  }

  async policy(): Promise<PolicyDocument> {
    const reply = await this.person.client.get<PolicyDocument>('/admin/policy');
    succeeded(reply, 'reading the policy');
    return reply.body;
  }

  /** Replaces the policy in force. The administrators stay, unless the new policy names other administrators. */
  async putsPolicy(policy: object): Promise<Reply<ImpactDocument & Answer>> {
    const { version } = await this.policy();
    return this.person.client.put(
      '/admin/policy',
      { policy: { administrators: ADMINISTRATORS, ...policy } },
      { 'if-match': `"${version}"` },
    );
  }

  previews(policy: object): Promise<Reply<ImpactDocument & Answer>> {
    return this.person.client.post('/admin/policy/preview', { policy: { administrators: ADMINISTRATORS, ...policy } });
  }

  /** All pages of the action log, newest event first. */
  async events(filter: { person?: Person; type?: string } = {}): Promise<readonly LoggedEvent[]> {
    const query = new URLSearchParams(filter.type === undefined ? {} : { type: filter.type });
    if (filter.person !== undefined) query.set('account', await this.idOf(filter.person));
    const events: LoggedEvent[] = [];
    for (;;) {
      const reply = await this.person.client.get<{ events: LoggedEvent[]; next?: string }>(`/admin/events?${query}`);
      succeeded(reply, 'reading the action log');
      events.push(...reply.body.events);
      if (reply.body.next === undefined) return events;
      query.set('cursor', reply.body.next);
    }
  }
}

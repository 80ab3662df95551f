import type { CodeToSend, FlowReply, Refusal, SallyportOptions } from '@sallyport/engine';
import { isRefusal } from '@sallyport/engine';
import { Client, type Embedded, embedded, newAccount, PASSWORD } from '../../embedded.test-support.ts';

export const DORA = 'dora@example.org';
export const NUMBER = '+15550112';
export const SMS = 'sms-code';

/** A host with text messages, and everything it sent. */
export interface Texting {
  readonly world: Embedded;
  readonly texts: CodeToSend[];
  /** The code that was sent last. */
  readonly last: () => string;
}

export async function texting(
  options: Partial<SallyportOptions<string>> = {},
  send?: (code: CodeToSend) => Promise<void> | void,
): Promise<Texting> {
  const texts: CodeToSend[] = [];
  const world = await embedded({
    codes: {
      sms: {
        label: 'SMS',
        send: (code) => {
          texts.push(code);
          return send?.(code);
        },
        address: (raw) => (/^\+?[\d ]{5,20}$/.test(raw) ? raw.replaceAll(' ', '') : undefined),
      },
    },
    ...options,
  });
  return { world, texts, last: () => texts.at(-1)?.code ?? '' };
}

/** An account with a mailbox, signed in by it. */
export async function signedIn({ world }: Texting, identifier = DORA): Promise<Client> {
  await newAccount(world, identifier);
  const client = new Client(world);
  await client.signsInByMail(identifier);
  return client;
}

/** The same with a number that was confirmed in the session. */
export async function withNumber(host: Texting, number = NUMBER, identifier = DORA): Promise<Client> {
  const client = await signedIn(host, identifier);
  await enrolls(host, client, number);
  return client;
}

export async function enrolls({ world, last }: Texting, client: Client, address = NUMBER): Promise<FlowReply> {
  const begun = await world.auth.enroll.code(client.caller, SMS, { address });
  if (isRefusal(begun)) throw new Error(begun.refused);
  return client.keeps(world.auth.enroll.confirmCode(client.caller, SMS, { code: last() }));
}

/** A new client in whose flow the password was shown. */
export async function withPassword({ world }: Texting, identifier = DORA): Promise<Client> {
  const client = new Client(world);
  await client.keeps(world.auth.signIn.begin(client.caller, { identifier, password: PASSWORD }));
  return client;
}

export async function signsInByText(host: Texting, identifier = DORA): Promise<Client> {
  const client = await withPassword(host, identifier);
  const { signIn } = host.world.auth;
  await client.keeps(signIn.sendCode(client.caller, SMS));
  await client.keeps(signIn.code(client.caller, SMS, { code: host.last() }));
  return client;
}

/** What an answer comes to, in a word. */
export function wordOf(answer: FlowReply | Refusal | { readonly sentTo: string }): string {
  if ('refused' in answer) return answer.refused;
  return 'answer' in answer ? answer.answer.status : 'sent';
}

export function count(words: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const word of words) counts[word] = (counts[word] ?? 0) + 1;
  return counts;
}

/** A code that is not this one. */
export function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

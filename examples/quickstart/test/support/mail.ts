import { vi } from 'vitest';
import type { Client } from './client.ts';
import { succeeded } from './person.ts';
import type { Mail } from './shapes.ts';

/** The demo's mails to an address, newest first. */
export async function mailsTo(client: Client, address: string): Promise<readonly Mail[]> {
  const reply = await client.host<readonly Mail[]>('GET', `/dev/mail?to=${encodeURIComponent(address)}`);
  succeeded(reply, `reading the mail of ${address}`);
  return reply.body;
}

/** Waits for a mail of a kind beyond the `known` mails, other than about an unfamiliar sign-in. Resolves to the newest mail. */
export function nextMail(
  read: (address: string) => Promise<readonly Mail[]>,
  { address, kind, known }: { readonly address: string; readonly kind: 'code' | 'token'; readonly known: number },
  patience: { readonly timeout: number; readonly interval: number },
): Promise<Mail> {
  return vi.waitFor(async () => {
    const mails = (await read(address)).filter(
      (mail) => mail[kind] !== undefined && mail.kind !== 'sign-in.unfamiliar',
    );
    const [newest] = mails;
    if (newest === undefined || mails.length <= known) throw new Error(`No new ${kind} was mailed to ${address}`);
    return newest;
  }, patience);
}

/** Waits for the newest code to a mailbox or a telephone number. The pages request codes by themselves. */
export function mailedCode({ url }: { readonly url: string }, address: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const reply = await fetch(new URL(`/dev/mail?to=${encodeURIComponent(address)}`, url));
      const mails: readonly Mail[] = (await reply.json()) as readonly Mail[];
      const code = mails.find((mail) => mail.code !== undefined)?.code;
      if (code === undefined) throw new Error(`No code was mailed to ${address}`);
      return code;
    },
    { timeout: 30_000, interval: 50 },
  );
}

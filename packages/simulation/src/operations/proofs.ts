import type { FlowReply, Refusal } from '@sallyport/engine';
import { type TotpSecret, totpCode } from '../world/person.ts';
import { callerOf, isRefused, isUnavailable, keeps, type Scene, shows } from './scene.ts';

export type Way =
  | 'enrollment-code'
  | 'totp'
  | 'email-code'
  | 'sms-code'
  | 'backup-code'
  | 'passkey'
  | 'password'
  | 'ldap';

/** Returns `undefined` if the person cannot show the factor now. */
export async function proves(
  scene: Scene,
  way: Way,
  how: { readonly userVerified?: boolean } = {},
): Promise<FlowReply | Refusal | undefined> {
  scene.run.shows = way;
  const reply = await WAYS[way](scene, how).catch((fault: unknown) => {
    // If the answer of the commit was lost, the flow may have kept the proof.
    if (isUnavailable(fault)) scene.client.proved.push(way);
    throw fault;
  });
  if (reply === undefined) return undefined;
  keeps(scene, reply);
  if (!isRefused(reply)) scene.client.proved.push(way);
  return reply;
}

export async function provesOn(
  scene: Scene,
  reply: FlowReply | Refusal,
  preferred: readonly Way[],
): Promise<FlowReply | Refusal> {
  let last = reply;
  for (let round = 0; round < 3; round++) {
    if (isRefused(last) || last.answer.status !== 'continue') return last;
    const accepted: readonly string[] = last.answer.accept.map(({ method }) => method);
    let next: FlowReply | Refusal | undefined;
    for (const way of preferred) {
      if (next === undefined && accepted.includes(way)) next = await proves(scene, way);
    }
    if (next === undefined) return last;
    last = next;
  }
  return last;
}

type Show = (scene: Scene, how: { readonly userVerified?: boolean }) => Promise<FlowReply | Refusal | undefined>;

const WAYS: Readonly<Record<Way, Show>> = {
  async password(scene) {
    const { auth, client, knows } = scene;
    const { password } = knows;
    if (password === undefined) return undefined;
    return shows(scene, 'password', () => auth.signIn.password(callerOf(client), { password }));
  },
  async totp(scene) {
    const { world, knows } = scene;
    const code = knows.totp === undefined ? undefined : totpCode(knows.totp, world.now);
    return code === undefined || knows.totp === undefined ? undefined : showsTotp(scene, code, knows.totp);
  },
  'email-code': (scene) => showsDelivered(scene, 'email-code'),
  'sms-code': (scene) => showsDelivered(scene, 'sms-code'),
  async ldap(scene) {
    const { auth, client, knows, world } = scene;
    const { password } = world.entries?.get(knows.entry ?? '') ?? {};
    if (password === undefined) return undefined;
    return auth.signIn.password(callerOf(client), { password });
  },
  async 'enrollment-code'(scene) {
    const { auth, client, knows, ledger } = scene;
    const code = knows.enrollmentCode;
    if (code === undefined) return undefined;
    client.code = code;
    const reply = await shows(scene, 'enrollment-code', () => auth.signIn.enrollmentCode(callerOf(client), { code }));
    if (!isRefused(reply)) ledger.worked(`the enrollment code ${code}`, client.name, reply.keep?.flow?.expiresAt);
    return reply;
  },
  async 'backup-code'(scene) {
    const { auth, client, knows, ledger } = scene;
    const code = knows.backupCodes.at(-1);
    if (code === undefined) return undefined;
    scene.run.proved = [...client.proved];
    const reply = await shows(scene, 'backup-code', () => auth.signIn.code(callerOf(client), 'backup-code', { code }));
    if (!isRefused(reply)) {
      ledger.worked(`a backup code of ${knows.account} (${code.slice(0, 4)}…)`, client.name);
      knows.backupCodes = knows.backupCodes.filter((other) => other !== code);
    }
    return reply;
  },
  async passkey(scene, { userVerified = true }) {
    const { auth, client, knows, world } = scene;
    const key = knows.key === undefined ? undefined : world.keys.get(knows.key);
    if (key === undefined) return undefined;
    const options = await auth.signIn.passkeyOptions(callerOf(client));
    if (isRefused(options)) return options;
    const wanted = options.allowCredentials?.map(({ id }) => id) ?? [];
    if (!key.credentials.some(({ id }) => wanted.length === 0 || wanted.includes(id))) return undefined;
    const response = await key.get(withoutExtensions(options), { origin: auth.origin, userVerified });
    scene.run.proved = [...client.proved];
    return auth.signIn.passkey(callerOf(client), response);
  },
};

async function showsDelivered(
  scene: Scene,
  method: 'email-code' | 'sms-code',
): Promise<FlowReply | Refusal | undefined> {
  const { auth, client, knows, world, ledger } = scene;
  const own = method === 'email-code' ? knows.mailboxes : (knows.phones ?? []);
  if (own.length === 0) return undefined;
  const codes = (): readonly { readonly to: string; readonly code?: string }[] =>
    method === 'email-code' ? world.mails.filter(({ kind }) => kind === 'email-code') : world.texts;
  const before = codes().length;
  const sent = await auth.signIn.sendCode(callerOf(client), method);
  if (isRefused(sent)) return sent;
  keeps(scene, sent);
  if (sent.answer.status !== 'continue') return sent;
  const { code, to = '' } =
    codes()
      .slice(before)
      .findLast((message) => own.includes(message.to)) ?? {};
  if (code === undefined) return undefined;
  scene.run.proved = [...client.proved];
  const flow = client.flow ?? '';
  client.deliveredTo = { ...client.deliveredTo, [method]: to };
  const reply = await shows(scene, method, () => auth.signIn.code(callerOf(client), method, { code }));
  if (!isRefused(reply))
    ledger.worked(
      `the ${method === 'email-code' ? 'mailed' : 'sent'} code ${code} of flow ${flow.slice(0, 6)}…`,
      client.name,
    );
  return reply;
}

/** The code may have been used before. */
export async function showsTotp(
  scene: Scene,
  code: string,
  { lastStep: step, secret }: TotpSecret,
): Promise<FlowReply | Refusal> {
  const { auth, client, knows, ledger } = scene;
  scene.run.proved = [...client.proved];
  const reply = await shows(scene, 'totp', () => auth.signIn.code(callerOf(client), 'totp', { code }));
  if (!isRefused(reply))
    ledger.worked(
      `the code of step ${step} of ${knows.account}'s authenticator app (${secret.slice(0, 4)}…)`,
      client.name,
    );
  return reply;
}

/** The engine reads no results of extensions. */
export function withoutExtensions<Options extends { readonly extensions: unknown }>(
  options: Options,
): Omit<Options, 'extensions'> {
  const { extensions: _, ...rest } = options;
  return rest;
}

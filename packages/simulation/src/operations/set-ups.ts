import type { FlowReply, Refusal } from '@sallyport/engine';
import { totpCode } from '../world/person.ts';
import { withoutExtensions } from './proofs.ts';
import { callerOf, isRefused, keeps, type Scene } from './scene.ts';

export async function setsUpApp(scene: Scene): Promise<FlowReply | Refusal> {
  const { auth, client, knows, world, ledger, run } = scene;
  ledger.forgiving.push({ account: knows.account, run });
  const pending = await auth.enroll.secret(callerOf(client), 'totp');
  if (isRefused(pending)) return pending;
  const totp = { secret: pending.secret, lastStep: -1 };
  const code = totpCode(totp, world.now) ?? '';
  const reply = await auth.enroll.confirmCode(callerOf(client), 'totp', { code });
  if (isRefused(reply)) return reply;
  keeps(scene, reply);
  knows.totp = totp;
  if ('backupCodes' in reply.answer && reply.answer.backupCodes !== undefined) {
    knows.backupCodes = [...reply.answer.backupCodes];
  }
  return reply;
}

/** Without a name, the key that the person carries. */
export async function registersKey(
  scene: Scene,
  userVerified: boolean,
  name: string | undefined = scene.knows.key,
): Promise<FlowReply | Refusal> {
  const { auth, client, world } = scene;
  const key = name === undefined ? undefined : world.keys.get(name);
  if (key === undefined) return { refused: 'not-found' };
  const options = await auth.enroll.passkeyOptions(callerOf(client));
  if (isRefused(options)) return options;
  if (options.excludeCredentials?.some(({ id }) => key.credentials.some((held) => held.id === id)))
    return { refused: 'already-exists' };
  const response = await key.create(withoutExtensions(options), { origin: auth.origin, userVerified });
  const reply = await auth.enroll.passkey(callerOf(client), { response });
  return isRefused(reply) ? reply : keeps(scene, reply);
}

import { type Enroll, type FlowAnswer, type NewPasskey, type PasskeyInput, PasskeyProblem } from '@sallyport/browser';
import { type PasskeyWay, type PrfOutput, prfKey } from '@sallyport/vault/passkey';
import { client } from './client.ts';
import { PasskeyNotMade } from './passkey-not-made.ts';

/** The derived value is a key that scripts cannot read. */
export type HandedPasskey = PasskeyWay & { readonly prf: CryptoKey };

const DATABASE = 'sallyport-vault';
const STORE = 'passkey';
/** Milliseconds. The server asks the browser for a minute (WebAuthn Level 3 §5.4, `timeout`), and a browser may take longer. */
const PROMPT_LASTS = 90_000;
const LASTS = 5 * 60_000;

export function signInByPasskey(input: Omit<PasskeyInput, 'onPrf'> = {}): Promise<FlowAnswer> {
  return handingOver((onPrf) => client.signIn.passkey({ ...input, onPrf }));
}

/** Continues the open flow. */
export function provesByPasskey(): Promise<FlowAnswer> {
  return handingOver((onPrf) => client.inFlow.signIn.passkey({ onPrf }));
}

export async function makePasskey(
  input: Omit<NewPasskey, 'onPrf'> = {},
  { enroll }: { readonly enroll: Pick<Enroll, 'passkey'> } = client.inSession,
): Promise<FlowAnswer> {
  let tookTooLong = false;
  const timer = setTimeout(() => {
    tookTooLong = true;
    client.signIn.cancelPasskey();
  }, PROMPT_LASTS);
  try {
    return await handingOver((onPrf) => enroll.passkey({ ...input, onPrf }));
  } catch (thrown) {
    if (!(thrown instanceof PasskeyProblem)) throw thrown;
    throw new PasskeyNotMade(tookTooLong ? new PasskeyProblem('passkey-cancelled', thrown) : thrown);
  } finally {
    clearTimeout(timer);
  }
}

async function handingOver(
  ceremony: (onPrf: (output: ArrayBuffer, passkeyId: string) => void) => Promise<FlowAnswer>,
): Promise<FlowAnswer> {
  let kept = Promise.resolve();
  const answer = await ceremony((output, passkeyId) => {
    kept = keep(output, passkeyId).catch(() => undefined);
  });
  await kept;
  return answer;
}

export async function takePasskey(): Promise<HandedPasskey | undefined> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    const found: unknown = await done(store.get(STORE));
    await done(store.clear());
    return isHanded(found) && found.until > Date.now() ? found.passkey : undefined;
  } finally {
    database.close();
  }
}

async function keep(output: PrfOutput, passkeyId: string): Promise<void> {
  const passkey: HandedPasskey = { kind: 'passkey', passkeyId, prf: await prfKey(output) };
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    await done(store.put({ passkey, until: Date.now() + LASTS }, STORE));
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(DATABASE, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return done(request);
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

function isHanded(value: unknown): value is { readonly passkey: HandedPasskey; readonly until: number } {
  return typeof value === 'object' && value !== null && 'passkey' in value && 'until' in value;
}

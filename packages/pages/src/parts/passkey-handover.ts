import { type Enroll, type FlowAnswer, type NewPasskey, type PasskeyInput, PasskeyProblem } from '@sallyport/browser';
import { type PasskeyWay, type PrfOutput, prfKey } from '@sallyport/vault/passkey';
import { client } from './client.ts';
import { here } from './here.ts';
import { HANDED_PASSKEY } from './kept-data.ts';
import { whenLeadingOn } from './leaving.ts';
import { PasskeyNotMade } from './passkey-not-made.ts';

/** The derived value is a key that scripts cannot read. */
export type HandedPasskey = PasskeyWay & { readonly prf: CryptoKey };

const STORE = 'passkey';
/** Milliseconds. The server asks the browser for a minute (WebAuthn Level 3 §5.4, `timeout`), and a browser may take longer. */
const PROMPT_LASTS = 90_000;
/** Milliseconds. */
const LASTS = 60_000;

/** Of the last ceremony of this page. */
let shown: HandedPasskey | undefined;

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
  shown = undefined;
  let derived: Promise<HandedPasskey | undefined> = Promise.resolve(undefined);
  const answer = await ceremony((prf, passkeyId) => {
    derived = derivedFrom(prf, passkeyId).catch(() => undefined);
  });
  shown = await derived;
  const taken = shown;
  if (taken !== undefined && answer.status === 'complete')
    whenLeadingOn(async (path) => {
      if (new URL(path, location.origin).pathname === here('/vault')) await handOver(taken, answer.session.accountId);
    });
  return answer;
}

async function derivedFrom(output: PrfOutput, passkeyId: string): Promise<HandedPasskey> {
  return { kind: 'passkey', passkeyId, prf: await prfKey(output) };
}

export function takeShownPasskey(): HandedPasskey | undefined {
  const taken = shown;
  shown = undefined;
  return taken;
}

export async function takeHandedPasskey(): Promise<Handed | undefined> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    const found: unknown = await done(store.get(STORE));
    await done(store.clear());
    return isHanded(found) && found.until > Date.now() ? found : undefined;
  } finally {
    database.close();
  }
}

async function handOver(passkey: HandedPasskey, accountId: string): Promise<void> {
  const database = await open();
  try {
    const store = database.transaction(STORE, 'readwrite').objectStore(STORE);
    await done(store.put({ passkey, accountId, until: Date.now() + LASTS }, STORE));
  } finally {
    database.close();
  }
}

function open(): Promise<IDBDatabase> {
  const request = indexedDB.open(HANDED_PASSKEY, 1);
  request.addEventListener('upgradeneeded', () => request.result.createObjectStore(STORE));
  return done(request);
}

function done<Result>(request: IDBRequest<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    request.addEventListener('success', () => resolve(request.result));
    request.addEventListener('error', () => reject(request.error));
  });
}

export interface Handed {
  readonly passkey: HandedPasskey;
  readonly accountId: string;
  readonly until: number;
}

function isHanded(value: unknown): value is Handed {
  return typeof value === 'object' && value !== null && 'passkey' in value && 'accountId' in value && 'until' in value;
}

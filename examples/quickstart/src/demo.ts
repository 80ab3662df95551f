import { randomBytes } from 'node:crypto';
import type { PolicyInput } from '@sallyport/core';
import {
  createSallyport,
  type Directory,
  hostCode,
  isRefusal,
  type Sallyport,
  type SallyportOptions,
  type Store,
} from '@sallyport/engine';
import type { SignInProvider } from '@sallyport/store/providers';
import { type MailLanguages, mailLanguages, notingLanguages } from './mail-languages.ts';
import { type Mailbox, mailbox, notices, phoneNumber, SITE_NAME, SMS_LABEL } from './mailbox.ts';
import { type Notes, sealedNotes } from './notes.ts';
import { CORP, corpPeople, demoPeople, PASSWORD, PROOFS } from './people.ts';
import firstPolicy from './policy.ts';
import { openStore, type StoreKind } from './stores/open-store.ts';
import { type Uses, usesOfApp } from './uses.ts';

/**
 * The public key of the demo's emergency-access account (HPKE, P-256). The private key is in `emergency-key.json`, beside this package's
 * manifest, so that everyone can try the drill. Make and keep a real key on a machine without access to the server.
 */
export const EMERGENCY_KEY = {
  kid: 'hwDlcpFfKzEjRmty5pugWFqGv2PpBOw8_pkxKPggrsc',
  publicKey: 'BDOwcNu0JmMtM8xWlUTFsAzpv83FBo3DuBxC-mDQtT9Mi0Y-PeEs69SlSzZeANYA4B6MCNop0cFgn1oVfAXOIpA',
} as const;

/** A fixed secret, because several processes may serve one lasting database. A real app loads its secret from a secret store. */
const SECRET_OF_THE_DEMO =
  process.env['SALLYPORT_SECRET'] ?? 'the secret of the quickstart, which is a demo on loopback alone';

/**
 * The first policy under `SSO=demo`. The provider's proof is one factor. If the provider reports two factors, the policy trusts the
 * report. The provider owns no mail domain, so a code to the mailbox is a second factor.
 */
const ssoPolicy: PolicyInput = {
  ...firstPolicy,
  providers: { [CORP]: { trust: [{ acr: PROOFS.two.acr, strength: 'enhanced' }] } },
};

/**
 * The first policy with a directory. Each person of the directory gets an account at the first sign-in, and sets up a second step after the
 * directory's password alone: the account has nothing else yet. The directory owns no mail domain, so that its people stay apart from the
 * seeded people.
 */
function withDirectory(policy: PolicyInput<string>, { id }: Directory): PolicyInput<string> {
  return {
    ...policy,
    enrollment: { firstFactor: 'password' },
    providers: { ...policy.providers, [id]: { createAccounts: true } },
  };
}

/** Options for tests, in addition to the options of `npm start`. */
export interface EngineOptions
  extends Pick<
    SallyportOptions,
    | 'attestationRoots'
    | 'breachedPasswords'
    | 'contextOf'
    | 'logger'
    | 'passwordHashing'
    | 'secrets'
    | 'timer'
    | 'vault'
  > {
  /** Wraps the store before the engine gets the store. */
  readonly aroundStore: (store: Store) => Store;
  /** The notes of the app. */
  readonly notes: Notes;
}

export interface DemoOptions extends Partial<EngineOptions> {
  readonly origin: string;
  readonly policy?: PolicyInput<string>;
  readonly clock?: () => number;
  readonly store?: StoreKind;
  /** An existing database; absent: a database server for this run alone. */
  readonly databaseUrl?: string;
  /** Adds the method `sms-code`. The demo's mailbox shows the messages under the number in E.164. */
  readonly sms?: boolean;
  /** Providers for single sign-on. */
  readonly providers?: readonly SignInProvider[];
  /** Adds the demo's own provider. The people are linked, and the start page explains how to try the provider. */
  readonly ssoDemo?: boolean;
  /** Adds the method `ldap`. */
  readonly directory?: Directory;
}

export interface Demo {
  readonly store: StoreKind;
  /** Whether the demo's own provider runs. */
  readonly ssoDemo: boolean;
  close(): Promise<void>;
  readonly auth: Sallyport;
  readonly mail: Mailbox;
  readonly languages: MailLanguages;
  readonly notes: Notes;
  readonly uses: Uses;
}

/** Sallyport on the chosen store, with the seeded people and a mailbox instead of a mailer. */
export async function openDemo({
  origin,
  ssoDemo = false,
  policy,
  providers = [],
  clock = Date.now,
  store: kind = 'memory',
  databaseUrl,
  sms = false,
  aroundStore = (store) => store,
  notes = sealedNotes(),
  directory,
  ...engine
}: DemoOptions): Promise<Demo> {
  const first = ssoDemo ? ssoPolicy : firstPolicy;
  const languages = mailLanguages();
  const mail = mailbox(origin, clock, languages);
  const uses = usesOfApp(clock);
  const { store, lasting, close } = await openStore(kind, databaseUrl);
  const auth = createSallyport({
    origin,
    name: SITE_NAME,
    secrets: [lasting ? SECRET_OF_THE_DEMO : randomBytes(32).toString('base64url')],
    store: notingLanguages(aroundStore(store), languages),
    policy: policy ?? (directory === undefined ? first : withDirectory(first, directory)),
    // Administrators change the policy on the pages of the demo.
    policySource: 'store',
    clock,
    sendMail: (message) => mail.deliver(message),
    codes: sms ? { sms: { label: SMS_LABEL, address: phoneNumber, send: (message) => mail.text(message) } } : undefined,
    notifyOwner: notices(mail, origin, languages, directory === undefined ? providers : [...providers, directory]),
    exposure: (accountId) => uses.of(accountId),
    // May come twice: what is gone is gone.
    afterDeletion({ accountId }) {
      notes.forget(accountId);
      uses.forget(accountId);
    },
    vault: { emergencyKey: EMERGENCY_KEY },
    providers,
    directory,
    logger: console,
    ...engine,
  });
  await auth.ready();
  for (const { address, role } of demoPeople) {
    const created = await auth.people.create({
      identifier: address,
      roles: role === 'none' ? [] : [role],
      email: address,
      password: PASSWORD,
      externalIds: ssoDemo ? identitiesOf(address) : undefined,
      by: hostCode('host'),
    });
    if (isRefusal(created) && created.refused !== 'already-exists') throw new Error(`${address}: ${created.refused}`);
  }
  return {
    auth,
    mail,
    languages,
    notes,
    uses,
    store: kind,
    ssoDemo,
    async close() {
      await auth.close();
      await close();
    },
  };
}

/** The identities of a person at the demo's own provider. */
function identitiesOf(identifier: string): { provider: string; subject: string }[] {
  return corpPeople.filter(({ address }) => address === identifier).map(({ subject }) => ({ provider: CORP, subject }));
}

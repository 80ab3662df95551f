import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { createAuthenticator, type SoftwareAuthenticator } from '@sallyport/testing/authenticator';
import type { ForeignPassword, ImportPasskey, ImportTotp } from '../contract/index.ts';

/** What a system stores, under the system's name with its version. */
interface Stored {
  readonly system: string;
  readonly form: string;
}
export interface StoredPassword extends Stored, ForeignPassword {
  readonly password: string;
}
export interface StoredApp extends Stored {
  readonly totp: ImportTotp;
  /** The right code at `at`, in epoch milliseconds. */
  readonly code: string;
  readonly at: number;
}
export interface StoredCodes extends Stored {
  readonly codes: readonly string[];
  /** A right code as its owner types it. */
  readonly code: string;
}
export interface StoredPasskey extends Stored {
  readonly row: ImportPasskey;
  readonly key: SoftwareAuthenticator;
}
export interface StoredFactors {
  readonly passwords: readonly StoredPassword[];
  readonly apps: readonly StoredApp[];
  readonly codes: readonly StoredCodes[];
  readonly passkeys: readonly StoredPasskey[];
}

type Register = (options: Parameters<SoftwareAuthenticator['create']>[0]) => Promise<unknown>;
type Made = Omit<StoredFactors, 'passkeys'> & { readonly passkeys: readonly Omit<StoredPasskey, 'key'>[] };

const home = fileURLToPath(new URL('../..', import.meta.url));

/** Installs the libraries of `walk/libraries.json` in a folder, lets them store what they store, and removes the folder. */
export async function madeByLibraries(password: string, origin: string): Promise<StoredFactors> {
  const places = join(home, 'node_modules/.cache');
  mkdirSync(places, { recursive: true });
  const folder = mkdtempSync(join(places, 'systems-'));
  try {
    cpSync(join(home, 'walk'), folder, { recursive: true });
    renameSync(join(folder, 'libraries.json'), join(folder, 'package.json'));
    execFileSync('npm', ['install', '--silent', '--no-audit', '--no-fund', '--legacy-peer-deps'], { cwd: folder });
    const { made }: { made(password: string, origin: string, register: Register): Promise<Made> } = await import(
      pathToFileURL(join(folder, 'made.mjs')).href
    );
    const keys = new Map<string, SoftwareAuthenticator>();
    const stored = await made(password, origin, async (options) => {
      const key = createAuthenticator();
      const response = await key.create(options, { origin, userVerified: true });
      keys.set(response.id, key);
      return response;
    });
    const keyOf = (id: string) => keys.get(Buffer.from(id, 'base64url').toString('base64url')) ?? createAuthenticator();
    return { ...stored, passkeys: stored.passkeys.map((one) => ({ ...one, key: keyOf(one.row.id) })) };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerCertificate } from './certificates.ts';
import { freePort } from './free-port.ts';
import { findProgram } from './real-parts.ts';
import { BASE, type DirectoryPerson, directoryOf, POLICY, ROOT, SEARCHER } from './slapd-data.ts';

/** A real OpenLDAP server for one test, with its own data. */
export interface Slapd {
  /** `ldap://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** The port of `ldaps://`. The server listens there only with a certificate. */
  readonly securePort: number;
  /** The distinguished names of all binds since the last call, in order. */
  binds(): Promise<string[]>;
  /** Kills the server with SIGKILL, so that no shutdown code runs. */
  crash(): Promise<void>;
  restart(): Promise<void>;
  /** Stops the server's process: connections still open, but no request gets an answer. The returned function continues the process. */
  freeze(): Promise<() => void>;
  stop(): Promise<void>;
}

export interface SlapdOptions {
  readonly people: readonly DirectoryPerson[];
  /** A bind with a name and an empty password succeeds as anonymous (RFC 4513 §5.1.2), as on Active Directory. */
  readonly allowUnauthenticatedBind?: boolean;
  /** The server accepts passwords over TLS only. */
  readonly requireTls?: boolean;
  readonly tls?: ServerCertificate;
  /** The right of an entry's owner, and of everybody else but the search account. Default: owners read their entries. */
  readonly everybodyMay?: 'auth' | 'compare' | 'disclose';
  /** The right of an entry's owner, and nobody else but the search account has one. Default: owners read their entries. */
  readonly ownersMay?: 'read' | 'write';
  /** Owners read the `uid` of their entries, and nobody but the root account writes it. Default: `ownersMay`. */
  readonly protectsUid?: boolean;
}

export function findSlapd(): string | null {
  const usual = '/usr/sbin/slapd';
  return findProgram('SLAPD_PATH', ['slapd'])?.path ?? (existsSync(usual) ? usual : null);
}

export async function startSlapd(options: SlapdOptions): Promise<Slapd> {
  const program = findSlapd();
  if (program === null) throw new Error('There is no slapd: set SLAPD_PATH, or install it.');
  const folder = mkdtempSync(join(tmpdir(), 'slapd-'));
  const config = prepared(program, folder, options);
  const [port, securePort] = [await freePort(), await freePort()];
  const addresses = `ldap://127.0.0.1:${port}/${options.tls === undefined ? '' : ` ldaps://127.0.0.1:${securePort}/`}`;
  let log = '';
  let read = 0;

  const start = async (): Promise<ChildProcess> => {
    const child = spawn(program, ['-d', 'stats', '-f', config, '-h', addresses], {
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    child.stderr?.on('data', (chunk) => {
      log += chunk;
    });
    await listening(child, port, () => log);
    return child;
  };
  let child = await start();

  return {
    url: `ldap://127.0.0.1:${port}`,
    port,
    securePort,
    async binds() {
      // The log arrives over a pipe, and may arrive later than the answer to the bind.
      await pause(100);
      const unread = log.slice(read);
      read = log.length;
      return [...unread.matchAll(/ BIND dn="(.*)" method=/g)].map(([, dn]) => dn ?? '');
    },
    crash: () => ended(child, 'SIGKILL'),
    async restart() {
      child = await start();
    },
    async freeze() {
      child.kill('SIGSTOP');
      // Until the signal arrives, the server may still answer.
      while (!stateOf(child).startsWith('T')) await pause(5);
      return () => child.kill('SIGCONT');
    },
    async stop() {
      child.kill('SIGCONT');
      await ended(child, 'SIGTERM');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Writes the configuration and the data. Returns the path of the configuration. */
function prepared(program: string, folder: string, options: SlapdOptions): string {
  const {
    tls,
    allowUnauthenticatedBind = false,
    requireTls = false,
    people,
    everybodyMay,
    ownersMay = 'read',
    protectsUid = false,
  } = options;
  const path = (name: string): string => join(folder, name);
  mkdirSync(path('db'));
  if (tls !== undefined) {
    writeFileSync(path('cert.pem'), tls.certificate);
    writeFileSync(path('key.pem'), tls.key);
  }
  writeFileSync(
    path('slapd.conf'),
    `
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
include /etc/ldap/schema/nis.schema
attributetype ( 1.2.840.113556.1.4.2 NAME 'objectGUID' EQUALITY octetStringMatch SYNTAX 1.3.6.1.4.1.1466.115.121.1.40 SINGLE-VALUE )
objectclass ( 1.3.6.1.4.1.4203.666.1 NAME 'hasGuid' AUXILIARY MAY objectGUID )
modulepath /usr/lib/ldap
moduleload back_mdb.so
moduleload memberof.so
moduleload ppolicy.so
pidfile ${path('slapd.pid')}
${tls === undefined ? '' : `TLSCertificateFile ${path('cert.pem')}\nTLSCertificateKeyFile ${path('key.pem')}\nTLSVerifyClient never`}
${allowUnauthenticatedBind ? 'allow bind_anon_dn' : ''}
${requireTls ? 'security simple_bind=128' : ''}
database mdb
suffix "${BASE}"
rootdn "${ROOT.dn}"
rootpw ${ROOT.password}
directory ${path('db')}
maxsize 67108864
index objectClass,uid,mail eq
overlay memberof
overlay ppolicy
ppolicy_default "${POLICY}"
ppolicy_use_lockout
access to attrs=userPassword by self write by anonymous auth by * none
${protectsUid ? `access to attrs=uid by dn.exact="${SEARCHER.dn}" read by self read by anonymous auth by * none` : ''}
access to * by dn.exact="${SEARCHER.dn}" read ${everybodyMay === undefined ? `by self ${ownersMay} by anonymous auth by * none` : `by * ${everybodyMay}`}
`,
  );
  writeFileSync(path('data.ldif'), directoryOf(people));
  execFileSync(program, ['-T', 'add', '-f', path('slapd.conf'), '-l', path('data.ldif')], { stdio: 'pipe' });
  return path('slapd.conf');
}

/** The state of a process as in `ps`. `T` means stopped. */
function stateOf({ pid }: ChildProcess): string {
  return execFileSync('ps', ['-o', 'state=', '-p', String(pid)], { encoding: 'utf8' }).trim();
}

async function listening(child: ChildProcess, port: number, log: () => string): Promise<void> {
  while (!(await answers(port))) {
    if (child.exitCode !== null || child.signalCode !== null) throw new Error(`slapd ended: ${log()}`);
    await pause(20);
  }
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true));
    socket.once('error', () => resolve(false)).once('connect', () => socket.destroy());
  });
}

async function ended(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  await new Promise((resolve) => {
    child.once('exit', resolve);
    child.kill(signal);
  });
}

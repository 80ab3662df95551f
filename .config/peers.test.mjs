import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../packages/', import.meta.url));
/** For each package, the peer dependencies, and the names under which the package's tests install each tested version. */
const installed = {
  express: { express: ['express', 'express-4'] },
  koa: { koa: ['koa', 'koa-2'] },
  hono: { hono: ['hono'] },
  fastify: { fastify: ['fastify'] },
  next: { next: ['next'] },
  'storage-postgres': { pg: ['pg'] },
  'storage-mongo': { mongodb: ['mongodb'] },
  'storage-sqlite': { 'better-sqlite3': ['better-sqlite3'] },
  cli: { pg: ['pg'] },
  engine: { '@opentelemetry/api': ['@opentelemetry/api'] },
  testing: { vitest: ['vitest'] },
};

describe('X26 what a package asks its host for', () => {
  it('is known here, for each package', () => {
    const asking = readdirSync(packages).flatMap((name) => {
      const peers = peersOf(name);
      return peers.length === 0 ? [] : [[name, peers.sort()]];
    });
    const known = Object.entries(installed).map(([name, peers]) => [name, Object.keys(peers).sort()]);
    expect(asking).toEqual(known.sort());
  });

  const asked = Object.entries(installed).flatMap(([name, peers]) =>
    Object.entries(peers).map(([peer, aliases]) => [name, peer, aliases]),
  );
  it.each(asked)('%s: every major of %s is one that its tests ran on', (name, peer, aliases) => {
    const range = manifestOf(name).peerDependencies[peer];
    const majors = range.split('||').map((one) => /^\^(\d+)\.\d+\.\d+$/.exec(one.trim())?.[1]);
    const ran = aliases.map((alias) => versionOf(name, alias).split('.')[0]);
    expect(majors.sort()).toEqual(ran.sort());
  });
});

function manifestOf(name) {
  return JSON.parse(readFileSync(`${packages}${name}/package.json`, 'utf8'));
}

/** The peer dependencies of a package, without our own packages, because all our packages share one version. */
function peersOf(name) {
  if (!existsSync(`${packages}${name}/package.json`)) return [];
  return Object.keys(manifestOf(name).peerDependencies ?? {}).filter((peer) => !peer.startsWith('@sallyport/'));
}

function versionOf(name, alias) {
  const paths = createRequire(`${packages}${name}/package.json`).resolve.paths(alias) ?? [];
  for (const folder of paths) {
    try {
      return JSON.parse(readFileSync(`${folder}/${alias}/package.json`, 'utf8')).version;
    } catch {
      // The next folder may have it.
    }
  }
  throw new Error(`${alias} is not installed for ${name}`);
}

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const packages = fileURLToPath(new URL('../../packages/', import.meta.url));
/** Each adapter, and under which names its tests install the framework. */
const installed = {
  express: ['express', 'express-4'],
  koa: ['koa', 'koa-2'],
  hono: ['hono'],
  fastify: ['fastify'],
  next: ['next'],
};

describe('X26 the framework that an adapter asks for', () => {
  it.each(Object.entries(installed))('%s: every major is one that its tests ran on', (name, aliases) => {
    const { peerDependencies } = JSON.parse(readFileSync(`${packages}${name}/package.json`, 'utf8'));
    const asked = peerDependencies[name].split('||').map((range) => /^\^(\d+)\.\d+\.\d+$/.exec(range.trim())?.[1]);
    const ran = aliases.map((alias) => versionOf(name, alias).split('.')[0]);
    expect(asked.sort()).toEqual(ran.sort());
  });
});

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

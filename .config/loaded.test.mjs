import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import assurance from '../packages/assurance/tsup.config.ts';
import core from '../packages/core/tsup.config.ts';
import http from '../packages/http/tsup.config.ts';
import { loadedWith } from './loaded.mjs';

const ADAPTERS = ['express', 'koa', 'hono', 'fastify', 'next'];
const STORES = readdirSync(new URL('../packages/', import.meta.url)).filter((name) => name.startsWith('storage-'));

/** Drivers that a store imports when it runs. The host's own process loads the driver in any case. */
const OF_THE_HOST = ['mongodb'];

/** The small zod, whose methods are functions: the whole zod takes twice as long to load. */
const ZOD = { 'zod/mini': ['core'], 'zod/v4/locales/en.js': ['core'] };

describe('what an import loads, before anything is used', () => {
  it('the engine: the schema of policies; no analysis, no hashing, no codes of apps, no lists of passwords, no certificates', () => {
    const { files, others } = loadedWith('@sallyport/engine');
    expect(others).toEqual(ZOD);
    expect(files.filter((file) => file.startsWith('packages/assurance/'))).toEqual([]);
  });

  it.each(ADAPTERS)('@sallyport/%s: what the engine loads, and no shape of a route', (adapter) => {
    const { files, others } = loadedWith(`@sallyport/${adapter}`);
    expect(files.filter((file) => /^packages\/http\/src\/(routes|shapes)\//.test(file))).toEqual([]);
    expect(others).toEqual(ZOD);
  });

  it.each(STORES)('@sallyport/%s: the port with zod, the driver, and no part of the engine', (store) => {
    const { files, others } = loadedWith(`@sallyport/${store}`);
    expect(files.filter((file) => file.startsWith('packages/engine/'))).toEqual([]);
    expect(Object.keys(others).filter((name) => !(name in ZOD) && !OF_THE_HOST.includes(name))).toEqual([]);
  });

  it('zod comes without its fifty languages: those who load it have the parts they use in their JavaScript', () => {
    for (const built of [assurance, core, http].flat()) expect(built.noExternal).toEqual(['zod']);
  });
});

/** What the repository alone needs of a manifest stays out of the tarball: the sources, which the tarball has not, and the tools. */
export const hooks = {
  beforePacking({ devDependencies: _, scripts: __, ...manifest }) {
    return { ...manifest, exports: withoutSources(manifest.exports) };
  },
};

const OF_SOURCES = new Set(['@sallyport/source', 'typedoc']);

function withoutSources(target) {
  if (typeof target !== 'object' || target === null) return target;
  const kept = Object.entries(target).filter(([condition]) => !OF_SOURCES.has(condition));
  return Object.fromEntries(kept.map(([condition, one]) => [condition, withoutSources(one)]));
}

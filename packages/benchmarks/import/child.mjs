// Milliseconds, milliseconds of processor time, and resident MiB.
const MODULES = {
  express: () => import('express'),
  pg: () => import('pg'),
  zod: () => import('zod'),
  core: () => import('@sallyport/core'),
  engine: () => import('@sallyport/engine'),
  adapter: () => import('@sallyport/express'),
  store: () => import('@sallyport/storage-postgres'),
};

const start = performance.now();
const used = process.cpuUsage();
for (const name of process.argv.slice(2)) await MODULES[name]();
const time = performance.now() - start;
const { user, system } = process.cpuUsage(used);
console.log(JSON.stringify({ time, cpu: (user + system) / 1000, memory: process.memoryUsage().rss / 2 ** 20 }));

// Prints how long one import took, in milliseconds. Argument: `core` or `zod`.
const start = performance.now();
if (process.argv[2] === 'core') await import('@sallyport/core');
else await import('zod');
console.log(performance.now() - start);

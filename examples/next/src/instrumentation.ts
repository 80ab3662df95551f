/** Runs once, before the first request. The build for the Edge Runtime leaves the import out. */
export async function register(): Promise<void> {
  if (process.env.NEXT_RUNTIME === 'nodejs') await import('./instrumentation-node.ts');
}

/** Runs once, before the first request. Waits for the store, and fails if the configuration cannot work. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { auth } = await import('./lib/auth.ts');
  await auth.ready();
}

/** Runs once, before the first request: it waits for the store, and says what cannot work. */
export async function register(): Promise<void> {
  if (process.env['NEXT_RUNTIME'] !== 'nodejs') return;
  const { auth } = await import('./lib/auth.ts');
  await auth.ready();
}

try {
  const { auth } = await import('./lib/auth.ts');
  await auth.ready(); // waits for the store, and fails if the configuration cannot work
  process.once('SIGTERM', () => void auth.close());
} catch (error) {
  // Next would keep the process, and answer every request with 500 for ever.
  console.error('the app cannot start', error);
  process.exit(1);
}

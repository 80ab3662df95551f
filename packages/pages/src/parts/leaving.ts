let handsOver: ((path: string) => Promise<unknown>) | undefined;

/** Runs when this page leads on, and never if the person leaves the page. */
export function whenLeadingOn(run: (path: string) => Promise<unknown>): void {
  handsOver = run;
}

export async function leadOn(path: string, go: () => void = () => location.replace(path)): Promise<void> {
  const run = handsOver;
  handsOver = undefined;
  await run?.(path).catch(() => undefined);
  go();
}

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '@sallyport/test-support/free-port';
import { findProgram, type Program, realPart } from '@sallyport/test-support/real-parts';
import { expect, onTestFinished } from 'vitest';
import type { Person } from './person.ts';

interface Programs {
  readonly driver: Program;
  /** Shows windows without a monitor. */
  readonly screen: Program;
}

/** The driver of WebKitGTK and its screen on this machine. If one of them is missing, tests are skipped. */
export const webkitHere: Programs | null = realPart('WebKitGTK (WebKitWebDriver and Xvfb)', () => {
  const [driver, screen] = [findProgram('WEBKIT_DRIVER_PATH', ['WebKitWebDriver']), findProgram('XVFB_PATH', ['Xvfb'])];
  return driver === null || screen === null ? null : { driver, screen };
});

/** A tab of WebKitGTK, by WebDriver (W3C). */
export class WebKitTab {
  readonly #session: string;

  private constructor(session: string) {
    this.#session = session;
  }

  /** Starts the browser for one test. */
  static async open(): Promise<WebKitTab> {
    if (webkitHere === null) throw new Error('WebKitGTK is not on this machine');
    const { driver, screen } = webkitHere;
    const xvfb = started(screen, ['-displayfd', '1', '-nolisten', 'tcp', '-screen', '0', '1280x1024x24']);
    const [display] = await once(xvfb.stdout ?? xvfb, 'data');
    const port = await freePort();
    started(driver, ['-p', String(port)], { DISPLAY: `:${String(display).trim()}` });
    const driven = `http://127.0.0.1:${port}/session`;
    await expect
      .poll(() =>
        fetch(driven).then(
          () => true,
          () => false,
        ),
      )
      .toBe(true);
    const { sessionId } = await asks<{ sessionId: string }>('POST', driven, { capabilities: {} });
    const tab = new WebKitTab(`${driven}/${sessionId}`);
    onTestFinished(() => asks('DELETE', tab.#session));
    return tab;
  }

  async goto(url: string): Promise<void> {
    await asks('POST', `${this.#session}/url`, { url });
  }

  async goBack(): Promise<void> {
    await asks('POST', `${this.#session}/back`, {});
  }

  /** Runs the body of a function in the page. */
  evaluate<Result>(script: string): Promise<Result> {
    return asks('POST', `${this.#session}/execute/sync`, { script, args: [] });
  }

  /** Copies the cookies of a person who signed in with another client. The tab has to be on the app's origin. */
  async takesOver({ client }: Person): Promise<void> {
    for (const [name, value] of client.cookies)
      await asks('POST', `${this.#session}/cookie`, { cookie: { name, value, path: '/' } });
  }
}

/** Starts a program for one test. The programs of a test end in the reverse order. */
function started({ path }: Program, args: readonly string[], environment: NodeJS.ProcessEnv = {}): ChildProcess {
  const running = spawn(path, args, { env: { ...process.env, ...environment }, stdio: ['ignore', 'pipe', 'ignore'] });
  onTestFinished(async () => {
    const ended = running.exitCode === null ? once(running, 'exit') : undefined;
    running.kill();
    await ended;
  });
  return running;
}

/** A command of WebDriver. Throws if the browser refuses the command. */
async function asks<Value>(method: 'POST' | 'DELETE', url: string, body?: object): Promise<Value> {
  const response = await fetch(url, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
  const { value }: { value: Value } = JSON.parse(await response.text());
  if (!response.ok) throw new Error(`${method} ${url}: ${JSON.stringify(value)}`);
  return value;
}

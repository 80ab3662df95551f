import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { chromiumForThisFile, chromiumHere } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import type { Page } from 'playwright-core';
import { describe, expect, it, onTestFinished } from 'vitest';
import { pages } from '../src/index.ts';

const app = await quickstartForThisFile();

/** A server on another port of `localhost`: another origin of the same site, whose frames get the cookies of the app. */
async function neighbour(listener: RequestListener): Promise<string> {
  const server = createServer(listener);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  onTestFinished(() => void server.close());
  return `http://localhost:${(server.address() as AddressInfo).port}`;
}

const html =
  (body: string): RequestListener =>
  (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(`<!doctype html>${body}`);

/** Whether a page of the neighbour shows the address in a frame. Chromium shows a page of its own in place of a forbidden page. */
async function isFramed(page: Page, at: string, address: string): Promise<boolean> {
  await page.goto(`${at}/?${new URLSearchParams({ of: address })}`);
  await page.evaluate((src) => {
    const frame = document.createElement('iframe');
    const loaded = new Promise((resolve) => frame.addEventListener('load', resolve));
    frame.src = src;
    document.body.append(frame);
    return loaded;
  }, address);
  const [, frame] = page.frames();
  return frame?.url() === address;
}

describe.skipIf(chromiumHere === null)('a page of a neighbour host, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it('shows none of our pages in a frame', async () => {
    const person = await app.newcomer();
    await person.proves('password', 'email-code');
    const seat = await chromium.at(app).sitDown();
    await seat.takesOver(person);
    const other = await neighbour(html('<body>'));
    const { origin } = new URL(app.url);
    const paths = ['/', '/mail', '/sign-in', '/sign-up', '/disown?token=abc', '/enroll', '/account', '/vault'];
    const admin = ['', '/people', '/people?id=abc', '/policy', '/activity', '/risks'].map((path) => `/admin${path}`);
    for (const path of [...paths, ...admin])
      expect([path, await isFramed(seat.page, other, origin + path)]).toEqual([path, false]);
    // What is no page has no buttons, and can be framed.
    expect(await isFramed(seat.page, other, `${origin}/assets/mark.svg`)).toBe(true);
  });

  it('shows a page in a frame if the host names its origin', async () => {
    const [named, unnamed] = [await neighbour(html('<body>')), await neighbour(html('<body>'))];
    const { middleware } = pages({ frameAncestors: [named] });
    const url = await neighbour((request, response) =>
      middleware(request, response, () => response.writeHead(404).end()),
    );
    const { page } = await chromium.at({ url }).sitDown();
    expect(await isFramed(page, named, `${url}/sign-in`)).toBe(true);
    expect(await isFramed(page, unnamed, `${url}/sign-in`)).toBe(false);
  });

  it('gets no form of a page, and the host’s own routes do', async () => {
    const sent: string[] = [];
    const other = await neighbour((request, response) => {
      if (request.method === 'POST') sent.push('elsewhere');
      response.end();
    });
    const form = (id: string, action: string) =>
      `<form id="${id}" method="post" action="${action}"><button>Send</button></form>`;
    const { middleware } = pages({ slots: { signIn: `${form('away', `${other}/`)}${form('own', '/profile')}` } });
    const url = await neighbour((request, response) =>
      middleware(request, response, () => {
        if (request.method === 'POST') sent.push(request.url ?? '');
        response.writeHead(204).end();
      }),
    );
    const { page } = await chromium.at({ url }).sitDown();
    await page.goto('/sign-in');
    await page.locator('#own button').click();
    await expect.poll(() => sent).toEqual(['/profile']);
    const blocked = page.waitForEvent('console', (message) => message.text().includes('form-action'));
    // A click would wait for the page that the browser does not ask for.
    await page.locator('#away').evaluate((form: HTMLFormElement) => form.requestSubmit());
    await blocked;
    expect(sent).toEqual(['/profile']);
  });
});

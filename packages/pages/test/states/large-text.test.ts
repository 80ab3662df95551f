import { chromiumForThisFile, chromiumHere, newcomerAt } from '@sallyport/example-quickstart/test/browser';
import { quickstartForThisFile } from '@sallyport/example-quickstart/test/quickstart';
import { describe, expect, it } from 'vitest';

const app = await quickstartForThisFile();

describe.skipIf(chromiumHere === null)('text at twice its size, on a phone, in Chromium', () => {
  const chromium = chromiumForThisFile();

  it.each(['en', 'de'])('cuts no word of the account page without a hyphen, in %s', async (locale) => {
    const seat = await chromium.at(app, { locale }).sitDownAt('phone');
    const { page } = seat;
    await newcomerAt(seat, app);
    await page.goto('/account');
    await page.getByTestId('delete-account').waitFor();
    expect(await page.evaluate(CUT_WORDS)).toEqual([]);
  });
});

/**
 * The words of which two neighbouring letters stand on different lines. The hyphens of a dictionary are switched off, because not every browser
 * has a dictionary. A soft hyphen is no letter, so a word may break there.
 */
const CUT_WORDS = `(() => {
  document.documentElement.style.fontSize = '200%';
  document.styleSheets[0].insertRule('* { hyphens: manual !important }');
  const lineOf = (node, index) => {
    const range = document.createRange();
    range.setStart(node, index);
    range.setEnd(node, index + 1);
    // The hyphen of a soft hyphen has a rectangle of its own, before the letter.
    const letter = [...range.getClientRects()].at(-1);
    return letter && Math.round(letter.top);
  };
  const cut = [];
  const texts = document.createTreeWalker(document.querySelector('main'), NodeFilter.SHOW_TEXT);
  while (texts.nextNode() !== null) {
    const node = texts.currentNode;
    for (const { 0: word, index } of node.data.matchAll(/\\p{L}+/gu)) {
      const lines = [...word].map((_, place) => lineOf(node, index + place));
      if (new Set(lines).size > 1) cut.push(word);
    }
  }
  return cut;
})()`;

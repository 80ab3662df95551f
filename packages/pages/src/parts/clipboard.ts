import { h } from './element.ts';
import { isPersonGone } from './left-page.ts';
import { words } from './words.ts';

/** A button that copies a text and confirms the copy. */
export function copyButton(text: string, testid: string): HTMLButtonElement {
  const element = h('button', { type: 'button', class: 'button compact', 'data-testid': testid }, words.buttons.copy);
  element.addEventListener('click', async () => {
    try {
      await navigator.clipboard.writeText(text);
      element.textContent = words.buttons.copied;
    } catch {
      element.textContent = words.buttons.copyByHand;
    }
    setTimeout(() => {
      element.textContent = words.buttons.copy;
    }, 2500);
  });
  return element;
}

/** Downloads a text as a file, unless the person has left the page. */
export function download(name: string, text: string, type = 'text/plain'): void {
  if (isPersonGone()) return;
  const url = URL.createObjectURL(new Blob([text], { type }));
  const link = h('a', { href: url, download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
}

/** The scripts that a strict Content-Security-Policy allows: modules from files of this origin. */
const ALLOWED = /^<script type="module" src="\/(?!\/)[\w/-]+\.js">$/;

/** The parts of a page that a strict Content-Security-Policy would block: inline code, inline styles, and files from other origins. */
export function blockedParts(html: string): readonly string[] {
  const inline = html.match(/\son\w+=|\sstyle=|<style|javascript:/gi) ?? [];
  const foreign = html.match(/(src|href)="(https?:)?\/\//gi) ?? [];
  const scripts = html.match(/<script[^>]*>[^<]*/g) ?? [];
  return [...inline, ...foreign, ...scripts.filter((script) => !ALLOWED.test(script))];
}

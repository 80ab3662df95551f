import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';

/** Names and data, which are the same in every language. */
const NAMES = [
  'Sallyport',
  'Example Corp',
  'Ada',
  'Ben',
  'Cleo',
  'Dora',
  'correct horse battery staple',
  'Accept-Language',
];

/** Where a text stands that somebody reads, as a property or as an attribute. */
const READ = /^(label|title|text|lead|hint|submit|placeholder|alt|aria-label|aria-description)$/;

/** A capital letter and more, two words, or the end of a sentence. */
const PROSE = /(?<!\p{L})\p{Lu}\p{Ll}|\p{L}{2,} \p{L}{2,}|\p{L}[.!?…]$/u;

const root = join(import.meta.dirname, '../../../..');

/** The catalogues, tests, and a list of names of products. */
const EXCEPT = /(^|\/)words\/|\.test\.ts$|passkey-models\.ts$/;

const sources = [
  'packages/pages/src',
  'packages/admin-pages/src',
  ...['assets', 'pages.ts', 'mailbox.ts'].map((part) => `examples/quickstart/src/${part}`),
].flatMap((place) =>
  place.endsWith('.ts')
    ? [place]
    : readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts') && !EXCEPT.test(name))
        .map((name) => `${place}/${name}`),
);

describe('every sentence of the pages and mails stands in the catalogue', () => {
  it.each(sources)('%s has none of its own', (name) => {
    expect(sentencesIn(readFileSync(join(root, name), 'utf8'))).toEqual([]);
  });

  it.each([
    [`h('p', {}, 'or')`],
    [`h('p', {}, cond ? 'yes' : other)`],
    [`fill(place, 'none')`],
    [`button({ label: 'try', testid: 'x' })`],
    [`h('input', { placeholder: 'search' })`],
    [`const lead = 'Your device asks.'`],
    [`const many = \`\${count} passkeys left\``],
    [`const page = \`<p class="x">hello</p>\``],
    [`const page = \`<nav aria-label="pages">\${links}</nav>\``],
  ])('finds one: %s', (source) => {
    expect(sentencesIn(source)).toHaveLength(1);
  });

  it.each([
    [`h('p', { class: 'muted small-text', 'data-testid': 'sent-to' }, words.steps.sent)`],
    [`throw new Error('The page has no such element')`],
    [`document.querySelector('input.code-input, input.token')`],
    [`const page = \`<p class="muted">\${words.home.lead}</p>\``],
    [`import { words } from './words.ts'`],
  ])('finds none: %s', (source) => {
    expect(sentencesIn(source)).toEqual([]);
  });
});

function sentencesIn(text: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node) || ts.isTypeNode(node) || isFault(node)) return;
    if (
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddle(node) ||
      ts.isTemplateTail(node)
    ) {
      if (isSentence(node)) found.push(node.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile('page.ts', text, ts.ScriptTarget.Latest, true));
  return found;
}

function isSentence(node: ts.LiteralLikeNode): boolean {
  const text = NAMES.reduce((left, name) => left.replaceAll(name, ''), node.text);
  if (/<[a-z/!]|[">]$|^["<]/.test(text)) return /\p{L}/u.test(textOfHtml(text));
  if (isRead(node)) return /\p{L}/u.test(text);
  return PROSE.test(text) && !isTechnical(node, text);
}

/** What a browser shows of a piece of HTML. */
function textOfHtml(html: string): string {
  const said = [...html.matchAll(/(?:aria-label|placeholder|alt|title)="([^"]*)/g)].map(([, value]) => value);
  const between = html
    .replace(/<[^>]*>/g, ' ')
    .replace(/<[^>]*$/, ' ')
    .replace(/^[^<>]*>/, ' ');
  return /^\s*[^<>]*=|^"/.test(between) ? said.join(' ') : `${between.trim()} ${said.join(' ')}`;
}

/** A child of an element, or one of its parts that somebody reads. */
function isRead(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node && isRead(parent);
  if (
    ts.isArrayLiteralExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isTemplateSpan(parent) ||
    ts.isTemplateExpression(parent)
  )
    return isRead(parent);
  if (ts.isBinaryExpression(parent)) return isJoining(parent) && isRead(parent);
  if (ts.isPropertyAssignment(parent)) return parent.initializer === node && READ.test(nameOf(parent.name));
  if (!ts.isCallExpression(parent)) return false;
  const place = parent.arguments.findIndex(({ pos }) => pos === node.pos);
  const called = parent.expression.getText();
  return (
    (called === 'h' && place >= 2) || (called === 'fill' && place >= 1) || (called === 'linkButton' && place === 0)
  );
}

const isJoining = ({ operatorToken: { kind } }: ts.BinaryExpression): boolean =>
  kind === ts.SyntaxKind.PlusToken ||
  kind === ts.SyntaxKind.QuestionQuestionToken ||
  kind === ts.SyntaxKind.BarBarToken;

const nameOf = (name: ts.PropertyName): string => (ts.isStringLiteralLike(name) ? name.text : name.getText());

/** The words of a mistake in the program: nobody at a page reads them. */
const isFault = (node: ts.Node): boolean =>
  ts.isNewExpression(node) && /Error$|^TakenBack$/.test(node.expression.getText());

/** Selectors, lists of classes, media types, drawings, tags, and what is looked for in the name of a browser. */
function isTechnical(node: ts.Node, text: string): boolean {
  if (/^[a-z0-9-]+( [a-z0-9-]+)* ?$/.test(text)) return true;
  if (/^[MmLlHhVvCcSsAaZz\d .,-]+$/.test(text)) return true;
  const { parent } = node;
  if (ts.isPropertyDeclaration(parent)) return nameOf(parent.name) === 'name';
  return (
    ts.isCallExpression(parent) &&
    /(querySelector|querySelectorAll|closest|matchMedia|getElementById|replace)(<.*>)?$/.test(
      parent.expression.getText(),
    )
  );
}

import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { expect, it } from 'vitest';

const ENTRY = fileURLToPath(new URL('index.ts', import.meta.url));
const CONFIG = fileURLToPath(new URL('../tsconfig.json', import.meta.url));

const { options } = ts.parseJsonConfigFileContent(
  ts.readConfigFile(CONFIG, ts.sys.readFile).config,
  ts.sys,
  `${CONFIG}/..`,
);
const program = ts.createProgram([ENTRY], { ...options, noEmit: true });
const checker = program.getTypeChecker();

function meant(symbol: ts.Symbol): ts.Symbol {
  return (symbol.flags & ts.SymbolFlags.Alias) === 0 ? symbol : checker.getAliasedSymbol(symbol);
}

/** Computes a type from another, and nobody writes it down. */
const COMPUTES = ['SameShape'];

/** Our own declarations of a symbol, without those that never leave their module. */
function ours(symbol: ts.Symbol): readonly ts.Declaration[] {
  if ((symbol.flags & ts.SymbolFlags.TypeParameter) !== 0) return [];
  return (symbol.declarations ?? []).filter((declaration) =>
    /\/packages\/\w+\/src\//.test(declaration.getSourceFile().fileName),
  );
}

/** The types that a declaration mentions, and those that their declarations mention. Whoever writes a store has the types of its records from `@sallyport/store`. */
function mentioned(from: ts.Symbol, found: Set<ts.Symbol> = new Set()): ReadonlySet<ts.Symbol> {
  const visit = (node: ts.Node): void => {
    const name = ts.isTypeReferenceNode(node)
      ? node.typeName
      : ts.isExpressionWithTypeArguments(node)
        ? node.expression
        : undefined;
    const symbol = name && checker.getSymbolAtLocation(name);
    const target = symbol && meant(symbol);
    if (target !== undefined && !found.has(target) && ours(target).length > 0) {
      found.add(target);
      if (target.name !== 'Store') mentioned(target, found);
    }
    ts.forEachChild(node, visit);
  };
  for (const declaration of ours(from)) visit(declaration);
  return found;
}

function leavesItsModule(symbol: ts.Symbol): boolean {
  return ours(symbol).some((declaration) => (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0);
}

it('X20 the entry exports every type that the options mention, so that a host can write each of them down', () => {
  const file = program.getSourceFile(ENTRY);
  const entry = file && checker.getSymbolAtLocation(file);
  const exported = new Map((entry ? checker.getExportsOfModule(entry) : []).map((one) => [one.name, meant(one)]));
  const options = exported.get('SallyportOptions');
  const names = options === undefined ? [] : [...mentioned(options)];
  expect(names.map(({ name }) => name)).toContain('PolicyInput');
  const all = new Set(exported.values());
  const missing = names.filter(
    (symbol) => !all.has(symbol) && leavesItsModule(symbol) && !COMPUTES.includes(symbol.name),
  );
  expect(missing.map(({ name }) => name)).toEqual([]);
});

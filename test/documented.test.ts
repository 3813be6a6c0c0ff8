/** Every public name says in its JSDoc what it is (SPEC K6), so that an editor can show it. */
import path from 'node:path';
import ts from 'typescript';
import { beforeAll, describe, expect, it } from 'vitest';
import packageJson from '../package.json' with { type: 'json' };

const root = path.resolve(import.meta.dirname, '..');
const condition = 'react-session-security/source';

/** Entry name → its source file, style sheets left out. */
const entries = Object.entries<unknown>(packageJson.exports).flatMap(([name, target]) => {
  const file = (target as Record<string, string>)[condition];
  return typeof target === 'object' && file?.endsWith('.ts') ? [[name, path.resolve(root, file)] as const] : [];
});

let program: ts.Program;
beforeAll(() => {
  const { config } = ts.readConfigFile(path.join(root, 'tsconfig.json'), (file) => ts.sys.readFile(file)) as {
    readonly config: { readonly compilerOptions: object };
  };
  const { options } = ts.convertCompilerOptionsFromJson(config.compilerOptions, root);
  program = ts.createProgram(
    entries.map(([, file]) => file),
    options,
  );
}, 60_000);

function undocumentedNames(file: string): string[] {
  const checker = program.getTypeChecker();
  const source = program.getSourceFile(file);
  const module = source && checker.getSymbolAtLocation(source);
  if (module === undefined) throw new Error(`${file} is not a module.`);
  return checker
    .getExportsOfModule(module)
    .filter((name) => {
      const symbol = name.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(name) : name;
      return ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim() === '';
    })
    .map((name) => name.getName())
    .toSorted();
}

describe('every public name has a JSDoc comment', () => {
  it.each(entries)('in %s', (_, file) => {
    expect(undocumentedNames(file)).toEqual([]);
  });
});

/** What the compiler of a consumer reads: no `any`, and no package that does not come with ours. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import packageJson from '../../package.json' with { type: 'json' };

const dist = path.resolve(import.meta.dirname, '../../dist');
const declarations = existsSync(dist)
  ? readdirSync(dist, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.d.ts'))
  : [];
const available = new Set([...Object.keys(packageJson.dependencies), ...Object.keys(packageJson.peerDependencies)]);

function walk(name: string, look: (node: ts.Node) => void): void {
  const text = readFileSync(path.join(dist, name), 'utf8');
  const visit = (node: ts.Node): void => {
    look(node);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true));
}

describe.runIf(process.env['TEST_DIST'])('declarations of the build', () => {
  it('are there', () => {
    expect(declarations.length).toBeGreaterThan(20);
  });

  it('say any nowhere', () => {
    const found: string[] = [];
    for (const name of declarations) {
      walk(name, (node) => {
        if (node.kind === ts.SyntaxKind.AnyKeyword) found.push(`${name}: ${node.parent.getText().slice(0, 120)}`);
      });
    }
    expect(found).toEqual([]);
  });

  it('import only what is installed with us', () => {
    const found: string[] = [];
    for (const name of declarations) {
      walk(name, (node) => {
        if (!ts.isImportDeclaration(node) && !ts.isExportDeclaration(node)) return;
        const { moduleSpecifier } = node;
        if (moduleSpecifier === undefined || !ts.isStringLiteral(moduleSpecifier)) return;
        const { text } = moduleSpecifier;
        const packageName = /^(?:@[^/]+\/)?[^/]+/.exec(text)?.[0] ?? text;
        if (!text.startsWith('.') && !text.startsWith('node:') && !available.has(packageName)) {
          found.push(`${name}: ${text}`);
        }
      });
    }
    expect(found).toEqual([]);
  });
});

/** The rules of ARCHITECTURE section 1 and of the house style, over a set of files. Returns one sentence per breach. */
import {
  defaultExportIn,
  directions,
  globalsAllowedIn,
  layers,
  onlyIn,
  publicIndexes,
  typeDoors,
  zodFree,
} from './layers';
import { readModule } from './readModule';
import type { ModuleImport, SourceModule } from './readModule';

/** A median file that is longer than this, or one beyond the maximum without a reason, is two files. */
const medianLines = 100;
const maxLines = 300;

/** @param files text by path, relative to `src` */
export function checkArchitecture(files: ReadonlyMap<string, string>): string[] {
  const modules = [...files].filter(([path]) => /\.tsx?$/.test(path)).map(([path, text]) => readModule(path, text));
  const graph = graphOf(modules);
  return [
    ...modules.flatMap((module) => [
      ...module.imports.flatMap((one) => importBreaches(module.path, one, graph)),
      ...moduleBreaches(module),
    ]),
    ...cyclesOf(graph).map((cycle) => `cycle: ${cycle.join(' → ')}`),
    ...zodFree.flatMap((path) => (graph.has(path) ? zodBreaches(path, graph) : [])),
    ...medianBreach(modules),
  ];
}

interface Edge extends ModuleImport {
  /** Path of a file of ours, or the package specifier. */
  readonly target: string;
  readonly ours: boolean;
}
type Graph = ReadonlyMap<string, readonly Edge[]>;

function graphOf(modules: readonly SourceModule[]): Graph {
  const paths = new Set(modules.map(({ path }) => path));
  return new Map(
    modules.map(({ path, imports }) => [
      path,
      imports.map((one) => ({ ...one, ...resolve(path, one.specifier, paths) })),
    ]),
  );
}

function resolve(from: string, specifier: string, paths: ReadonlySet<string>): Pick<Edge, 'target' | 'ours'> {
  if (!specifier.startsWith('.')) return { target: specifier, ours: false };
  const parts = from.split('/').slice(0, -1);
  for (const part of specifier.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.') parts.push(part);
  }
  const base = parts.join('/');
  const target = ['', '.ts', '.tsx', '/index.ts'].map((suffix) => base + suffix).find((path) => paths.has(path));
  return { target: target ?? `${base}.ts`, ours: true };
}

const layerOf = (path: string): string => (path.includes('/') ? (path.split('/')[0] ?? '') : '');
const covers = (names: readonly string[], specifier: string): boolean =>
  names.some((name) => specifier === name || specifier.startsWith(`${name}/`));

function importBreaches(path: string, one: ModuleImport, graph: Graph): string[] {
  const layer = layers[layerOf(path)];
  if (layer === undefined) return [`${path}: there is no layer "${layerOf(path)}"`];
  const edge = graph.get(path)?.find(({ specifier }) => specifier === one.specifier);
  const target = edge?.target ?? one.specifier;
  const said = `${path} imports ${edge?.ours === true ? target : one.specifier}`;
  const breaches: string[] = [];
  if (edge?.ours === true) {
    const home = layerOf(target);
    const door = one.typeOnly && (typeDoors[path] ?? []).includes(home);
    if (home !== layerOf(path) && !layer.layers.includes(home) && !door) {
      breaches.push(`${said}: ${layerOf(path) || 'the root'} may not import ${home || 'the root'}`);
    }
    if (publicIndexes.includes(target) && path !== 'index.ts')
      breaches.push(`${said}: a public entry is for others; name the file`);
  } else {
    const allowed = [...layer.packages, ...(one.typeOnly ? (layer.typePackages ?? []) : [])];
    if (!covers(allowed, one.specifier)) breaches.push(`${said}: not a package of this layer`);
    for (const [name, homes] of Object.entries(onlyIn)) {
      if (covers([name], one.specifier) && !homes.includes(path)) breaches.push(`${said}: only ${homes.join()} may`);
    }
  }
  for (const { from, never } of directions) {
    if (from.some((prefix) => path.startsWith(prefix)) && never.some((prefix) => target.startsWith(prefix))) {
      breaches.push(`${said}: wrong direction`);
    }
  }
  return breaches;
}

function moduleBreaches(module: SourceModule): string[] {
  const { path, exportedNames, headComment, lineCount } = module;
  const name =
    path
      .split('/')
      .at(-1)
      ?.replace(/\.tsx?$/, '') ?? '';
  const named = /^(use|create)[A-Z]|^[A-Z].*/.test(name);
  return [
    ...module.globals
      .filter((used) => !(globalsAllowedIn[used] ?? []).includes(path))
      .map((used) => `${path} uses ${used}, which belongs to a port`),
    ...module.atImport.map((line) => `${path} does something, or keeps state, when it is imported: ${line}`),
    ...module.banned
      .filter((syntax) => !(syntax === 'export default' && defaultExportIn.includes(path)))
      .map((syntax) => `${path} uses ${syntax}`),
    ...(name === 'index' && !publicIndexes.includes(path) ? [`${path} is an inner barrel`] : []),
    ...(name !== 'index' && module.onlyReExports ? [`${path} is an inner barrel`] : []),
    ...(named && !exportedNames.includes(name) ? [`${path} does not export ${name}`] : []),
    ...(headComment === '' ? [`${path} does not say at its head what it is for`] : []),
    ...(lineCount > maxLines && !/\blong because\b/i.test(headComment)
      ? [`${path} has ${lineCount} lines and no "Long because …" at its head`]
      : []),
  ];
}

function cyclesOf(graph: Graph): string[][] {
  const cycles: string[][] = [];
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): void => {
    if (trail.includes(path)) {
      cycles.push([...trail.slice(trail.indexOf(path)), path]);
      return;
    }
    if (done.has(path)) return;
    for (const { target, ours, typeOnly, lazy } of graph.get(path) ?? []) {
      if (ours && !typeOnly && !lazy) walk(target, [...trail, path]);
    }
    done.add(path);
  };
  for (const path of graph.keys()) walk(path, []);
  return cycles;
}

function zodBreaches(start: string, graph: Graph): string[] {
  const seen = new Set<string>([start]);
  const queue: (readonly string[])[] = [[start]];
  for (const trail of queue) {
    for (const { target, ours, typeOnly } of graph.get(trail.at(-1) ?? '') ?? []) {
      if (typeOnly || seen.has(target)) continue;
      if (covers(['zod'], target)) return [`zod reaches browsers: ${[...trail, target].join(' → ')}`];
      seen.add(target);
      if (ours) queue.push([...trail, target]);
    }
  }
  return [];
}

function medianBreach(modules: readonly SourceModule[]): string[] {
  const lengths = modules.map(({ lineCount }) => lineCount).toSorted((a, b) => a - b);
  const median = lengths[Math.floor(lengths.length / 2)] ?? 0;
  return median > medianLines ? [`the median file has ${median} lines; more than ${medianLines} is too many`] : [];
}

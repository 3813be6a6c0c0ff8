/** Where the CPU time of this process goes, between `start` and `stop`: by function, and by package. */
import { Session } from 'node:inspector/promises';

/** @typedef {{ name: string, percent: number }} Share */
/** @typedef {{ functions: readonly Share[], packages: readonly Share[] }} Profile */

export function createProfiler() {
  const session = new Session();
  return {
    async start() {
      session.connect();
      await session.post('Profiler.enable');
      await session.post('Profiler.setSamplingInterval', { interval: 200 });
      await session.post('Profiler.start');
    },
    /** @returns {Promise<Profile>} self time, idle time left out */
    async stop() {
      const { profile } = await session.post('Profiler.stop');
      session.disconnect();
      return shares(profile);
    },
  };
}

/** @param {import('node:inspector').Profiler.Profile} profile @returns {Profile} */
function shares({ nodes, samples = [], timeDeltas = [] }) {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const functions = new Map();
  const packages = new Map();
  let total = 0;
  samples.forEach((id, index) => {
    const frame = frames.get(id);
    const took = timeDeltas[index] ?? 0;
    if (frame === undefined || frame.functionName === '(idle)' || frame.functionName === '(program)') return;
    total += took;
    const from = packageOf(frame.url);
    add(
      functions,
      `${frame.functionName || '(anonymous)'} ${from} ${frame.url.split('/').at(-1)}:${frame.lineNumber + 1}`,
      took,
    );
    add(packages, frame.functionName === '(garbage collector)' ? '(garbage collector)' : from, took);
  });
  return { functions: ranked(functions, total, 30), packages: ranked(packages, total, 15) };
}

/** @param {string} url */
function packageOf(url) {
  if (url === '') return '(native)';
  if (url.startsWith('wasm:')) return '(wasm)';
  if (url.startsWith('node:')) return url.includes('undici') ? 'node:undici' : 'node';
  return /.*node_modules\/((?:@[^/]+\/)?[^/]+)/u.exec(url)?.[1] ?? /\/dist\/(.+)$/u.exec(url)?.[1] ?? 'bench';
}

/** @param {Map<string, number>} sums @param {string} name @param {number} took */
function add(sums, name, took) {
  sums.set(name, (sums.get(name) ?? 0) + took);
}

/** @param {Map<string, number>} sums @param {number} total @param {number} count @returns {Share[]} */
function ranked(sums, total, count) {
  return [...sums]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, count)
    .map(([name, took]) => ({ name, percent: Math.round((took / total) * 1000) / 10 }));
}

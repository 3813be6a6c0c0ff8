/** One burst of load on one target, with the server's CPU time and a check that the answers are right. */
import { execFile } from 'node:child_process';
import path from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @typedef {{ requestsPerSecond: number, p50: number, p99: number, cpuMicros: number, rssMiB: number, wrong: readonly string[] }} Burst */

/**
 * @param {import('./startServer.mjs').RunningServer} server
 * @param {import('./servers.mjs').Target} target
 * @param {number} seconds
 * @returns {Promise<Burst>}
 */
export async function measureBurst(server, target, seconds) {
  const url = `http://127.0.0.1:${server.port}${target.path}`;
  const wrong = await wrongAnswers(url, target);
  const before = await server.usage();
  const load = { url, headers: target.callers.map(({ headers }) => headers), seconds };
  const { stdout } = await run(process.execPath, [path.join(import.meta.dirname, 'load.mjs'), JSON.stringify(load)]);
  const after = await server.usage();
  const { answered, refused, broken, seconds: took, p50, p99 } = JSON.parse(stdout);
  if (refused > 0) wrong.push(`${target.name}: ${refused} answers were not 2xx`);
  if (broken > 0) wrong.push(`${target.name}: ${broken} requests broke`);
  if (answered === 0) wrong.push(`${target.name}: nothing was answered`);
  return {
    requestsPerSecond: answered / took,
    p50,
    p99,
    cpuMicros: ((after.cpuMs - before.cpuMs) * 1000) / Math.max(1, answered),
    rssMiB: after.rssMiB,
    wrong,
  };
}

/** Some servers answer 200 to strangers too, so a status proves nothing. @param {string} url @param {import('./servers.mjs').Target} target */
async function wrongAnswers(url, { name, callers }) {
  const wrong = [];
  for (const { headers, expected } of callers) {
    const response = await fetch(url, { headers });
    const text = await response.text();
    if (!text.includes(expected))
      wrong.push(`${name}: answered ${response.status} ${text.slice(0, 120)} and not about ${expected}`);
  }
  return wrong;
}

/** What the figures were taken on, and how quiet it was meanwhile: without both they mean nothing. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import os from 'node:os';
import { median, percentile } from './stats.mjs';

/** @typedef {{ cpu: string, cores: number, memoryGiB: number, os: string, node: string }} MachineFacts */
/** @typedef {{ spreadPercent: number, stealPercent: number, loadBefore: number, loadAfter: number, summary: string }} Noise */

/** @returns {MachineFacts} */
export function machineFacts() {
  return {
    cpu: os.cpus()[0]?.model.trim() ?? 'unknown',
    cores: os.cpus().length,
    memoryGiB: Math.round(os.totalmem() / 2 ** 30),
    os: osName(),
    node: process.version.slice(1),
  };
}

function osName() {
  try {
    return /^PRETTY_NAME="?([^"\n]+)/mu.exec(readFileSync('/etc/os-release', 'utf8'))?.[1] ?? os.type();
  } catch {
    return `${os.type()} ${os.release()}`;
  }
}

/** Times a fixed piece of work before and after: on a quiet machine it always takes the same. */
export function startNoiseMeter() {
  const loadBefore = os.loadavg()[0] ?? 0;
  const before = fixedWork();
  const ticksBefore = cpuTicks();
  return {
    /** @returns {Noise} */
    stop() {
      const ticksAfter = cpuTicks();
      const samples = [...before, ...fixedWork()];
      const spreadPercent = Math.round(((percentile(samples, 0.9) - percentile(samples, 0.1)) / median(samples)) * 100);
      const total = ticksAfter.total - ticksBefore.total;
      const stealPercent = total > 0 ? Math.round(((ticksAfter.steal - ticksBefore.steal) / total) * 1000) / 10 : 0;
      const loadAfter = os.loadavg()[0] ?? 0;
      const summary =
        `fixed work varied by ${spreadPercent} % (p10–p90), ${stealPercent} % of CPU time stolen by the host, ` +
        `load ${loadBefore.toFixed(1)} before and ${loadAfter.toFixed(1)} after`;
      return { spreadPercent, stealPercent, loadBefore, loadAfter, summary };
    },
  };
}

function fixedWork() {
  const block = Buffer.alloc(64 * 1024, 7);
  return Array.from({ length: 30 }, () => {
    const startedAt = performance.now();
    for (let index = 0; index < 40; index += 1) createHash('sha256').update(block).digest();
    return performance.now() - startedAt;
  }).slice(5);
}

/** Of Linux, in hundredths of a second over all cores; zeros elsewhere. */
function cpuTicks() {
  try {
    const line = readFileSync('/proc/stat', 'utf8').split('\n', 1)[0] ?? '';
    const ticks = line.split(/\s+/u).slice(1, 9).map(Number);
    return { total: ticks.reduce((sum, value) => sum + value, 0), steal: ticks[7] ?? 0 };
  } catch {
    return { total: 0, steal: 0 };
  }
}

/** Where things lie, so that no bench counts `../`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';

export const benchFolder = path.resolve(import.meta.dirname, '..');
export const rootFolder = path.resolve(benchFolder, '..');
export const distFolder = path.join(rootFolder, 'dist');
export const sourceFolder = path.join(rootFolder, 'src');
export const resultsFolder = path.join(benchFolder, 'results');

/** A folder for what a bench builds. Inside the package, so that imports of its public names resolve. */
export function cacheFolder(/** @type {string} */ name) {
  const folder = path.join(benchFolder, '.cache', name);
  mkdirSync(folder, { recursive: true });
  return folder;
}

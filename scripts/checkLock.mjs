/**
 * Fails where `npm ci` would on another platform. A registry that lacks one platform's build of a tool makes `npm
 * install` drop it from the lock file without a word; `npm ci` then refuses the lock.
 */
import { readFileSync } from 'node:fs';

const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'));

/** The package that `name` resolves to from `place`, as Node looks it up. */
function locate(place, name) {
  for (let parent = place; ; parent = parent.slice(0, Math.max(0, parent.lastIndexOf('node_modules/') - 1))) {
    const found = packages[`${parent === '' ? '' : `${parent}/`}node_modules/${name}`];
    if (found !== undefined || parent === '') return found;
  }
}

const missing = Object.entries(packages).flatMap(([place, { optionalDependencies = {} }]) =>
  Object.entries(optionalDependencies)
    .filter(([name, range]) => {
      const found = locate(place, name);
      return found === undefined || (/^\d/.test(range) && found.version !== range);
    })
    .map(([name, range]) => `${place} lacks ${name}@${range}`),
);
const addressed = Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined);

for (const line of missing) console.error(line);
for (const [place] of addressed) console.error(`${place} carries a download address`);
if (missing.length + addressed.length > 0) {
  console.error(
    'package-lock.json is not complete. Pin the newest release of the tool whose platform packages are all there, ' +
      'delete the lock and node_modules, and run npm install --omit-lockfile-registry-resolved.',
  );
  process.exit(1);
}
console.log(`package-lock.json is complete: ${Object.keys(packages).length} packages`);

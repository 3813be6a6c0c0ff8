/** The browser tests need Chromium. Where it is missing on Debian, root can have it installed; others are told what to do. */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

if (process.env.CHROMIUM_PATH === undefined && !usualPaths.some((path) => existsSync(path))) {
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) {
    console.error(
      'The browser tests need Chromium, and there is none. Install it (Debian: apt-get install chromium), or say where it is ' +
        'with CHROMIUM_PATH. Without a browser: npm test -- --project node --project dom --project pg',
    );
    process.exit(1);
  }
  console.log('Chromium is missing; installing it from Debian …');
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  execFileSync('apt-get', ['update', '-qq'], { stdio: 'inherit', env });
  const packages = ['chromium', 'fonts-dejavu-core', 'fonts-noto-core'];
  execFileSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
    stdio: ['ignore', 'ignore', 'inherit'],
    env,
  });
}

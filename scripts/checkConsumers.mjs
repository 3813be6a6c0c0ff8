/**
 * The package as people get it: packed, installed from the tarball into fresh projects, type-checked and built there. In
 * the React 19 project the ten-line page is opened in Chromium, signed in and used: over the packed reference server, and
 * over the demo.
 */
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium } from 'playwright-core';

const root = path.resolve(import.meta.dirname, '..');
const { version, devDependencies } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const usualPaths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const work = mkdtempSync(path.join(tmpdir(), 'rss-consumers-'));
const counts = { passed: 0, failed: 0 };

/** What the server's refusals are called, in the order of `readErrors.mjs`. */
const refusals = 'UNAUTHENTICATED INVALID_CREDENTIALS INVALID_REQUEST UNAUTHENTICATED CSRF_REJECTED';

const projects = {
  react19: {
    react: devDependencies.react,
    'react-dom': devDependencies['react-dom'],
    '@types/react': devDependencies['@types/react'],
    '@types/react-dom': devDependencies['@types/react-dom'],
    '@types/node': devDependencies['@types/node'],
    '@electric-sql/pglite': devDependencies['@electric-sql/pglite'],
    pg: devDependencies.pg,
    '@types/pg': devDependencies['@types/pg'],
    typescript: devDependencies.typescript,
  },
  react18: {
    react: '18.3.1',
    'react-dom': '18.3.1',
    '@types/react': '^18.3.0',
    '@types/react-dom': '^18.3.0',
    typescript: '5.9.3',
  },
};

try {
  execFileSync('npm', ['pack', '--silent', '--pack-destination', work], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const tarball = path.join(work, `react-session-security-${version}.tgz`);
  for (const [name, dependencies] of Object.entries(projects)) {
    const project = path.join(work, name);
    cpSync(path.join(root, 'scripts/consumers', name), project, { recursive: true });
    await step(`${name}: installs`, () => install(project, tarball, dependencies));
    await step(`${name}: type-checks`, () => run(project, 'tsc', '-p', '.'));
    await step(`${name}: builds`, () => run(project, 'vite', 'build', '--logLevel', 'error'));
  }
  const react19 = path.join(work, 'react19');
  for (const resolution of ['node16', 'nodenext']) {
    await step(`${resolution}: type-checks every entry`, () =>
      run(react19, 'tsc', '-p', `tsconfig.${resolution}.json`),
    );
  }
  const trpc10 = path.join(work, 'trpc10');
  cpSync(path.join(root, 'scripts/consumers/trpc10'), trpc10, { recursive: true });
  cpSync(path.join(trpc10, 'readErrors.mjs'), path.join(react19, 'readErrors.mjs'));
  await step('trpc10: installs', () => installOldClient(trpc10));
  await serve(react19, async (port) => {
    await step('@trpc/client 11 reads every refusal', () => readErrors(react19, port));
    await step('@trpc/client 10 reads the same', () => readErrors(trpc10, port));
    await step('curl reads the same', () => readErrorsByCurl(port));
  });
  await step('react18: renders on a server', () => run(path.join(work, 'react18'), process.execPath, 'render.mjs'));
  await withBrowser(async (browser) => {
    await step('react19: the ten lines work in Chromium over the reference server', () =>
      serve(react19, (port) => useTheTenLines(browser, port)),
    );
    await step('react19: the ten lines show and sign out devices of the demo', () =>
      serveDemo((port) => useTheDemo(browser, react19, port)),
    );
  });
} finally {
  rmSync(work, { recursive: true, force: true });
}
console.log(`${counts.passed} passed, ${counts.failed} failed, 0 skipped`);
process.exit(counts.failed > 0 ? 1 : 0);

async function step(name, act) {
  try {
    await act();
    counts.passed += 1;
    console.log(`ok      ${name}`);
  } catch (error) {
    counts.failed += 1;
    console.error(`FAILED  ${name}\n${error.stdout ?? ''}${error.stderr ?? ''}${error.message}`);
  }
}

function install(project, tarball, dependencies) {
  const manifest = {
    private: true,
    type: 'module',
    dependencies: {
      'react-session-security': `file:${tarball}`,
      '@tanstack/react-query': devDependencies['@tanstack/react-query'],
      '@trpc/client': devDependencies['@trpc/client'],
      '@trpc/react-query': devDependencies['@trpc/react-query'],
      '@trpc/server': devDependencies['@trpc/server'],
      vite: devDependencies.vite,
      '@vitejs/plugin-react': devDependencies['@vitejs/plugin-react'],
      ...dependencies,
    },
  };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify(manifest, null, 2));
  run(project, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error');
}

function run(project, command, ...args) {
  const local = path.join(project, 'node_modules/.bin', command);
  execFileSync(existsSync(local) ? local : command, args, { cwd: project, stdio: ['ignore', 'pipe', 'pipe'] });
}

function installOldClient(project) {
  const dependencies = { '@trpc/client': '10.45.4', '@trpc/server': '10.45.4' };
  writeFileSync(path.join(project, 'package.json'), JSON.stringify({ private: true, type: 'module', dependencies }));
  run(project, 'npm', 'install', '--no-audit', '--no-fund', '--prefer-offline', '--loglevel', 'error');
}

function readErrors(project, port) {
  const read = execFileSync(process.execPath, ['readErrors.mjs', port], { cwd: project, encoding: 'utf8' }).trim();
  if (read !== refusals) throw new Error(`It read "${read}" instead of "${refusals}".`);
}

function readErrorsByCurl(port) {
  const origin = `http://localhost:${port}`;
  const headers = ['-H', 'x-session-security: 1', '-H', `origin: ${origin}`];
  const wrong = { identifier: 'maya@example.com', password: 'wrong' };
  const post = (procedure, body) => [
    ...headers,
    '-H',
    'content-type: application/json',
    '-d',
    body,
    `${origin}/api/trpc/${procedure}`,
  ];
  const calls = [
    [...headers, `${origin}/api/trpc/session.getStatus`],
    post('auth.signIn', JSON.stringify(wrong)),
    post('auth.signIn', JSON.stringify({ ...wrong, isAdmin: true })),
    post('session.revokeAllOtherSessions', '{}'),
    [`${origin}/api/trpc/session.getStatus`],
  ];
  const read = calls
    .map((call) => JSON.parse(execFileSync('curl', ['-s', ...call], { encoding: 'utf8' })).error.data.cause.errorCode)
    .join(' ');
  if (read !== refusals) throw new Error(`It read "${read}" instead of "${refusals}".`);
}

async function serve(project, act) {
  const server = spawn(process.execPath, ['server.mjs'], { cwd: project, stdio: ['ignore', 'pipe', 'inherit'] });
  try {
    const port = await new Promise((resolve, reject) => {
      server.stdout.once('data', (chunk) => resolve(String(chunk).trim()));
      server.once('exit', (code) => reject(new Error(`The server ended with ${code}.`)));
    });
    await act(port);
  } finally {
    server.kill();
  }
}

/** On a port that is free now. It keeps nothing on disk. */
async function serveDemo(act) {
  const port = await freePort();
  const start = path.join(root, 'demo/start.mjs');
  const demo = spawn(process.execPath, [start, '--memory', '--port', String(port)], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  try {
    await new Promise((resolve, reject) => {
      let said = '';
      demo.stdout.on('data', (chunk) => {
        said += chunk;
        if (said.includes(`Open     http://localhost:${port}`)) resolve();
      });
      demo.once('exit', (code) => reject(new Error(`The demo ended with ${code}.`)));
    });
    await act(port);
  } finally {
    demo.kill();
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject).listen(0, 'localhost', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

async function withBrowser(act) {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM_PATH ?? usualPaths.find((candidate) => existsSync(candidate)),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    await act(browser);
  } finally {
    await browser.close();
  }
}

async function useTheTenLines(browser, port) {
  const { page, errors } = await openPage(browser);
  await page.goto(`http://localhost:${port}/`);
  await page.locator('[data-slot="sessions-list"]').waitFor();
  await signIn(page, { identifier: 'maya@example.com', password: 'correct horse battery staple' });
  await page.reload();
  await page
    .getByText(/Chrom\w+ on Linux/)
    .first()
    .waitFor({ timeout: 15_000 });
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

/** The built app takes the place of the demo's own pages; what it calls is the demo's server. */
async function useTheDemo(browser, project, port) {
  const { page, errors } = await openPage(browser);
  await page.route(
    ({ pathname }) => !pathname.startsWith('/api/'),
    (route) => {
      const { pathname } = new URL(route.request().url());
      return route.fulfill({ path: path.join(project, 'dist', pathname === '/' ? 'index.html' : pathname) });
    },
  );
  await page.goto(`http://localhost:${port}/`);
  const accounts = await page.evaluate(async () => (await fetch('/api/demo/accounts')).json());
  const { email, password } = accounts.find(({ id }) => id === 'maya');
  await signIn(page, { identifier: email, password });
  await page.reload();

  const rows = page.locator('[data-slot="session-row"]');
  const phone = rows.filter({ hasText: 'Safari on iPhone' });
  await phone.waitFor({ timeout: 15_000 });
  const before = await rows.count();
  await phone.locator('[data-slot="session-sign-out"]').click();
  await page.getByRole('alertdialog').getByRole('button', { name: 'Sign out', exact: true }).click();
  await phone.waitFor({ state: 'detached', timeout: 15_000 });
  await page.reload();
  await rows.first().waitFor({ timeout: 15_000 });
  const after = await rows.count();
  if (after !== before - 1) throw new Error(`There were ${before} devices, and ${after} after one was signed out.`);
  if ((await phone.count()) > 0) throw new Error('The device that was signed out is still listed.');
  if (errors.length > 0) throw new Error(errors.join('\n'));
}

async function openPage(browser) {
  const page = await browser.newPage();
  const errors = [];
  page.on('pageerror', (error) => errors.push(error.message));
  return { page, errors };
}

async function signIn(page, credentials) {
  const status = await page.evaluate(async (input) => {
    const answer = await fetch('/api/trpc/auth.signIn', {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-session-security': '1' },
      body: JSON.stringify(input),
    });
    return answer.status;
  }, credentials);
  if (status !== 200) throw new Error(`The sign-in was answered ${status}.`);
}

/**
 * Builds what cannot run as it stands: the style sheet (Sass), the browser's script and the server (esbuild).
 * Plain JavaScript, because it also runs under a Node too old for the program, so that `src/main.ts` can say so.
 * Does nothing when no source is newer than what was built.
 */
import { copyFileSync, mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));
const stamp = join(root, 'dist', '.built');

function newest(folder) {
  return Math.max(
    0,
    ...readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => statSync(join(entry.parentPath ?? entry.path, entry.name)).mtimeMs),
  );
}

function upToDate() {
  try {
    const built = statSync(stamp).mtimeMs;
    const sources = Math.max(
      newest(join(root, 'src')),
      ...['build.mjs', 'package-lock.json'].map((file) => statSync(join(root, file)).mtimeMs),
    );
    return built > sources && statSync(join(root, 'public', 'style.css')).isFile();
  } catch {
    return false;
  }
}

async function build() {
  const [{ build: bundle }, sass] = await Promise.all([import('esbuild'), import('sass')]);
  rmSync(join(root, 'dist'), { recursive: true, force: true });
  rmSync(join(root, 'public'), { recursive: true, force: true });
  mkdirSync(join(root, 'dist'));
  mkdirSync(join(root, 'public'));
  const style = sass.compile(join(root, 'src/browser/style.scss'), {
    style: 'compressed',
    loadPaths: [join(root, 'node_modules')],
    quietDeps: true,
    silenceDeprecations: ['import'],
  });
  writeFileSync(join(root, 'public', 'style.css'), style.css);
  for (const icon of ['icon.svg', 'plain.svg'])
    copyFileSync(join(root, 'src/browser', icon), join(root, 'public', icon));
  await bundle({
    entryPoints: { script: join(root, 'src/browser/main.ts') },
    outdir: join(root, 'public'),
    bundle: true,
    minify: true,
    format: 'esm',
    target: 'es2019',
    logLevel: 'warning',
  });
  await bundle({
    entryPoints: {
      main: join(root, 'src/main.ts'),
      cli: join(root, 'src/cli.ts'),
      'docx-worker': join(root, 'src/docx/worker.ts'),
      'reading-worker': join(root, 'src/reading/worker.ts'),
    },
    outdir: join(root, 'dist'),
    bundle: true,
    splitting: true,
    // With its packages in it, the program starts twice as fast and takes less memory: few files, and only what is used.
    external: ['pg-native'],
    banner: { js: "import{createRequire as __require__}from'node:module';const require=__require__(import.meta.url);" },
    platform: 'node',
    format: 'esm',
    target: 'node18',
    sourcemap: true,
    logLevel: 'warning',
  });
  writeFileSync(stamp, '');
}

if (!upToDate()) await build();

/**
 * The door: reads the settings, opens the cellar, and serves the web. Everything else is loaded after the look at the
 * version of Node, so that an older one gets a sentence and not a stack.
 */
const NODE_MAJOR_MIN = 24;

if (Number(process.versions.node.split('.')[0]) < NODE_MAJOR_MIN) {
  process.stderr.write(
    `Aide-mémoire needs Node ${NODE_MAJOR_MIN} or newer; this is Node ${process.versions.node}. ` +
      'Run "npm ci" and then "npm start": npm brings the right Node along.\n',
  );
  process.exit(1);
}

const { serve } = await import('./serve.ts');
await serve();

export {};

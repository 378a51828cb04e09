/**
 * A real browser (Debian's Chromium) for tests, as different people have it: with scripts and without, on a small
 * screen, in their language. Every visit is watched: the pages may ask nothing of another origin, break no rule of the
 * Content-Security-Policy and log no error. It knows addresses of the site only from the tests.
 */
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContext, type BrowserContextOptions, type Page } from 'playwright-core';

/** Sizes in CSS pixels. `narrow` is also what is left of a 1280 pixel window at 400 % zoom (WCAG 1.4.10). */
export const SIZES = {
  narrow: { width: 320, height: 640 },
  wide: { width: 1280, height: 900 },
} as const;

/** Levels A and AA, without axe's own advice ("best-practice"). */
const AXE_TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

/** Longer than a page takes on two busy cores; short enough to fail before the test does. */
const PATIENCE_MS = 10_000;

/** Who visits, and with what. */
export interface Visitor {
  /** Unset: with scripts. */
  readonly scripts?: boolean;
  /** Unset: wide. */
  readonly size?: keyof typeof SIZES;
  /** What the browser asks for in Accept-Language. Unset: "en". */
  readonly language?: string;
  /** Dark mode, high contrast, time zone and the like. Unset: as Chromium comes. */
  readonly look?: Pick<BrowserContextOptions, 'colorScheme' | 'forcedColors' | 'reducedMotion' | 'timezoneId'>;
  /** Problems that the test brings about on purpose, such as a save that is refused. */
  readonly allow?: readonly RegExp[];
}

/** One person's browser: cookies of its own, one page to begin with. */
export interface Visit {
  readonly page: Page;
  /**
   * What axe finds wrong with the page as it stands, one readable line for each element; empty is good. Colours take most
   * of its time, and do not depend on the language: "but-colours" leaves them out.
   */
  violations(looks?: 'all' | 'but-colours'): Promise<string[]>;
  /** What went wrong since the visit began, but for what is allowed; empty is good. */
  problems(): string[];
  /** Closes the browser of this visitor, and fails when there were problems. */
  end(): Promise<void>;
}

/** Starts Chromium: `CHROMIUM`, or /usr/bin/chromium. It finds no host but this machine. Close it with `close()`. */
export function launchBrowser(): Promise<Browser> {
  return chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
    ],
  });
}

/** Opens an empty page for a visitor of `origin` ("http://127.0.0.1:4021"); addresses may be given from "/" on. */
export async function openVisit(browser: Browser, origin: string, visitor: Visitor = {}): Promise<Visit> {
  const { scripts = true, size = 'wide', language = 'en', look = {}, allow = [] } = visitor;
  const settings = {
    baseURL: origin,
    viewport: SIZES[size],
    locale: language,
    serviceWorkers: 'block',
    ...look,
  } as const;
  const context = await browser.newContext({ ...settings, javaScriptEnabled: scripts });
  context.setDefaultTimeout(PATIENCE_MS);
  const seen = watch(context, new URL(origin).origin);
  const page = await context.newPage();
  const problems = () => seen().filter((problem) => !allow.some((pattern) => pattern.test(problem)));
  return {
    page,
    problems,
    violations: (looks = 'all') => (scripts ? axe(page, looks) : axeOfStill(browser, page, settings)),
    async end() {
      const found = problems();
      await context.close();
      if (found.length > 0) throw new Error(`The visit had problems:\n${found.join('\n')}`);
    },
  };
}

/** Notes what goes wrong on every page of the context. */
function watch(context: BrowserContext, origin: string): () => string[] {
  const problems: string[] = [];
  const logged: { text: string; url: string }[] = [];
  const documents = new Set<string>();
  const asked = (url: string) => {
    if (isForeign(new URL(url), origin)) problems.push(`another origin: ${url}`);
  };

  context.on('request', (request) => asked(request.url()));
  context.on('page', (page) => page.on('websocket', (socket) => asked(socket.url())));
  context.on('response', (response) => {
    if (response.request().isNavigationRequest()) documents.add(response.url());
  });
  context.on('weberror', (error) => problems.push(`script: ${error.error().message}`));
  context.on('console', (message) => {
    const grave = message.type() === 'error' || message.text().includes('Content Security Policy');
    if (grave) logged.push({ text: message.text(), url: message.location().url });
  });

  // Chromium logs every page that is answered 4xx or 5xx as an error; which pages those are is the test's to know.
  const isPageStatus = ({ text, url }: { text: string; url: string }) =>
    text.startsWith('Failed to load resource: the server responded') && documents.has(url);
  return () => [
    ...problems,
    ...logged.filter((entry) => !isPageStatus(entry)).map(({ text, url }) => `console: ${text} (${url})`),
  ];
}

/** Other schemes (data, blob, mailto) ask nobody. */
function isForeign(url: URL, origin: string): boolean {
  return /^(https?|wss?):$/.test(url.protocol) && url.origin.replace(/^ws/, 'http') !== origin;
}

/**
 * axe is a script, so it cannot run where scripts are off. It runs on a still of the page instead: the same HTML, with
 * style sheets and pictures of the site but none of its scripts, and with the content of `noscript` in place.
 */
async function axeOfStill(browser: Browser, page: Page, settings: BrowserContextOptions): Promise<string[]> {
  const html = (await page.content()).replaceAll(/<\/?noscript[^>]*>/g, '');
  const still = {
    body: html,
    contentType: 'text/html; charset=utf-8',
    headers: { 'content-security-policy': "script-src 'none'" },
  };
  const context = await browser.newContext({ ...settings, storageState: await page.context().storageState() });
  try {
    await context.route('**/*', (route) => {
      const type = route.request().resourceType();
      if (type === 'script') return route.abort();
      return type === 'document' ? route.fulfill(still) : route.continue();
    });
    const copy = await context.newPage();
    await copy.goto(page.url());
    return await axe(copy);
  } finally {
    await context.close();
  }
}

async function axe(page: Page, looks: 'all' | 'but-colours' = 'all'): Promise<string[]> {
  // "Legacy": without a second page for the frames of other origins, which our pages do not have.
  const builder = new AxeBuilder({ page }).setLegacyMode().withTags(AXE_TAGS);
  if (looks === 'but-colours') builder.disableRules('color-contrast');
  const { violations } = await builder.analyze();
  return violations.flatMap(({ id, impact, help, nodes }) =>
    nodes.map(({ target, html, failureSummary = '' }) =>
      [`${id} (${impact}): ${help}`, target.join(' '), html, failureSummary.replaceAll(/\s+/g, ' ')].join(' | '),
    ),
  );
}

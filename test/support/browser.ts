import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

/** Debian's Chromium with a fake camera and microphone, and without any of its own calls to the outside. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--use-fake-device-for-media-stream',
  '--use-fake-ui-for-media-stream',
  '--auto-select-desktop-capture-source=Entire screen',
  '--autoplay-policy=no-user-gesture-required',
];

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: FLAGS });

export type Visitor = {
  page: Page;
  context: BrowserContext;
  /** Every host this browser asked anything of. */
  hosts: Set<string>;
  /** Whatever the page itself complained about. */
  complaints: string[];
};

/** Answers the question that stands before every form for strangers. */
export async function answersAge(page: Page, { month = 'May', year = '1984' } = {}): Promise<void> {
  await page.getByLabel('Month').selectOption(month);
  await page.getByLabel('Year').fill(year);
  await page.getByRole('button', { name: 'Go on' }).click();
}

/** Somebody with a browser of their own: no cookies, no permissions but camera and microphone. */
export async function visitor(
  browser: Browser,
  options: { width?: number; height?: number; dark?: boolean; zone?: string } = {},
): Promise<Visitor> {
  const { width = 1280, height = 800, dark = false, zone = 'Europe/Paris' } = options;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: dark ? 'dark' : 'light',
    permissions: ['camera', 'microphone'],
    locale: 'en-GB',
    timezoneId: zone,
  });
  const page = await context.newPage();
  const hosts = new Set<string>();
  const complaints: string[] = [];

  context.on('request', (request) => {
    const { protocol, host } = new URL(request.url());
    if (protocol !== 'data:' && protocol !== 'blob:') hosts.add(host);
  });
  page.on('websocket', (socket) => hosts.add(new URL(socket.url()).host));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error' || /Content.Security.Policy/i.test(message.text())) complaints.push(message.text());
  });

  return { page, context, hosts, complaints };
}

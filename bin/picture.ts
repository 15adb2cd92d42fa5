/**
 * `node bin/picture.ts` takes the pictures of the README: the running product, with the cast before drawn cameras.
 * Needs Chromium and MEDIASOUP_WORKER_BIN, as `npm test` does.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, chromium, type Page } from 'playwright-core';
import { cast, castPassword } from '../prisma/cast.ts';
import { seedDemo } from '../prisma/seed.ts';
import { readConfig } from '../src/platform/config.ts';
import { openLog } from '../src/platform/log.ts';
import { startServer } from '../src/server.ts';

const folder = mkdtempSync(join(tmpdir(), 'anymeeting-picture-'));
const config = { ...readConfig({ DATA_DIR: folder, PORT: '3990', MEDIA_WORKERS: '1' }), MEDIA_PORT: 0 };
const WIDTH = 1280;
const HEIGHT = 720;

/** Run in the page: nothing but this one drawing, as large as the window. */
const ALONE = `(who) => {
  const drawing = document.querySelector('svg.drawing.' + who);
  drawing.style.cssText = 'position:fixed;inset:0;width:100vw;height:100vh;z-index:9999';
  document.querySelector('.room-picture').append(drawing);
}`;

/** Run in the page: the pixels of a picture, four bytes each. */
const PIXELS = `async (address) => {
  const picture = new Image();
  picture.src = address;
  await picture.decode();
  const brush = new OffscreenCanvas(${WIDTH}, ${HEIGHT}).getContext('2d');
  brush.drawImage(picture, 0, 0);
  const bytes = brush.getImageData(0, 0, ${WIDTH}, ${HEIGHT}).data;
  let text = '';
  for (let at = 0; at < bytes.length; at += 32768) text += String.fromCharCode(...bytes.subarray(at, at + 32768));
  return btoa(text);
}`;

const server = await startServer(config, { log: openLog('silent') });
const browsers: Browser[] = [];
try {
  await seedDemo(server.parts);
  await takePicture();
} finally {
  await Promise.all(browsers.map((browser) => browser.close()));
  await server.close();
  rmSync(folder, { recursive: true });
}

async function takePicture(): Promise<void> {
  const ada = await inFrontOfCamera('ada');
  const ben = await inFrontOfCamera('ben');
  const chloe = await inFrontOfCamera('chloe');

  const webinar = await openRoom(ada);
  for (const page of [ben, chloe]) await joinRoom(page, webinar);
  await ada.getByRole('tab', { name: /People/ }).click();
  for (const { name } of [cast.ben, cast.chloe])
    await ada.getByRole('button', { name: `Bring ${name} to the stage` }).click();
  for (const page of [ben, chloe]) await page.getByRole('button', { name: /Camera off/ }).click();

  await ada.getByRole('tab', { name: /Chat/ }).click();
  await say(chloe, 'Is straw from a pet shop clean enough?');
  await say(ada, 'Yes, if you pour boiling water over it first.');
  await say(ben, 'Mine has been growing for two weeks now. The cellar smells of forest.');
  await chloe.locator('figure[data-attendee] video').first().waitFor();
  // Until the encoders have ramped up and the first picture is sharp.
  await chloe.waitForTimeout(12_000);
  await ben.screenshot({ path: 'docs/pictures/room.png' });
}

/** A browser of their own, whose camera shows their drawing. */
async function inFrontOfCamera(who: 'ada' | 'ben' | 'chloe'): Promise<Page> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-device-for-media-stream',
      '--use-fake-ui-for-media-stream',
      `--use-file-for-fake-video-capture=${await drawn(who)}`,
    ],
  });
  browsers.push(browser);
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 }, deviceScaleFactor: 1 });

  await page.goto(`${server.url}/sign-in`);
  await page.getByLabel('E-mail address').fill(cast[who].email);
  await page.getByLabel('Password', { exact: true }).fill(castPassword);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL((url) => !url.pathname.startsWith('/sign-in'));
  return page;
}

/** The drawing of the home page as a film of one frame, in the only format that Chromium's camera reads without a codec. */
async function drawn(who: string): Promise<string> {
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox'],
  });
  const page = await browser.newPage({ viewport: { width: WIDTH, height: HEIGHT }, colorScheme: 'dark' });
  await page.goto(server.url);
  await page.evaluate(`(${ALONE})('${who}')`);
  const png = (await page.screenshot()).toString('base64');
  const pixels = await page.evaluate<string>(`(${PIXELS})('data:image/png;base64,${png}')`);
  await browser.close();

  const file = join(folder, `${who}.y4m`);
  const header = Buffer.from(`YUV4MPEG2 W${WIDTH} H${HEIGHT} F15:1 Ip A1:1 C420jpeg\nFRAME\n`);
  writeFileSync(file, Buffer.concat([header, planes(Buffer.from(pixels, 'base64'))]));
  return file;
}

/** Brightness for each pixel, then the two colours for each square of four, as BT.601 has it. */
function planes(rgba: Buffer): Buffer {
  const at = (x: number, y: number) =>
    [0, 1, 2].map((part) => rgba[(y * WIDTH + x) * 4 + part] ?? 0) as [number, number, number];
  const bright: number[] = [];
  const blue: number[] = [];
  const red: number[] = [];

  for (let y = 0; y < HEIGHT; y += 1) {
    for (let x = 0; x < WIDTH; x += 1) {
      const [r, g, b] = at(x, y);
      bright.push(0.299 * r + 0.587 * g + 0.114 * b);
      if (x % 2 === 0 && y % 2 === 0) {
        blue.push(128 - 0.168736 * r - 0.331264 * g + 0.5 * b);
        red.push(128 + 0.5 * r - 0.418688 * g - 0.081312 * b);
      }
    }
  }
  return Buffer.from([...bright, ...blue, ...red].map(Math.round));
}

async function openRoom(page: Page): Promise<string> {
  await page.goto(`${server.url}/webinars`);
  await page
    .getByRole('link', { name: /mushrooms/ })
    .first()
    .click();
  const webinar = page.url().split('?')[0] ?? '';
  await page.getByRole('link', { name: 'Open the room' }).click();
  await page.getByRole('button', { name: /Camera off/ }).click();
  await page.getByRole('button', { name: /Muted/ }).click();
  await page.getByRole('button', { name: 'Join with camera and microphone' }).click();
  await page.getByRole('button', { name: 'Go live' }).click();
  return webinar;
}

async function joinRoom(page: Page, webinar: string): Promise<void> {
  await page.goto(`${webinar}/room`);
  await page.getByRole('button', { name: /^Join/ }).first().click();
  await page.waitForSelector('html[data-room-phase="in-room"]', { state: 'attached' });
}

async function say(page: Page, line: string): Promise<void> {
  await page.getByLabel('Write to everybody').fill(line);
  await page.keyboard.press('Enter');
  await page.getByText(line).waitFor();
}

import { existsSync, readFileSync } from 'node:fs';
import { icons as lucide } from '@iconify-json/lucide';
import preact from '@preact/preset-vite';
import { defineConfig, type Plugin } from 'vite';

const entries = ['public/css/site.css', 'public/css/room.css', 'src/browser/site.ts', 'src/browser/room.tsx'];

const ICONS = 'public/icons.json';
const MARK = 'public/img/mark.svg';

/** Oldest browsers we write CSS for: those with light-dark(), so that nothing is rewritten into something longer. */
const CSS_TARGET = ['chrome125', 'firefox126', 'safari18'];

export default defineConfig({
  base: '/build/',
  publicDir: false,
  plugins: [preact({ devToolsEnabled: false, prefreshEnabled: false }), drawings()],
  build: {
    outDir: 'public/build',
    emptyOutDir: true,
    manifest: 'manifest.json',
    // The Content-Security-Policy allows fonts and pictures from our own address only, never from data: addresses.
    assetsInlineLimit: 0,
    cssTarget: CSS_TARGET,
    modulePreload: { polyfill: false },
    rolldownOptions: { input: entries.filter((entry) => existsSync(entry)) },
  },
});

/** Emits one sprite of the icons named in `public/icons.json`, and the mark for the browser's tab. */
function drawings(): Plugin {
  return {
    name: 'drawings',
    generateBundle() {
      this.emitFile({ type: 'asset', name: 'icons.svg', originalFileName: ICONS, source: sprite(named()) });
      this.emitFile({ type: 'asset', name: 'mark.svg', originalFileName: MARK, source: readFileSync(MARK) });
    },
  };
}

function named(): string[] {
  return JSON.parse(readFileSync(ICONS, 'utf8')) as string[];
}

function sprite(names: string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg">${names.map(symbol).join('')}</svg>`;
}

function symbol(name: string): string {
  const icon = lucide.icons[name] ?? lucide.icons[lucide.aliases?.[name]?.parent ?? ''];
  if (icon === undefined) throw new Error(`There is no icon called ${name}.`);
  // A slightly finer line sits better beside our text faces than the two pixels the set is drawn with.
  return `<symbol id="${name}" viewBox="0 0 24 24">${icon.body.replaceAll('stroke-width="2"', 'stroke-width="1.8"')}</symbol>`;
}

import { Variables } from './config.ts';

const HEAD = `# Every variable AnyMeeting reads, with its default. Copy this file to .env beside package.json and change what you
# need; a variable of the environment wins over the file. Made by bin/env-example.ts from src/platform/config.ts.
`;

/** Defaults that depend on the machine: an example of them would be wrong on the next one. */
const FROM_THE_MACHINE = new Set(['MEDIA_WORKERS']);

/** The text of .env.example. */
export function envExample(): string {
  const defaults = new Map(Object.entries(Variables.parse({})));
  const blocks = Object.entries(Variables.shape).map(([name, { description = '' }]) => {
    const value = FROM_THE_MACHINE.has(name) ? '' : written(defaults.get(name));
    return `# ${description}\n${name}=${value}\n`;
  });
  return [HEAD, ...blocks].join('\n');
}

function written(value: string | number | string[] | undefined): string {
  const text = [value ?? ''].flat().join(',');
  return /[\s<>#]/.test(text) ? `"${text}"` : text;
}

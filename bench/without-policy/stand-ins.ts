import { registerHooks } from 'node:module';

/**
 * Puts something that checks nothing in the place of each module of the policy layer, for this process and from the next
 * import on. The product knows nothing of it: there is no switch that could be left on.
 */
const STAND_INS: Record<string, string> = {
  'src/platform/personal.ts': 'personal.ts',
  'src/platform/http/age-mark.ts': 'age-mark.ts',
  'src/gateway/release.ts': 'release.ts',
  'src/consent/tell-changes.ts': 'tell-changes.ts',
  'src/consent/note-directives.ts': 'note-directives.ts',
  'src/consent/visitor-cookie.ts': 'visitor-cookie.ts',
};

const house = new URL('../../', import.meta.url);
const byUrl = new Map(
  Object.entries(STAND_INS).map(([path, file]) => [new URL(path, house).href, new URL(file, import.meta.url).href]),
);

registerHooks({
  resolve(specifier, context, nextResolve) {
    const found = nextResolve(specifier, context);
    return { ...found, url: byUrl.get(found.url) ?? found.url };
  },
});

import { refusalsOf } from '../consent/find-refusals.ts';
import { Batches } from '../platform/batches.ts';
import type { PageAd, Route, Visit } from '../platform/http/route.ts';
import type { Parts } from '../platform/parts.ts';
import { dayOf } from '../visits/rules.ts';
import type { AdVendor } from './ad-vendor.ts';
import { slotOn } from './rules.ts';
import { addToCounters, runningAds, type Shown } from './store.ts';

type AdParts = Pick<Parts, 'db' | 'clock' | 'log' | 'config'>;

export type Ads = {
  /** Who fills the slots; nobody where advertising is off. */
  vendor: AdVendor | undefined;
  /**
   * What stands on this page for whoever looks at it; nothing on every other page, for whoever refuses it, and where the
   * vendor fails.
   */
  adFor(visit: Visit, route: Route): Promise<PageAd | undefined>;
  /** Counts that it was sent, for nobody to wait for. */
  adSent(ad: PageAd): void;
  /** Resolves when all counts are written, or given up. */
  settled(): Promise<void>;
};

/** Advertising as the configuration has it: off, or our own advertisements. A vendor that is handed over comes before both. */
export function openAds(parts: AdParts, handedOver: AdVendor | undefined): Ads {
  const vendor = handedOver ?? (parts.config.ADS === 'house' ? houseAds(parts) : undefined);
  const batches = new Batches<Omit<Shown, 'shown'>>((sent) => addToCounters(parts.db, counted(sent)));

  return {
    vendor,
    async adFor(visit, { path }) {
      const slot = slotOn(path);
      if (vendor === undefined || slot === undefined || (await refusalsOf(parts, visit)).ads) return undefined;

      try {
        const ad = await vendor.adFor(slot);
        return ad && { slot, ...ad, from: { name: vendor.name, ...vendor.elsewhere } };
      } catch (error) {
        parts.log.error('ads.not-found', error);
        return undefined;
      }
    },
    adSent({ slot, id: ad }) {
      batches
        .add({ day: dayOf(parts.clock()), slot, ad })
        .catch((error: unknown) => parts.log.error('ads.not-counted', error));
    },
    settled: () => batches.settled(),
  };
}

/** Our own advertisements, one after the other. Which one is next depends on nothing that anybody does. */
function houseAds({ db, config }: Pick<Parts, 'db' | 'config'>): AdVendor {
  let turn = 0;
  return {
    name: config.SITE_NAME,
    async adFor() {
      const running = await runningAds(db);
      turn += 1;
      const ad = running[turn % Math.max(1, running.length)];
      return ad && { id: ad.id, title: ad.title, text: ad.text, path: ad.path };
    },
  };
}

function counted(sent: readonly Omit<Shown, 'shown'>[]): Shown[] {
  const same = Map.groupBy(sent, ({ day, slot, ad }) => `${day} ${slot} ${ad}`);
  return [...same.values()].flatMap(([one, ...more]) =>
    one === undefined ? [] : [{ ...one, shown: 1 + more.length }],
  );
}

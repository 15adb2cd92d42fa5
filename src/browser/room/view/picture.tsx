import { useLayoutEffect, useRef } from 'preact/hooks';
import { useSetting } from './setting.ts';

/** One element for each track, wherever it stands: moving it from the strip to the stage does not make it go dark. */
const elements = new WeakMap<MediaStreamTrack, HTMLVideoElement>();

/** Shows a track. With a consumer, the server is told how large it is shown. */
export function Picture({ track, consumerId }: { track: MediaStreamTrack; consumerId?: string | undefined }) {
  const { tiles } = useSetting();
  const place = useRef<HTMLDivElement>(null);

  useLayoutEffect(() => {
    const here = place.current;
    if (here === null) return;

    const element = elementFor(track);
    here.append(element);
    // Blocked playing of a silent picture has no cure but the next try; the sound has a button of its own.
    element.play().catch(() => {});
    const unwatch = consumerId === undefined ? () => {} : tiles.watch(here, consumerId);
    return () => {
      unwatch();
      if (element.parentElement === here) element.remove();
    };
  }, [track, consumerId]);

  return <div class="picture" ref={place} />;
}

function elementFor(track: MediaStreamTrack): HTMLVideoElement {
  const known = elements.get(track);
  if (known !== undefined) return known;

  const element = document.createElement('video');
  element.muted = true;
  element.autoplay = true;
  element.playsInline = true;
  element.srcObject = new MediaStream([track]);
  elements.set(track, element);
  return element;
}

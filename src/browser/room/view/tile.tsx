import type { Tile as TileOf } from '../remember/arrange.ts';
import { hueOf, initials } from '../remember/words.ts';
import { Icon } from './icon.tsx';
import { Picture } from './picture.tsx';
import { useSetting } from './setting.ts';

/** One person or one shared screen: the picture if there is one, the name always. */
export function Tile({ tile }: { tile: TileOf }) {
  const picture = usePicture(tile);
  const classes = [
    'tile',
    `hue-${hueOf(tile.attendeeId)}`,
    tile.shows === 'screen' ? 'screen' : '',
    tile.speaking ? 'speaking' : '',
    tile.mine && tile.shows === 'person' ? 'mirrored' : '',
    picture === undefined ? 'no-picture' : '',
  ];
  return (
    <figure class={classes.filter(Boolean).join(' ')} data-attendee={tile.attendeeId} data-shows={tile.shows}>
      {picture === undefined ? <Avatar tile={tile} /> : <Picture {...picture} />}
      <figcaption class="name">
        <span dir="auto">{caption(tile)}</span>
        {tile.speaking && <Bars />}
        {tile.muted && tile.shows === 'person' && (
          <>
            <Icon name="mic-off" />
            <span class="aloud">Muted</span>
          </>
        )}
      </figcaption>
    </figure>
  );
}

const caption = ({ shows, mine, name }: TileOf) =>
  shows === 'screen' ? (mine ? 'Your screen, as others see it' : `${name} shares a screen`) : mine ? 'You' : name;

const Avatar = ({ tile }: { tile: TileOf }) => (
  <span class="initials" aria-hidden="true">
    {initials(tile.name)}
  </span>
);

const Bars = () => (
  <>
    <span class="bars" aria-hidden="true">
      <b />
      <b />
      <b />
    </span>
    <span class="aloud">Speaking</span>
  </>
);

/** Of others what arrives, of oneself what the device gives. */
function usePicture({ mine, shows, producerId }: TileOf) {
  const { talk, devices } = useSetting();
  const incoming = talk.media.receiving.incoming.value;
  if (producerId === null) return undefined;
  else if (mine) return local(shows === 'screen' ? talk.own.screenTrack : devices.camera.value?.track);

  const stream = incoming.get(producerId);
  return stream === undefined ? undefined : { track: stream.track, consumerId: stream.consumerId };
}

const local = (track: MediaStreamTrack | undefined) => (track === undefined ? undefined : { track });

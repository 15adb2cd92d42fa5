import type { RequestName } from '../../protocol/room-messages.ts';
import type { Message } from '../message.ts';
import { catchUp } from './catch-up.ts';
import { closeProducer } from './close-producer.ts';
import { demote } from './demote.ts';
import { end } from './end.ts';
import { goLive } from './go-live.ts';
import { join } from './join.ts';
import { leave } from './leave.ts';
import { lowerHand } from './lower-hand.ts';
import { mute } from './mute.ts';
import { openRoster } from './open-roster.ts';
import { openSendTransport } from './open-send-transport.ts';
import { pauseProducer } from './pause-producer.ts';
import { produce } from './produce.ts';
import { promote } from './promote.ts';
import { raiseHand } from './raise-hand.ts';
import { rejoinMedia } from './rejoin-media.ts';
import { remove } from './remove.ts';
import { restartIce } from './restart-ice.ts';
import { resumeConsumers } from './resume-consumers.ts';
import { resumeProducer } from './resume-producer.ts';
import { say } from './say.ts';
import { showName } from './show-name.ts';
import { view } from './view.ts';

/** Everything a room answers; the third door of the house. A name that is missing here is refused. */
export const messages = {
  'join': join,
  'rejoin-media': rejoinMedia,
  'catch-up': catchUp,
  'leave': leave,
  'open-send-transport': openSendTransport,
  'restart-ice': restartIce,
  'produce': produce,
  'pause-producer': pauseProducer,
  'resume-producer': resumeProducer,
  'close-producer': closeProducer,
  'resume-consumers': resumeConsumers,
  'view': view,
  'say': say,
  'raise-hand': raiseHand,
  'lower-hand': lowerHand,
  'promote': promote,
  'demote': demote,
  'mute': mute,
  'remove': remove,
  'go-live': goLive,
  'end': end,
  'open-roster': openRoster,
  'show-name': showName,
} satisfies { [Name in RequestName]: Message<Name> };

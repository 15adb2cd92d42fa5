import { GreenRoom } from './green-room.tsx';
import { LiveRoom } from './live-room.tsx';
import { Over } from './over.tsx';
import { useRoom } from './setting.ts';

/** The whole page: before, during, after. */
export function App() {
  const { phase } = useRoom();
  if (phase === 'green-room' || phase === 'joining') return <GreenRoom />;
  else if (phase === 'in-room') return <LiveRoom />;
  else return <Over phase={phase} />;
}

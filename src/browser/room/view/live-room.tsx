import { useEffect, useRef, useState } from 'preact/hooks';
import { Banners } from './banners.tsx';
import { ControlBar } from './control-bar.tsx';
import { Panel } from './panel.tsx';
import { useRoom } from './setting.ts';
import { OpenSheet, type Sheet } from './sheets.tsx';
import { Stage } from './stage.tsx';
import { TopBar } from './top-bar.tsx';

/** The room itself. */
export function LiveRoom() {
  const [sheet, setSheet] = useState<Sheet | null>(null);
  const theatre = useRef<HTMLElement>(null);
  // The button that had the focus is gone; the reader goes on at the stage.
  useEffect(() => theatre.current?.focus(), []);
  return (
    <div class="live">
      <TopBar />
      <main class="theatre" tabIndex={-1} ref={theatre} aria-label="Stage">
        <Banners />
        <Stage />
      </main>
      <Panel />
      <ControlBar open={setSheet} />
      <OpenSheet sheet={sheet} close={() => setSheet(null)} />
      <Announcements />
    </div>
  );
}

function Announcements() {
  const { number, words } = useRoom().announcement;
  return (
    <div class="aloud" role="status">
      <p key={number}>{words}</p>
    </div>
  );
}

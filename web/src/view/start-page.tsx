import type { Listener } from '../api/types';
import { PublishGuide } from './publish-guide';

/** What one sees before anything is published. */
export function StartPage({ listeners }: { listeners: Listener[] | undefined }) {
  return (
    <section class="start">
      <div class="start-words">
        <h1>Nothing is live yet</h1>
        <p>
          The server is running and waits for a stream. Publish one with the settings here: this
          page shows it within two seconds, ready to play.
        </p>
        <ol class="steps">
          <li>
            <strong>Publish</strong> from OBS, FFmpeg, a camera or any program that speaks RTMP.
          </li>
          <li>
            <strong>Watch</strong> it here, over HLS or with low latency.
          </li>
          <li>
            <strong>Share</strong> the addresses for phones, VLC and other players.
          </li>
        </ol>
      </div>
      <div class="panel">
        <PublishGuide listeners={listeners} first />
      </div>
    </section>
  );
}

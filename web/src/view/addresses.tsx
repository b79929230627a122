import type { Listener } from '../api/types';
import { ffmpegFile, ffmpegTestPicture, ffplay, vlc } from '../commands';
import type { ChannelId } from '../urls';
import { publishUrls, watchUrls } from '../urls';
import { CopyField } from './copy-field';

interface AddressesProps {
  channel: ChannelId;
  listeners: Listener[] | undefined;
}

/** Everything one needs to watch the channel elsewhere. */
export function WatchAddresses({ channel, listeners }: AddressesProps) {
  const urls = watchUrls(channel, listeners, location);
  return (
    <section class="addresses">
      <h3>Watch</h3>
      <CopyField label="Link to this player" value={urls.page} />
      <CopyField label="HLS" value={urls.hls} />
      <CopyField label="HTTP-FLV" value={urls.flv} />
      <CopyField label="WebSocket-FLV" value={urls.wsFlv} />
      <CopyField label="HTTP-TS" value={urls.ts} />
      {urls.rtmp && <CopyField label="RTMP" value={urls.rtmp} />}
      {urls.rtmps && <CopyField label="RTMPS" value={urls.rtmps} />}
      <CopyField wrap label="VLC" value={vlc(urls.ts)} />
      <CopyField wrap label="ffplay" value={ffplay(urls.rtmp ?? urls.flv)} />
    </section>
  );
}

/** Everything one needs to publish to the channel. */
export function PublishAddresses({ channel, listeners }: AddressesProps) {
  const urls = publishUrls(channel, listeners, location);
  if (urls === undefined) {
    return (
      <section class="addresses">
        <h3>Publish</h3>
        <p class="hint">This server takes no RTMP: it has no listener for it.</p>
      </section>
    );
  }
  return (
    <section class="addresses">
      <h3>Publish</h3>
      <p class="hint">OBS Studio: Settings, Stream, Service “Custom…”.</p>
      <CopyField label="OBS server" value={urls.server} />
      <CopyField label="OBS stream key" value={urls.streamKey} />
      <p class="hint">FFmpeg, from a terminal:</p>
      <CopyField wrap label="Test picture" value={ffmpegTestPicture(urls.url)} />
      <CopyField wrap label="A file, in a loop" value={ffmpegFile(urls.url)} />
    </section>
  );
}

import type { Listener } from '../api/types';
import { ffmpegFile, ffmpegTestPicture, ffplay, vlc } from '../commands';
import { publishHash } from '../route';
import type { ChannelId } from '../urls';
import { publishUrls, watchUrls } from '../urls';
import { CopyField } from './copy-field';
import { t } from '../i18n';

interface AddressesProps {
  channel: ChannelId;
  listeners: Listener[] | undefined;
}

/** Everything one needs to watch the channel elsewhere. */
export function WatchAddresses({ channel, listeners }: AddressesProps) {
  const urls = watchUrls(channel, listeners, location);
  return (
    <section class="addresses">
      <h3>{t('watch.title')}</h3>
      <CopyField label={t('watch.page')} value={urls.page} />
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
  const head = (
    <>
      <h3>{t('publish.title')}</h3>
      <p>
        <a href={publishHash(channel.name)}>{t('publish.here')}</a> <span class="hint">·</span>{' '}
        <a href="#/meeting">{t('meeting.here')}</a> <span class="hint">·</span>{' '}
        <a href="#/bandwidth">{t('bandwidth.link')}</a>
      </p>
    </>
  );
  if (urls === undefined) {
    return (
      <section class="addresses">
        {head}
        <p class="hint">{t('publish.noRtmp')}</p>
      </section>
    );
  }
  return (
    <section class="addresses">
      {head}
      <p class="hint">{t('publish.obs')}</p>
      <CopyField label={t('publish.obsServer')} value={urls.server} />
      <CopyField label={t('publish.obsKey')} value={urls.streamKey} />
      <p class="hint">{t('publish.ffmpeg')}</p>
      <CopyField wrap label={t('publish.picture')} value={ffmpegTestPicture(urls.url)} />
      <CopyField wrap label={t('publish.file')} value={ffmpegFile(urls.url)} />
    </section>
  );
}

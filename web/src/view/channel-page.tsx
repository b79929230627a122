import type { ComponentChildren } from 'preact';
import type { Channel, Listener } from '../api/types';
import { PublishAddresses, WatchAddresses } from './addresses';
import { ChannelDetails, ChannelName, StateBadge } from './channel-facts';
import { BackIcon } from './icons';
import { PlayerBox } from './player-box';
import { t } from '../i18n';

interface ChannelPageProps {
  name: string;
  /** `undefined` while nobody publishes it. */
  channel: Channel | undefined;
  /** The relay that fetches it, if one does; then nobody else can publish it. */
  relay: ComponentChildren;
  listeners: Listener[] | undefined;
}

/** One channel, large, with all there is to know about it. */
export function ChannelPage({ name, channel, relay, listeners }: ChannelPageProps) {
  const id = channel ?? { name, vhost: undefined };
  return (
    <section class="channel-page">
      <header class="page-head">
        <a class="button is-quiet" href="#/">
          <BackIcon />
          {t('page.allChannels')}
        </a>
        <h1>
          <ChannelName name={name} />
        </h1>
        <StateBadge state={channel?.state ?? 'absent'} />
      </header>
      <div class="stage-and-facts">
        <PlayerBox name={name} channel={channel} size="large" />
        <aside class="panel" aria-label={t('channel.facts')}>
          {channel ? <ChannelDetails channel={channel} /> : <OffAir fetched={!!relay} />}
        </aside>
      </div>
      <div class="two-panels">
        {relay}
        <div class="panel">
          <WatchAddresses channel={id} listeners={listeners} />
        </div>
        {!relay && (
          <div class="panel">
            <PublishAddresses channel={id} listeners={listeners} />
          </div>
        )}
      </div>
    </section>
  );
}

function OffAir({ fetched }: { fetched: boolean }) {
  return <p class="hint">{t(fetched ? 'channel.notFetched' : 'channel.offAir')}</p>;
}

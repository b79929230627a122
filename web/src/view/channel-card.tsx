import { useId, useState } from 'preact/hooks';
import type { Channel, Listener } from '../api/types';
import { count, viewers } from '../format';
import { channelHash } from '../urls';
import { WatchAddresses } from './addresses';
import { ChannelName, ChannelNumbers, StateBadge, TrackBadges } from './channel-facts';
import { ChevronIcon, ExpandIcon, ViewersIcon } from './icons';
import { PlayerBox } from './player-box';
import { t } from '../i18n';

interface ChannelCardProps {
  channel: Channel;
  listeners: Listener[] | undefined;
  /** The only channel: there is room to show its addresses at once. */
  alone: boolean;
}

/** One channel among others, with a player that starts on a click. */
export function ChannelCard({ channel, listeners, alone }: ChannelCardProps) {
  const [chosenOpen, setChosenOpen] = useState<boolean>();
  const addressesOpen = chosenOpen ?? alone;
  const id = useId();
  return (
    <article class="card" aria-labelledby={`${id}-name`}>
      <PlayerBox name={channel.name} channel={channel} size={alone ? 'feature' : 'card'} />
      <div class="card-body">
        <header class="card-head">
          <h2 id={`${id}-name`}>
            <a href={channelHash(channel.name)}>
              <ChannelName name={channel.name} />
            </a>
          </h2>
          <StateBadge state={channel.state} />
          <span class="viewer-count" title={t('total.viewers')}>
            <ViewersIcon />
            {count(viewers(channel))}
            <span class="off-screen"> {t('channel.viewers')}</span>
          </span>
        </header>
        <TrackBadges channel={channel} />
        <ChannelNumbers channel={channel} withOrigin={alone} />
        <footer class="card-foot">
          <a class="button" href={channelHash(channel.name)}>
            <ExpandIcon />
            {t('channel.open')}
          </a>
          <button
            type="button"
            class="button is-quiet"
            aria-expanded={addressesOpen}
            aria-controls={`${id}-addresses`}
            onClick={() => setChosenOpen(!addressesOpen)}
          >
            <ChevronIcon />
            {t('channel.addresses')}
          </button>
        </footer>
      </div>
      <div id={`${id}-addresses`} class="card-addresses" hidden={!addressesOpen}>
        {addressesOpen && <WatchAddresses channel={channel} listeners={listeners} />}
      </div>
    </article>
  );
}

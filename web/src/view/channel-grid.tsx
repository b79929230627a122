import { useState } from 'preact/hooks';
import type { Channel, Listener } from '../api/types';
import { t } from '../i18n';
import { ChannelCard } from './channel-card';
import { ChevronIcon } from './icons';
import { PublishGuide } from './publish-guide';

/** So many cards are found without searching. */
const CARDS_WITHOUT_FILTER_MAX = 9;

interface ChannelGridProps {
  channels: Channel[];
  listeners: Listener[] | undefined;
}

/** All channels as cards, and how to publish one more. */
export function ChannelGrid({ channels, listeners }: ChannelGridProps) {
  const [filter, setFilter] = useState('');
  const [publishing, setPublishing] = useState(false);
  const shown = channels.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <section class="channels" aria-label={t('channels.title')}>
      <div class="grid-head">
        <h1>{t('channels.title')}</h1>
        {channels.length > CARDS_WITHOUT_FILTER_MAX && (
          <label class="filter">
            <span class="off-screen">{t('channels.filter')}</span>
            <input
              type="search"
              placeholder={t('channels.filter')}
              value={filter}
              onInput={(event) => setFilter(event.currentTarget.value)}
            />
          </label>
        )}
        <button
          type="button"
          class="button"
          aria-expanded={publishing}
          aria-controls="publish"
          onClick={() => setPublishing(!publishing)}
        >
          <ChevronIcon />
          {t('channels.publish')}
        </button>
      </div>
      <div id="publish" class="panel" hidden={!publishing}>
        {publishing && <PublishGuide listeners={listeners} first={false} />}
      </div>
      <div class={`grid ${channels.length === 1 ? 'has-one' : ''}`}>
        {shown.map((channel) => (
          <ChannelCard
            key={channel.name}
            channel={channel}
            listeners={listeners}
            alone={channels.length === 1}
          />
        ))}
      </div>
      {channels.length === 0 && <p class="hint">{t('channels.empty')}</p>}
      {channels.length > 0 && shown.length === 0 && (
        <p class="hint">{t('channels.none', { filter })}</p>
      )}
    </section>
  );
}

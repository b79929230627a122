import { useEffect, useState } from 'preact/hooks';
import type { Api } from './api/client';
import type { Channel, Listener } from './api/types';
import type { Live } from './live';
import { useLive } from './live';
import { parseRoute, type Route } from './route';
import { Banner } from './view/banner';
import { ChannelCard } from './view/channel-card';
import { ChannelPage } from './view/channel-page';
import { Header } from './view/header';
import { ChevronIcon } from './view/icons';
import { PublishGuide } from './view/publish-guide';
import { Relays } from './view/relays';
import { Sessions } from './view/sessions';
import { StartPage } from './view/start-page';

/** The whole page. */
export function App({ api }: { api: Api }) {
  const live = useLive(api);
  const route = useRoute();
  useEffect(() => {
    document.title = route.shows === 'channel' ? `${route.name} · Millrace` : 'Millrace';
  }, [route]);
  return (
    <>
      <Header live={live} />
      <Banner live={live} />
      <main>
        <Content live={live} route={route} />
        {live.server && route.shows !== 'channel' && <Relays api={api} />}
        {live.server && <Sessions api={api} />}
      </main>
    </>
  );
}

function Content({ live, route }: { live: Live; route: Route }) {
  const { channels, server } = live;
  if (channels === undefined) {
    return <p class="connecting">{live.trouble === undefined ? 'Asking the server…' : ''}</p>;
  }
  if (route.shows === 'channel') {
    return (
      <ChannelPage
        key={route.name}
        name={route.name}
        channel={channels.find((channel) => channel.name === route.name)}
        listeners={server?.listeners}
      />
    );
  }
  return channels.length === 0 ? (
    <StartPage listeners={server?.listeners} />
  ) : (
    <ChannelGrid channels={channels} listeners={server?.listeners} />
  );
}

/** So many cards are found without searching. */
const CARDS_WITHOUT_FILTER_MAX = 9;

interface ChannelGridProps {
  channels: Channel[];
  listeners: Listener[] | undefined;
}

function ChannelGrid({ channels, listeners }: ChannelGridProps) {
  const [filter, setFilter] = useState('');
  const [publishing, setPublishing] = useState(false);
  const shown = channels.filter(({ name }) => name.toLowerCase().includes(filter.toLowerCase()));
  return (
    <>
      <div class="grid-head">
        <h1>Channels</h1>
        {channels.length > CARDS_WITHOUT_FILTER_MAX && (
          <label class="filter">
            <span class="off-screen">Filter channels</span>
            <input
              type="search"
              placeholder="Filter channels"
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
          Publish a stream
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
      {shown.length === 0 && <p class="hint">No channel has “{filter}” in its name.</p>}
    </>
  );
}

function useRoute(): Route {
  const [route, setRoute] = useState(() => parseRoute(location.hash));
  useEffect(() => {
    const follow = () => {
      setRoute(parseRoute(location.hash));
      scrollTo(0, 0);
    };
    addEventListener('hashchange', follow);
    return () => removeEventListener('hashchange', follow);
  }, []);
  return route;
}

import { useEffect, useState } from 'preact/hooks';
import { GateContext, useNewGate } from './access';
import type { Api } from './api/client';
import { needsLogin } from './api/refused';
import { t } from './i18n';
import { type Live, useLive } from './live';
import { parseRoute, type Route } from './route';
import { Banner } from './view/banner';
import { ChannelGrid } from './view/channel-grid';
import { ChannelPage } from './view/channel-page';
import { Header } from './view/header';
import { lazyPage } from './view/lazily';
import { LoginDialog, LoginPage } from './view/login';
import { Overview } from './view/overview';
import { Relays } from './view/relays';
import { Sessions } from './view/sessions';
import { StartPage } from './view/start-page';

/** Most servers are no control node. */
const ControlPages = lazyPage(() =>
  import('./view/control/pages').then(({ ControlPages }) => ControlPages),
);

/** Most visitors watch. */
const PublishPage = lazyPage(() =>
  import('./view/publish/publish-page').then(({ PublishPage }) => PublishPage),
);

const BandwidthPage = lazyPage(() =>
  import('./view/bandwidth-page').then(({ BandwidthPage }) => BandwidthPage),
);

const MeetingPage = lazyPage(() =>
  import('./view/meeting/meeting-page').then(({ MeetingPage }) => MeetingPage),
);

/** What is for those as well who may not look after the server. */
function toolOf(route: Route, api: Api) {
  switch (route.shows) {
    case 'publish':
      return <PublishPage name={route.name} />;
    case 'meeting':
      return <MeetingPage api={api} route={route} />;
    case 'bandwidth':
      return <BandwidthPage />;
    default:
      return undefined;
  }
}

/** The whole page. */
export function App({ api }: { api: Api }) {
  const [, redraw] = useState(0);
  const gate = useNewGate(api);
  const mayRead = gate.may('read');
  const { live, refresh } = useLive(
    api,
    gate.access?.may ?? 'nothing',
    (error) => needsLogin(error) && gate.start(),
  );
  const route = useRoute();
  const trouble = live.trouble ?? gate.trouble;
  const known = live.server !== undefined;
  const tool = toolOf(route, api);
  const lost = known && gate.access !== undefined && !mayRead;
  useEffect(() => {
    const name = nameShown(route);
    document.title = name === '' ? 'Millrace' : `${name} · Millrace`;
  }, [route]);
  useEffect(() => {
    if (lost) {
      void gate.logIn();
    }
  }, [lost]);
  return (
    <GateContext value={gate}>
      <Header live={live} route={route} onLanguage={() => redraw((times) => times + 1)} />
      <Banner live={live} trouble={trouble} />
      <main>
        {tool ??
          (gate.access !== undefined && !mayRead && !known ? (
            <LoginPage api={api} />
          ) : (
            <Content {...{ api, live, trouble, route, refresh }} />
          ))}
      </main>
      {gate.asking && <LoginDialog api={api} />}
    </GateContext>
  );
}

function nameShown(route: Route): string {
  if (route.shows === 'meeting') {
    return route.room;
  }
  return route.shows === 'channel' ? route.name : '';
}

interface ContentProps {
  api: Api;
  live: Live;
  trouble: unknown;
  route: Route;
  refresh: () => void;
}

function Content({ api, live, trouble, route, refresh }: ContentProps) {
  const { server, channels, relays } = live;
  if (server === undefined || channels === undefined) {
    return <p class="connecting">{trouble === undefined ? t('page.asking') : ''}</p>;
  }
  if (route.shows !== 'home' && route.shows !== 'channel') {
    return <ControlPages {...{ api, live, route, refresh }} />;
  }
  const { listeners } = server;
  const isNew = channels.length === 0 && relays.length === 0 && live.control === undefined;
  if (route.shows === 'channel') {
    const channel = channels.find(({ name }) => name === route.name);
    return (
      <>
        <ChannelPage
          key={route.name}
          name={route.name}
          channel={channel}
          relay={
            relays.some(({ name }) => name === route.name) && (
              <Relays api={api} live={live} refresh={refresh} only={route.name} />
            )
          }
          listeners={listeners}
        />
        <Sessions api={api} />
      </>
    );
  }
  return (
    <>
      {isNew && <StartPage listeners={listeners} />}
      <Overview server={server} history={live.history} />
      {!isNew && <ChannelGrid channels={channels} listeners={listeners} />}
      <Relays api={api} live={live} refresh={refresh} />
      <Sessions api={api} />
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

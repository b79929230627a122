import type { ComponentChildren } from 'preact';
import { useGate } from '../access';
import type { Channel, Relay, Server } from '../api/types';
import { bitrate, count, duration, UNKNOWN, viewers } from '../format';
import { language, OWN_NAMES, speak, t, TAGS } from '../i18n';
import type { Live } from '../live';
import { recordingsHash, type Route } from '../route';
import { saveSettings } from '../settings';
import { Mark } from './icons';
import { isTrouble } from './relays';
import { Sparkline } from './sparkline';

interface HeaderProps {
  live: Live;
  route: Route;
  onLanguage: () => void;
}

/** Who serves this page, the totals, and what concerns the page as a whole. */
export function Header({ live, route, onLanguage }: HeaderProps) {
  const { server, channels, relays, control, history } = live;
  return (
    <header class="top">
      <a class="brand" href="#/" aria-label={t('page.brand')}>
        <Mark />
        <span class="brand-name">Millrace</span>
      </a>
      <p class="server-facts">{server && <ServerFacts server={server} />}</p>
      <div class="top-actions">
        <LanguageSwitch onChange={onLanguage} />
        <LoginButton offered={server !== undefined} />
      </div>
      {control && <Places route={route} />}
      {server && isOfChannels(route) && (
        <dl class="totals">
          <Total name={t('total.channels')} value={channels ? count(onAir(channels)) : UNKNOWN} />
          <Total name={t('total.viewers')} value={channels ? count(watching(channels)) : UNKNOWN} />
          <Total name={t('total.in')} value={bitrate(server.bitrate.in)}>
            <Sparkline values={history.in} />
          </Total>
          <Total name={t('total.out')} value={bitrate(server.bitrate.out)}>
            <Sparkline values={history.out} />
          </Total>
          {relays.length > 0 && <RelaysTotal relays={relays} />}
        </dl>
      )}
    </header>
  );
}

/** The totals are those of channels. */
function isOfChannels({ shows }: Route): boolean {
  return shows === 'home' || shows === 'channel';
}

/** The ways to the pages that only a control node has, and back. */
function Places({ route }: { route: Route }) {
  const { shows } = route;
  const link = (hash: string, words: string, isHere: boolean) => (
    <a href={hash} aria-current={isHere ? 'page' : undefined}>
      {words}
    </a>
  );
  return (
    <nav class="places" aria-label={t('nav.title')}>
      {link('#/', t('channels.title'), isOfChannels(route))}
      {link('#/sources', t('sources.title'), shows === 'sources')}
      {link(
        recordingsHash({}),
        t('recordings.title'),
        shows === 'recordings' || shows === 'recording',
      )}
    </nav>
  );
}

function ServerFacts({ server }: { server: Server }) {
  const facts = [
    server.name.toLowerCase() !== 'millrace' && server.name,
    server.version && t('server.version', { version: server.version }),
    server.uptimeSeconds !== undefined && t('server.up', { time: duration(server.uptimeSeconds) }),
  ].filter((fact): fact is string => !!fact);
  return (
    <>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </>
  );
}

/** Says the name of the other language in that language, so that one finds it who needs it. */
function LanguageSwitch({ onChange }: { onChange: () => void }) {
  const other = language() === 'en' ? 'zh' : 'en';
  const choose = async () => {
    try {
      await speak(other);
      saveSettings({ language: other });
      onChange();
    } catch {
      // Its words could not be fetched; the page stays as it is, and can be asked again.
    }
  };
  return (
    <button type="button" class="button is-quiet" lang={TAGS[other]} onClick={choose}>
      {OWN_NAMES[other]}
    </button>
  );
}

/** @param offered not on the page that is nothing but a log-in */
function LoginButton({ offered }: { offered: boolean }) {
  const gate = useGate();
  if (gate.access?.by === 'token') {
    return (
      <button type="button" class="button is-quiet" onClick={() => gate.logOut().catch(() => {})}>
        {t('login.out')}
      </button>
    );
  }
  if (!offered || gate.access === undefined || gate.may('configure')) {
    return null;
  }
  return (
    <button type="button" class="button" onClick={() => gate.logIn()}>
      {t('login.do')}
    </button>
  );
}

interface TotalProps {
  name: string;
  value: string;
  children?: ComponentChildren;
}

function Total({ name, value, children }: TotalProps) {
  return (
    <div class="total">
      <dt>{name}</dt>
      <dd>{value}</dd>
      {children}
    </div>
  );
}

/** Relays are below all channels: what is wrong with one must not wait there. */
function RelaysTotal({ relays }: { relays: Relay[] }) {
  const running = relays.filter(({ state }) => state === 'running').length;
  const troubled = relays.filter(({ state }) => isTrouble(state)).length;
  return (
    <div class="total is-relays">
      <dt>{t('total.relays')}</dt>
      <dd>
        <a href="#/" onClick={scrollToRelays}>
          {t('total.running', { running, all: relays.length })}
        </a>
        {troubled > 0 && <span class="count">{t('relays.troubled', { n: troubled })}</span>}
      </dd>
    </div>
  );
}

/** On the page of a channel there are none, and the link leads to where they are. */
function scrollToRelays(event: Event): void {
  const relays = document.querySelector<HTMLElement>('.relays');
  if (relays) {
    event.preventDefault();
    relays.scrollIntoView();
    relays.focus({ preventScroll: true });
  }
}

function onAir(channels: Channel[]): number {
  return channels.filter((channel) => channel.state === 'live').length;
}

function watching(channels: Channel[]): number {
  return channels.reduce((sum, channel) => sum + viewers(channel), 0);
}

import type { ComponentChildren } from 'preact';
import type { Channel, Memory, Server } from '../api/types';
import { bitrate, bytes, count, duration, UNKNOWN, viewers } from '../format';
import type { Live } from '../live';
import { Mark } from './icons';
import { Sparkline } from './sparkline';

/** Who serves this page, and the totals. */
export function Header({ live }: { live: Live }) {
  const { server, channels, history } = live;
  return (
    <header class="top">
      <a class="brand" href="#/" aria-label="Millrace, all channels">
        <Mark />
        <span class="brand-name">Millrace</span>
      </a>
      <p class="server-facts">{server && <ServerFacts server={server} />}</p>
      <dl class="totals">
        <Total name="Channels" value={channels ? count(onAir(channels)) : UNKNOWN} />
        <Total name="Viewers" value={channels ? count(watching(channels)) : UNKNOWN} />
        <Total name="In" value={bitrate(server?.bitrate.in)}>
          <Sparkline values={history.in} />
        </Total>
        <Total name="Out" value={bitrate(server?.bitrate.out)}>
          <Sparkline values={history.out} />
        </Total>
      </dl>
    </header>
  );
}

function ServerFacts({ server }: { server: Server }) {
  const facts = [
    server.name.toLowerCase() !== 'millrace' && server.name,
    server.version && `Version ${server.version}`,
    server.uptimeSeconds !== undefined && `up ${duration(server.uptimeSeconds)}`,
    memoryFact(server.memory),
  ].filter((fact): fact is string => !!fact);
  return (
    <>
      {facts.map((fact) => (
        <span key={fact}>{fact}</span>
      ))}
    </>
  );
}

function memoryFact({ heapUsed, heapMax }: Memory): string | undefined {
  if (heapUsed === undefined) {
    return undefined;
  }
  return `${bytes(heapUsed)}${heapMax ? ` of ${bytes(heapMax)}` : ''} memory`;
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

function onAir(channels: Channel[]): number {
  return channels.filter((channel) => channel.state === 'live').length;
}

function watching(channels: Channel[]): number {
  return channels.reduce((sum, channel) => sum + viewers(channel), 0);
}

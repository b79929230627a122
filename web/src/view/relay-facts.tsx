import type { Channel, Relay, RelayMemory } from '../api/types';
import { bitrate, count, duration, memory, viewersByKind } from '../format';
import { t } from '../i18n';
import { useNow } from './use-now';

interface RelayFactsProps {
  relay: Relay;
  channel: Channel | undefined;
  /** When the server told all this. */
  atMs: number;
}

/** Its clocks, which go on between two answers of the server, and what it costs. */
export function RelayFacts({ relay, channel, atMs }: RelayFactsProps) {
  const { state, retryInSeconds, crashes } = relay;
  const waits = retryInSeconds !== undefined && state !== 'running';
  const sinceSeconds = Math.max(0, (useNow(state === 'running' || waits) - atMs) / 1000);
  const facts: [string, string][] = [];
  if (state === 'running') {
    facts.push(...runningFacts(relay, channel, sinceSeconds));
  }
  if (waits) {
    const left = Math.ceil(retryInSeconds - sinceSeconds);
    facts.push([t('relay.retry'), left > 0 ? duration(left) : t('relay.now')]);
  }
  if (crashes) {
    facts.push([t('relay.crashes'), count(crashes)]);
  }
  const takes = memoryOf(relay.memory);
  if (takes) {
    facts.push([t('relay.memory'), takes]);
  }
  return facts.length === 0 ? null : (
    <dl class="relay-facts">
      {facts.map(([name, value]) => (
        <div key={name} class="fact">
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function runningFacts(
  relay: Relay,
  channel: Channel | undefined,
  sinceSeconds: number,
): [string, string][] {
  const { start, uptimeSeconds, idleSeconds, idleTimeoutSeconds } = relay;
  const facts: [string, string][] = [];
  if (uptimeSeconds !== undefined) {
    facts.push([t('relay.uptime'), duration(uptimeSeconds + sinceSeconds)]);
  }
  if (channel) {
    facts.push([t('fact.in'), bitrate(channel.bitrate.in)]);
  }
  const watching = channel && viewersByKind(channel);
  if (watching) {
    facts.push([t('fact.viewers'), watching]);
  } else if (idleSeconds !== undefined && idleSeconds >= 1) {
    const idle = idleSeconds + sinceSeconds;
    const time = duration(idle);
    const left = duration(Math.max(0, Math.ceil((idleTimeoutSeconds ?? 0) - idle)));
    const stops = start === 'on-demand' && !!idleTimeoutSeconds;
    facts.push([t('relay.idle'), stops ? t('relay.idleStop', { time, left }) : time]);
  }
  return facts;
}

/** What it takes while it runs; what it will take when it does not. */
function memoryOf({ channel = 0, processes = 0, expected }: RelayMemory): string | undefined {
  if (channel + processes > 0) {
    return processes > 0
      ? t('relay.memoryParts', { size: memory(channel), ffmpeg: memory(processes) })
      : memory(channel);
  }
  return expected ? t('relay.memoryNeeds', { size: memory(expected) }) : undefined;
}

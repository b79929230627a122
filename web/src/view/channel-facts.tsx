import type { Channel, Repair, Track } from '../api/types';
import { bitrate, bytes, count, duration, moment, seconds } from '../format';
import { trackBadges, UNKNOWN, viewersByKind } from '../format';
import { t } from '../i18n';

/** `live/` small and `cam` large, cut where it does not fit; the title has the whole name. */
export function ChannelName({ name }: { name: string }) {
  const slash = name.lastIndexOf('/');
  return (
    <span class="channel-name" title={name} dir="auto">
      <span class="channel-app">{name.slice(0, slash + 1)}</span>
      <span class="channel-stream">{name.slice(slash + 1)}</span>
    </span>
  );
}

export function StateBadge({ state }: { state: 'live' | 'waiting' | 'absent' }) {
  return (
    <span
      class={`state is-${state}`}
      title={state === 'waiting' ? t('channel.waitingHint') : undefined}
    >
      {t(`channel.${state}`)}
    </span>
  );
}

export function TrackBadges({ channel }: { channel: Channel }) {
  const badges = channel.tracks.flatMap((track) =>
    trackBadges(track).map((fact) => ({ kind: track.kind, fact })),
  );
  if (badges.length === 0) {
    return <p class="hint">{t('channel.noTracks')}</p>;
  }
  return (
    <ul class="badges" aria-label={t('channel.tracks')}>
      {badges.map(({ kind, fact }, index) => (
        <li key={index} class={`badge is-${kind === 'audio' ? 'audio' : 'video'}`}>
          {fact}
        </li>
      ))}
    </ul>
  );
}

interface ChannelNumbersProps {
  channel: Channel;
  /** There is room for where the stream comes from. */
  withOrigin: boolean;
}

/** The few numbers of a card. */
export function ChannelNumbers({ channel, withOrigin }: ChannelNumbersProps) {
  return (
    <dl class="numbers">
      <Fact name={t('fact.in')} value={bitrate(channel.bitrate.in)} />
      <Fact name={t('fact.out')} value={bitrate(channel.bitrate.out)} />
      <Fact name={t('fact.age')} value={duration(channel.ageSeconds)} />
      <Fact wide name={t('fact.viewers')} value={viewersByKind(channel) || t('fact.nobody')} />
      {withOrigin && <Origin channel={channel} />}
    </dl>
  );
}

/** Who publishes, since when, and what a late viewer gets at once. */
function Origin({ channel: { publisher, groups } }: { channel: Channel }) {
  const protocol = publisher?.protocol?.toUpperCase();
  const remote = publisher?.remote;
  const from = protocol && remote ? t('fact.from', { protocol, remote }) : (protocol ?? remote);
  return (
    <>
      <Fact wide name={t('fact.publisher')} value={publisher ? from : t('fact.away')} />
      {publisher?.since && <Fact wide name={t('fact.since')} value={moment(publisher.since)} />}
      <Fact wide name={t('fact.kept')} value={windowOf(groups)} />
    </>
  );
}

/** All the numbers, for a channel's own page. */
export function ChannelDetails({ channel }: { channel: Channel }) {
  return (
    <dl class="details">
      <Fact name={t('fact.in')} value={bitrate(channel.bitrate.in)} />
      <Fact name={t('fact.out')} value={bitrate(channel.bitrate.out)} />
      <Fact name={t('fact.age')} value={duration(channel.ageSeconds)} />
      <Fact name={t('fact.newest')} value={count(channel.groups.newest)} />
      <Fact wide name={t('fact.viewers')} value={viewersByKind(channel) || t('fact.nobody')} />
      {channel.tracks.map((track, index) => (
        <Fact wide key={index} name={trackName(track)} value={trackFacts(track)} />
      ))}
      <Origin channel={channel} />
      {channel.repairs.map((repair) => (
        <Fact wide key={repair.kind} name={t('fact.repaired')} value={repairFacts(repair)} />
      ))}
    </dl>
  );
}

function repairFacts({ text, count: n }: Repair): string {
  return n === undefined ? text : t('fact.inAll', { text, n });
}

function trackName({ kind }: Track): string {
  return t(kind === 'video' || kind === 'audio' ? `fact.${kind}` : 'fact.data');
}

function trackFacts(track: Track): string {
  const rate = track.bitrate === undefined ? undefined : bitrate(track.bitrate);
  return [...trackBadges(track), rate, track.codecs].filter(Boolean).join(' · ');
}

function windowOf(groups: Channel['groups']): string {
  if (groups.kept === undefined) {
    return UNKNOWN;
  }
  const length = groups.durationMs === undefined ? undefined : groups.durationMs / 1000;
  return `${t('fact.groups', { n: groups.kept })}, ${seconds(length)}, ${bytes(groups.bytes)}`;
}

interface FactProps {
  name: string;
  value: string | undefined;
  /** Takes a line of its own. */
  wide?: boolean;
}

function Fact({ name, value, wide = false }: FactProps) {
  return (
    <div class={`fact ${wide ? 'is-wide' : ''}`}>
      <dt>{name}</dt>
      <dd>{value || UNKNOWN}</dd>
    </div>
  );
}

import type { Channel, Repair, Track } from '../api/types';
import { bitrate, bytes, count, duration, moment, plural, seconds } from '../format';
import { trackBadges, UNKNOWN, viewersByKind } from '../format';

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
  const words = { live: 'Live', waiting: 'Waiting', absent: 'Off air' };
  return (
    <span
      class={`state is-${state}`}
      title={state === 'waiting' ? 'Waiting for its publisher' : undefined}
    >
      {words[state]}
    </span>
  );
}

export function TrackBadges({ channel }: { channel: Channel }) {
  const badges = channel.tracks.flatMap((track) =>
    trackBadges(track).map((fact) => ({ kind: track.kind, fact })),
  );
  if (badges.length === 0) {
    return <p class="hint">No tracks yet</p>;
  }
  return (
    <ul class="badges" aria-label="Tracks">
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
      <Fact name="In" value={bitrate(channel.bitrate.in)} />
      <Fact name="Out" value={bitrate(channel.bitrate.out)} />
      <Fact name="Age" value={duration(channel.ageSeconds)} />
      <Fact wide name="Viewers" value={viewersByKind(channel) || 'nobody yet'} />
      {withOrigin && <Origin channel={channel} />}
    </dl>
  );
}

/** Who publishes, since when, and what a late viewer gets at once. */
function Origin({ channel: { publisher, groups } }: { channel: Channel }) {
  const from = [publisher?.protocol?.toUpperCase(), publisher?.remote]
    .filter(Boolean)
    .join(' from ');
  return (
    <>
      <Fact wide name="Publisher" value={publisher ? from : 'away'} />
      {publisher?.since && <Fact wide name="Publishing since" value={moment(publisher.since)} />}
      <Fact wide name="Kept for late viewers" value={windowOf(groups)} />
    </>
  );
}

/** All the numbers, for a channel's own page. */
export function ChannelDetails({ channel }: { channel: Channel }) {
  return (
    <dl class="details">
      <Fact name="In" value={bitrate(channel.bitrate.in)} />
      <Fact name="Out" value={bitrate(channel.bitrate.out)} />
      <Fact name="Age" value={duration(channel.ageSeconds)} />
      <Fact name="Newest group" value={count(channel.groups.newest)} />
      <Fact wide name="Viewers" value={viewersByKind(channel) || 'nobody yet'} />
      {channel.tracks.map((track, index) => (
        <Fact wide key={index} name={trackName(track)} value={trackFacts(track)} />
      ))}
      <Origin channel={channel} />
      {channel.repairs.map((repair) => (
        <Fact wide key={repair.kind} name="Repaired" value={repairFacts(repair)} />
      ))}
    </dl>
  );
}

function repairFacts({ text, count: times }: Repair): string {
  return times === undefined ? text : `${text}, ${count(times)} in all`;
}

function trackName({ kind }: Track): string {
  return `${kind.charAt(0).toUpperCase()}${kind.slice(1)} track`;
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
  return `${plural(groups.kept, 'group')}, ${seconds(length)}, ${bytes(groups.bytes)}`;
}

interface FactProps {
  name: string;
  value: string;
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

import { useEffect, useRef, useState } from 'preact/hooks';
import { t } from '../../i18n';
import { channelOf, hueOf, initialsOf, personOf } from '../../meeting/names';
import type { Source } from '../../player/engine';
import { Player, type PlayerView } from '../../player/player';
import { message, STOPPED } from '../../player/state';
import { queryOf, watchUrls } from '../../urls';
import { MutedIcon } from '../icons';

const AT_REST: PlayerView = { state: STOPPED, presence: 'live', moving: true, silenced: false };

interface TileProps {
  room: string;
  stream: string;
  query: string;
  /** How often the person has asked for sound: browsers do not let it begin by itself. */
  asked: number;
  onData: (stream: string, data: unknown) => void;
  onSilenced: () => void;
}

/** Somebody else. */
export function Tile({ room, stream, query, asked, onData, onSilenced }: TileProps) {
  const video = useRef<HTMLVideoElement>(null);
  const [view, setView] = useState(AT_REST);
  const person = personOf(stream);
  const { state, silenced } = view;
  useEffect(() => {
    const load = async () => {
      const { flvOpener } = await import('../../player/flv-engine');
      return flvOpener((data) => onData(stream, data));
    };
    const player = new Player(video.current!, sourceOf(room, stream, query), setView, load);
    player.play();
    return () => player.stop();
  }, []);
  useEffect(() => {
    if (silenced) {
      onSilenced();
    }
  }, [silenced]);
  useEffect(() => {
    if (asked > 0 && video.current) {
      video.current.muted = false;
      void video.current.play().catch(() => {});
    }
  }, [asked]);
  const words = message(state, 'live', view.moving);
  return (
    <figure class="tile" data-stream={stream} data-state={state.is}>
      <video ref={video} playsInline aria-label={t('player.picture', { name: person })} />
      {state.is !== 'playing' && <Initials person={person} />}
      {(state.is === 'starting' || !view.moving) && words === '' && <span class="spinner" />}
      {words !== '' && <p class="tile-words">{words}</p>}
      <figcaption>
        {person}
        {silenced && asked === 0 && <MutedIcon />}
      </figcaption>
    </figure>
  );
}

interface OwnTileProps {
  person: string;
  camera: MediaStreamTrack | undefined;
  isSeen: boolean;
}

/** Oneself, as in a mirror, and without one's own voice. */
export function OwnTile({ person, camera, isSeen }: OwnTileProps) {
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current) {
      video.current.srcObject = camera ? new MediaStream([camera]) : null;
    }
  }, [camera]);
  return (
    <figure class={`tile is-own ${isSeen ? '' : 'is-unseen'}`}>
      {camera && <video ref={video} muted autoplay playsInline aria-hidden="true" />}
      {!camera && <Initials person={person} />}
      <figcaption>{t('meeting.you', { name: person })}</figcaption>
    </figure>
  );
}

/** What the server is sent in the place of a camera's picture looks the same. */
function Initials({ person }: { person: string }) {
  return (
    <span class="initials" style={{ '--hue': String(hueOf(person)) }} aria-hidden="true">
      <span>{initialsOf(person)}</span>
    </span>
  );
}

/** A browser opens few connections to a server over HTTP/1, but as many WebSockets as one needs. */
function sourceOf(room: string, stream: string, query: string): Source {
  const urls = watchUrls({ name: channelOf(room, stream), vhost: undefined }, undefined, location);
  return {
    mode: 'ws',
    url: urls.wsFlv + queryOf(query),
    hasVideo: undefined,
    hasAudio: undefined,
    leftOut: '',
    tracks: '',
  };
}

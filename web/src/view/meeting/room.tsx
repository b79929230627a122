import type { ComponentChildren } from 'preact';
import { useRef, useState } from 'preact/hooks';
import type { Api } from '../../api/client';
import { t } from '../../i18n';
import { troubleOf } from '../../live';
import { type Attendance, mayPass, type Place, type Presence } from '../../meeting/attendance';
import { decode, type Message, tidy, withMessage } from '../../meeting/chat';
import { SHOWN_MAX, tileWidth } from '../../meeting/roster';
import { obstacle } from '../../publish/encoders';
import { meetingHash } from '../../route';
import { pageBase } from '../../urls';
import { CopyField } from '../copy-field';
import { CameraIcon, LeaveIcon, MicrophoneIcon, NoCameraIcon } from '../icons';
import { NoMicrophoneIcon, SoundIcon } from '../icons';
import { deviceFault, endingFault } from '../publish/use-publisher';
import { Words } from '../words';
import { Chat } from './chat';
import { OwnTile, Tile } from './tile';
import { useAttendance } from './use-attendance';
import { useRoster } from './use-roster';
import { useSize } from './use-size';

const NOBODY = new Set<string>();

/** A room, with oneself in it. */
export function Room({ api, ...place }: Place & { api: Api }) {
  const { room, person, query } = place;
  const { attendance, presence } = useAttendance(place);
  const own = attendance?.streams ?? NOBODY;
  const { others, trouble } = useRoster(api, place, own);
  const { messages, hear, say } = useChat(attendance);
  const [silenced, setSilenced] = useState(false);
  const [asked, setAsked] = useState(0);
  const shown = others.slice(0, SHOWN_MAX - 1);
  const hindered = obstacle();
  return (
    <section class="meeting">
      <header class="meeting-head">
        <h1>{room}</h1>
        <CopyField label={t('meeting.link')} value={pageBase(location) + meetingHash(room)} />
      </header>
      <Notices {...{ presence, trouble, hindered }} />
      <div class="meeting-body">
        <div class="meeting-stage">
          <Tiles count={shown.length + (hindered ? 0 : 1)}>
            {!hindered && (
              <OwnTile person={person} camera={presence.camera} isSeen={presence.is === 'live'} />
            )}
            {shown.map((stream) => (
              <Tile
                key={stream}
                {...{ room, stream, query, asked }}
                onData={hear}
                onSilenced={() => setSilenced(true)}
              />
            ))}
          </Tiles>
          {others.length === 0 && trouble === undefined && (
            <p class="hint meeting-alone">{t('meeting.alone')}</p>
          )}
          {others.length > shown.length && (
            <p class="hint">{t('meeting.more', { n: others.length - shown.length })}</p>
          )}
          <div class="meeting-controls">
            {silenced && asked === 0 && (
              <button type="button" class="button is-primary" onClick={() => setAsked(1)}>
                <SoundIcon />
                {t('meeting.sound')}
              </button>
            )}
            {attendance && <OwnControls attendance={attendance} presence={presence} />}
            <a class="button is-danger" href={meetingHash(room)}>
              <LeaveIcon />
              {t('meeting.leave')}
            </a>
          </div>
        </div>
        <Chat messages={messages} own={own} maySay={presence.is === 'live'} onSay={say} />
      </div>
    </section>
  );
}

/** What everybody says is heard where it is played; what one says oneself, one knows. */
function useChat(attendance: Attendance | undefined) {
  const [messages, setMessages] = useState<Message[]>([]);
  const add = (message: Message) => setMessages((before) => withMessage(before, message));
  const hear = (stream: string, data: unknown) => {
    const message = decode(data, stream, Date.now());
    if (message) {
      add(message);
    }
  };
  const say = (text: string) => {
    const atMs = Date.now();
    attendance?.say(tidy(text), atMs);
    add({ stream: attendance?.stream() ?? '', text: tidy(text), atMs });
  };
  return { messages, hear, say };
}

function Tiles({ count, children }: { count: number; children: ComponentChildren }) {
  const box = useRef<HTMLDivElement>(null);
  const { width, height } = useSize(box);
  const tile = tileWidth(count, width, height);
  return (
    <div
      ref={box}
      class="tiles"
      role="group"
      aria-label={t('meeting.others')}
      style={{ '--tile': `${tile}px` }}
    >
      {children}
    </div>
  );
}

/** What goes wrong, and what is missing. */
function Notices({
  presence,
  trouble,
  hindered,
}: {
  presence: Presence;
  trouble: unknown;
  hindered: ReturnType<typeof obstacle>;
}) {
  const { ending, deviceFault: fault } = presence;
  return (
    <div class="meeting-notices" role="status">
      {hindered && <Notice text={t('meeting.watching', { why: t(`publisher.${hindered}`) })} />}
      {trouble !== undefined && <Notice text={t('meeting.roster', { why: troubleOf(trouble) })} />}
      {ending && (
        <Notice
          text={`${t('meeting.out', { why: endingFault(ending) })} ${mayPass(ending) ? t('meeting.again') : ''}`}
        />
      )}
      {fault !== undefined && <Notice text={t('meeting.without', { why: deviceFault(fault) })} />}
    </div>
  );
}

function Notice({ text }: { text: string }) {
  return (
    <p class="banner is-trouble">
      <span>
        <Words text={text} />
      </span>
    </p>
  );
}

function OwnControls({ attendance, presence }: { attendance: Attendance; presence: Presence }) {
  const { is, camera, microphone, isMuted } = presence;
  const isHeard = microphone !== undefined && !isMuted;
  const [busy, setBusy] = useState(false);
  const once = (action: () => Promise<void>) => async () => {
    setBusy(true);
    await action();
    setBusy(false);
  };
  return (
    <>
      <button
        type="button"
        class={`button ${isHeard ? '' : 'is-off'}`}
        disabled={busy || is === 'asking'}
        onClick={once(() => attendance.switchMicrophone())}
      >
        {isHeard ? <MicrophoneIcon /> : <NoMicrophoneIcon />}
        <span>{t(isHeard ? 'meeting.microphoneOff' : 'meeting.microphoneOn')}</span>
      </button>
      <button
        type="button"
        class={`button ${camera ? '' : 'is-off'}`}
        disabled={busy || is === 'asking'}
        onClick={once(() => attendance.switchCamera())}
      >
        {camera ? <CameraIcon /> : <NoCameraIcon />}
        <span>{t(camera ? 'meeting.cameraOff' : 'meeting.cameraOn')}</span>
      </button>
      <p class="meeting-state" role="status" data-state={is}>
        {stateOf(presence)}
      </p>
    </>
  );
}

function stateOf({ is, camera, microphone, isMuted }: Presence): string {
  if (is === 'out') {
    return '';
  }
  if (is !== 'live') {
    return t(is === 'asking' ? 'meeting.asking' : 'meeting.connecting');
  }
  const isHeard = microphone !== undefined && !isMuted;
  if (camera) {
    return t(isHeard ? 'meeting.live' : 'meeting.liveMuted');
  }
  return t(isHeard ? 'meeting.liveHidden' : 'meeting.liveHiddenMuted');
}

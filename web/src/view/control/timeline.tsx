import { useRef, useState } from 'preact/hooks';
import { drawn, partOf, type Piece, type Span, ticks, zoomed } from '../../control/timeline';
import { moment } from '../../format';
import { language, t } from '../../i18n';
import { IconButton } from '../player-controls';
import { ZoomInIcon, ZoomOutIcon } from '../icons';
import { useWidth } from '../use-width';

/** A tick and its words need so much room. */
const TICK_PX = 66;

/** Whoever presses and moves by less wants to press. */
const DRAG_PX = 5;

const STEP_MS = 5000;
const LEAP_MS = 60_000;

interface TimelineProps {
  /** The time of the recording. */
  whole: Span;
  pieces: Piece[];
  /** Where the player is. */
  playsMs: number | undefined;
  selected: Span | undefined;
  onSeek: (ms: number) => void;
  onSelect: (selected: Span | undefined) => void;
}

/**
 * What there is of a recording, along its time. A click plays from there, dragging selects; with
 * the keyboard it is a slider, on which `[` and `]` set the ends of what is selected.
 */
export function Timeline(props: TimelineProps) {
  const { whole, pieces, playsMs, selected } = props;
  const [near, setNear] = useState<Span>();
  const box = useRef<HTMLDivElement>(null);
  const widthPx = useWidth(box);
  const view = near ?? whole;
  const zoom = (factor: number) => {
    const next = zoomed(view, whole, factor, playsMs ?? (view.startMs + view.endMs) / 2);
    const isAll = next.endMs - next.startMs >= whole.endMs - whole.startMs;
    setNear(isAll ? undefined : next);
  };
  return (
    <div class="timeline" ref={box}>
      <Track {...props} view={view} onZoom={zoom}>
        {drawn(pieces, view, widthPx).map(({ fate, startMs, endMs }) => (
          <span key={startMs} class={`piece is-${fate}`} style={placed({ startMs, endMs }, view)} />
        ))}
        {selected && <span class="selected" style={placed(selected, view)} />}
        {playsMs !== undefined && playsMs >= view.startMs && playsMs <= view.endMs && (
          <i class="playhead" style={{ left: percent(partOf(playsMs, view)) }} />
        )}
      </Track>
      <Ticks view={view} widthPx={widthPx} />
      <div class="zoom">
        <IconButton label={t('timeline.zoomOut')} onClick={() => zoom(2)}>
          <ZoomOutIcon />
        </IconButton>
        <IconButton label={t('timeline.zoomIn')} onClick={() => zoom(0.5)}>
          <ZoomInIcon />
        </IconButton>
      </div>
    </div>
  );
}

interface TrackProps extends TimelineProps {
  view: Span;
  onZoom: (factor: number) => void;
  children: preact.ComponentChildren;
}

function Track(props: TrackProps) {
  const { whole, view, playsMs, selected, onSeek, onSelect, onZoom, children } = props;
  const pressed = useRef<{ x: number; ms: number; moved: boolean }>(undefined);
  const [hoverMs, setHoverMs] = useState<number>();
  const atMs = playsMs ?? whole.startMs;
  const within = (ms: number) => Math.min(Math.max(ms, whole.startMs), whole.endMs);
  const timeAt = (event: PointerEvent) => {
    const { left, width } = (event.currentTarget as HTMLElement).getBoundingClientRect();
    const part = width > 0 ? (event.clientX - left) / width : 0;
    return within(view.startMs + Math.min(1, Math.max(0, part)) * (view.endMs - view.startMs));
  };
  const move = (event: PointerEvent) => {
    const ms = timeAt(event);
    setHoverMs(event.pointerType === 'mouse' ? ms : undefined);
    const from = pressed.current;
    if (from && (from.moved || Math.abs(event.clientX - from.x) > DRAG_PX)) {
      from.moved = true;
      onSelect({ startMs: Math.min(from.ms, ms), endMs: Math.max(from.ms, ms) });
    }
  };
  const release = (event: PointerEvent) => {
    if (pressed.current?.moved === false) {
      onSeek(timeAt(event));
    }
    pressed.current = undefined;
  };
  const keys: Record<string, () => void> = {
    ArrowLeft: () => onSeek(within(atMs - STEP_MS)),
    ArrowRight: () => onSeek(within(atMs + STEP_MS)),
    PageDown: () => onSeek(within(atMs - LEAP_MS)),
    PageUp: () => onSeek(within(atMs + LEAP_MS)),
    Home: () => onSeek(whole.startMs),
    End: () => onSeek(within(whole.endMs - STEP_MS)),
    '[': () => onSelect(startingAt(atMs, selected, whole)),
    ']': () => onSelect(endingAt(atMs, selected, whole)),
    '+': () => onZoom(0.5),
    '-': () => onZoom(2),
    Escape: () => onSelect(undefined),
  };
  return (
    <div
      class="track"
      role="slider"
      tabIndex={0}
      aria-label={t('timeline.title')}
      aria-valuemin={0}
      aria-valuemax={Math.round((whole.endMs - whole.startMs) / 1000)}
      aria-valuenow={Math.round((within(atMs) - whole.startMs) / 1000)}
      aria-valuetext={moment(new Date(atMs))}
      onKeyDown={(event) => {
        const act = event.ctrlKey || event.metaKey || event.altKey ? undefined : keys[event.key];
        if (act) {
          event.preventDefault();
          act();
        }
      }}
      onPointerDown={(event) => {
        if (event.button === 0) {
          event.currentTarget.setPointerCapture(event.pointerId);
          pressed.current = { x: event.clientX, ms: timeAt(event), moved: false };
        }
      }}
      onPointerMove={move}
      onPointerUp={release}
      onPointerCancel={() => (pressed.current = undefined)}
      onPointerLeave={() => setHoverMs(undefined)}
    >
      {children}
      {hoverMs !== undefined && (
        <i class="pointed" style={{ left: percent(partOf(hoverMs, view)) }}>
          <span>{moment(new Date(hoverMs))}</span>
        </i>
      )}
    </div>
  );
}

/** What is selected when it begins here. */
export function startingAt(ms: number, selected: Span | undefined, whole: Span): Span {
  return { startMs: ms, endMs: selected && selected.endMs > ms ? selected.endMs : whole.endMs };
}

/** What is selected when it ends here. */
export function endingAt(ms: number, selected: Span | undefined, whole: Span): Span {
  const startMs = selected && selected.startMs < ms ? selected.startMs : whole.startMs;
  return { startMs, endMs: ms };
}

/** None is cut off at the end. */
function Ticks({ view, widthPx }: { view: Span; widthPx: number }) {
  const most = Math.max(2, Math.floor(widthPx / TICK_PX));
  const all = ticks(view, most, language() === 'zh' ? 'zh-CN' : 'en-GB');
  const shown = all.filter(({ atMs }) => (1 - partOf(atMs, view)) * widthPx > TICK_PX * 0.9);
  return (
    <div class="ticks" aria-hidden="true">
      {shown.map(({ atMs, time, day }) => (
        <span key={atMs} class="tick" style={{ left: percent(partOf(atMs, view)) }}>
          {time}
          {day && <small>{day}</small>}
        </span>
      ))}
    </div>
  );
}

function placed({ startMs, endMs }: Span, view: Span) {
  const left = partOf(startMs, view);
  return { left: percent(left), width: percent(partOf(endMs, view) - left) };
}

function percent(part: number): string {
  return `${(part * 100).toFixed(3)}%`;
}

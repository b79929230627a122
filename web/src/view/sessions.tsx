import { useEffect, useRef, useState } from 'preact/hooks';
import type { Api } from '../api/client';
import type { Session } from '../api/types';
import { bytes, count, moment, plural, UNKNOWN } from '../format';
import { troubleOf } from '../live';
import { Poller } from '../poller';
import { channelHash } from '../urls';
import { ConfirmDialog } from './confirm-dialog';
import { ChevronIcon } from './icons';

const POLL_MS = 2000;

/** A thousand viewers are a thousand rows; a person reads the first of what they filtered. */
const ROWS_MAX = 100;

/** Everybody who is connected, on demand. */
export function Sessions({ api }: { api: Api }) {
  const [open, setOpen] = useState(false);
  return (
    <section class="sessions">
      <h2>
        <button
          type="button"
          class="section-toggle"
          aria-expanded={open}
          aria-controls="sessions"
          onClick={() => setOpen(!open)}
        >
          <ChevronIcon />
          Sessions
        </button>
      </h2>
      <div id="sessions" hidden={!open}>
        {open && <SessionsPanel api={api} />}
      </div>
    </section>
  );
}

function SessionsPanel({ api }: { api: Api }) {
  const { sessions, trouble, refresh } = useSessions(api);
  const [filter, setFilter] = useState('');
  const [leaving, setLeaving] = useState<Session>();
  const [outcome, setOutcome] = useState('');
  if (sessions === undefined) {
    return <p class="hint">{trouble ?? 'Asking the server…'}</p>;
  }
  const found = filterSessions(sessions, filter);
  const disconnect = async ({ id }: Session) => {
    setLeaving(undefined);
    try {
      await api.disconnect(id);
      setOutcome(`Session ${id} was disconnected.`);
    } catch (error) {
      setOutcome(`Session ${id} is still there. ${troubleOf(error)}`);
    }
    refresh();
  };
  return (
    <div class="panel">
      <div class="sessions-head">
        <label>
          Filter
          <input
            type="search"
            value={filter}
            placeholder="channel, address, protocol …"
            onInput={(event) => {
              setFilter(event.currentTarget.value);
              setOutcome('');
            }}
          />
        </label>
        <p class="hint" role="status">
          {outcome || summary(found.length, sessions.length)}
        </p>
      </div>
      {found.length > 0 && <SessionsTable sessions={found} onDisconnect={setLeaving} />}
      <ConfirmDialog
        open={leaving !== undefined}
        title={`Disconnect session ${leaving?.id ?? ''}?`}
        words={leaving ? consequence(leaving) : ''}
        action="Disconnect"
        onConfirm={() => leaving && disconnect(leaving)}
        onCancel={() => setLeaving(undefined)}
      />
    </div>
  );
}

function useSessions(api: Api) {
  const [sessions, setSessions] = useState<Session[]>();
  const [trouble, setTrouble] = useState<string>();
  const poller = useRef<Poller>(undefined);
  useEffect(() => {
    const current = new Poller(async () => {
      try {
        setSessions(await api.sessions());
        setTrouble(undefined);
      } catch (error) {
        setTrouble(troubleOf(error));
      }
    }, POLL_MS);
    poller.current = current;
    current.start();
    return () => current.stop();
  }, [api]);
  return { sessions, trouble, refresh: () => poller.current?.now() };
}

interface SessionsTableProps {
  sessions: Session[];
  onDisconnect: (session: Session) => void;
}

function SessionsTable({ sessions, onDisconnect }: SessionsTableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label="Sessions">
      <table>
        <thead>
          <tr>
            <th scope="col">Session</th>
            <th scope="col">Protocol</th>
            <th scope="col">Role</th>
            <th scope="col">Channel</th>
            <th scope="col">Remote</th>
            <th scope="col">Since</th>
            <th scope="col" class="is-number">
              In
            </th>
            <th scope="col" class="is-number">
              Out
            </th>
            <th scope="col" class="is-number">
              Skipped
            </th>
            <th scope="col">
              <span class="off-screen">Action</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {sessions.slice(0, ROWS_MAX).map((session) => (
            <SessionRow key={session.id} session={session} onDisconnect={onDisconnect} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface SessionRowProps {
  session: Session;
  onDisconnect: (session: Session) => void;
}

function SessionRow({ session, onDisconnect }: SessionRowProps) {
  const { id, protocol, role, channel, remote, agent, since, note } = session;
  return (
    <tr>
      <th scope="row" data-label="Session">
        {id}
      </th>
      <td data-label="Protocol">{protocol?.toUpperCase() ?? UNKNOWN}</td>
      <td data-label="Role">
        <span class={`role is-${role === 'publisher' ? 'publisher' : 'viewer'}`}>
          {role ?? UNKNOWN}
        </span>
      </td>
      <td data-label="Channel">
        {channel ? <a href={channelHash(channel)}>{channel}</a> : UNKNOWN}
      </td>
      <td data-label="Remote">
        {remote ?? UNKNOWN}
        {(agent ?? note) && (
          <small title={[agent, note].filter(Boolean).join('\n')}>{agent ?? note}</small>
        )}
      </td>
      <td data-label="Since">{moment(since)}</td>
      <td data-label="In" class="is-number">
        {bytes(session.bytesIn)}
      </td>
      <td data-label="Out" class="is-number">
        {bytes(session.bytesOut)}
      </td>
      <td data-label="Skipped groups" class="is-number">
        {count(session.skippedGroups)}
      </td>
      <td class="row-action">
        <button type="button" class="button is-danger" onClick={() => onDisconnect(session)}>
          Disconnect<span class="off-screen"> session {id}</span>
        </button>
      </td>
    </tr>
  );
}

/** Publishers first; within a role, as the server lists them. */
export function filterSessions(sessions: Session[], filter: string): Session[] {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const textOf = ({ id, protocol, role, channel, remote, agent, note }: Session) =>
    [id, protocol, role, channel, remote, agent, note].join(' ').toLowerCase();
  const rank = ({ role }: Session) => (role === 'publisher' ? 0 : role === 'viewer' ? 1 : 2);
  return sessions
    .filter((session) => words.every((word) => textOf(session).includes(word)))
    .sort((a, b) => rank(a) - rank(b));
}

function summary(found: number, all: number): string {
  const shown = Math.min(found, ROWS_MAX);
  return shown < all
    ? `${count(shown)} of ${plural(all, 'session')}. Filter to see others.`
    : plural(all, 'session');
}

function consequence({ role, channel, remote }: Session): string {
  const who = remote ?? 'Its program';
  return role === 'publisher'
    ? `${who} publishes ${channel ?? 'a channel'}: everybody who watches it loses the picture until it connects again.`
    : `${who} loses its connection. Most programs connect again by themselves.`;
}

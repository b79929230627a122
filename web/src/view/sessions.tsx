import { useEffect, useRef, useState } from 'preact/hooks';
import { useGate } from '../access';
import type { Api } from '../api/client';
import type { Session } from '../api/types';
import { bytes, count, moment, UNKNOWN } from '../format';
import { t } from '../i18n';
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
          {t('sessions.title')}
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
  const gate = useGate();
  if (sessions === undefined) {
    return <p class="hint">{trouble ?? t('page.asking')}</p>;
  }
  const found = filterSessions(sessions, filter);
  const disconnect = async ({ id }: Session) => {
    setLeaving(undefined);
    try {
      await gate.attempt(() => api.disconnect(id));
      setOutcome(t('sessions.gone', { id }));
    } catch (error) {
      setOutcome(t('sessions.stays', { id, reason: troubleOf(error) }));
    }
    refresh();
  };
  return (
    <div class="panel">
      <div class="sessions-head">
        <Filter
          text={filter}
          onChange={(text) => {
            setFilter(text);
            setOutcome('');
          }}
        />
        <p class="hint" role="status">
          {outcome || summary(found.length, sessions.length)}
        </p>
      </div>
      {!gate.may('operate') && found.length > 0 && (
        <button type="button" class="button is-quiet" onClick={() => gate.logIn()}>
          {t('sessions.logIn')}
        </button>
      )}
      {found.length > 0 && (
        <SessionsTable
          sessions={found}
          onDisconnect={gate.may('operate') ? setLeaving : undefined}
        />
      )}
      {leaving && (
        <ConfirmDialog
          title={t('sessions.ask', { id: leaving.id })}
          words={consequence(leaving)}
          action={t('sessions.disconnect')}
          keep={t('sessions.keep')}
          onConfirm={() => disconnect(leaving)}
          onClose={() => setLeaving(undefined)}
        />
      )}
    </div>
  );
}

function Filter({ text, onChange }: { text: string; onChange: (text: string) => void }) {
  return (
    <label>
      {t('page.filter')}
      <input
        type="search"
        value={text}
        placeholder={t('sessions.placeholder')}
        onInput={(event) => onChange(event.currentTarget.value)}
      />
    </label>
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
  /** Not for everybody. */
  onDisconnect: ((session: Session) => void) | undefined;
}

function SessionsTable({ sessions, onDisconnect }: SessionsTableProps) {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t('sessions.title')}>
      <table>
        <thead>
          <tr>
            <th scope="col">{t('sessions.id')}</th>
            <th scope="col">{t('sessions.protocol')}</th>
            <th scope="col">{t('sessions.role')}</th>
            <th scope="col">{t('sessions.channel')}</th>
            <th scope="col">{t('sessions.remote')}</th>
            <th scope="col">{t('sessions.since')}</th>
            <th scope="col" class="is-number">
              {t('sessions.in')}
            </th>
            <th scope="col" class="is-number">
              {t('sessions.out')}
            </th>
            <th scope="col" class="is-number">
              {t('sessions.skipped')}
            </th>
            {onDisconnect && (
              <th scope="col">
                <span class="off-screen">{t('sessions.action')}</span>
              </th>
            )}
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
  /** Not for everybody. */
  onDisconnect: ((session: Session) => void) | undefined;
}

function SessionRow({ session, onDisconnect }: SessionRowProps) {
  const { id, protocol, role, channel, remote, agent, since, note } = session;
  return (
    <tr>
      <th scope="row" data-label={t('sessions.id')}>
        {id}
      </th>
      <td data-label={t('sessions.protocol')}>{protocol?.toUpperCase() ?? UNKNOWN}</td>
      <td data-label={t('sessions.role')}>
        <span class={`role is-${role === 'publisher' ? 'publisher' : 'viewer'}`}>
          {roleName(role)}
        </span>
      </td>
      <td class="is-channel" data-label={t('sessions.channel')}>
        {channel ? <a href={channelHash(channel)}>{channel}</a> : UNKNOWN}
      </td>
      <td data-label={t('sessions.remote')}>
        {remote ?? UNKNOWN}
        {(agent ?? note) && (
          <small title={[agent, note].filter(Boolean).join('\n')}>{agent ?? note}</small>
        )}
      </td>
      <td data-label={t('sessions.since')}>{moment(since)}</td>
      <td data-label={t('sessions.in')} class="is-number">
        {bytes(session.bytesIn)}
      </td>
      <td data-label={t('sessions.out')} class="is-number">
        {bytes(session.bytesOut)}
      </td>
      <td data-label={t('sessions.skippedGroups')} class="is-number">
        {count(session.skippedGroups)}
      </td>
      {onDisconnect && (
        <td class="row-action">
          <button type="button" class="button is-danger" onClick={() => onDisconnect(session)}>
            {t('sessions.disconnect')}
            <span class="off-screen"> {t('sessions.disconnectOne', { id })}</span>
          </button>
        </td>
      )}
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

const ROLES = ['publisher', 'viewer', 'bandwidth', 'idle'] as const;

function roleName(role: string | undefined): string {
  const known = ROLES.find((one) => one === role);
  return known ? t(`sessions.${known}`) : (role ?? UNKNOWN);
}

function summary(found: number, all: number): string {
  const shown = Math.min(found, ROWS_MAX);
  return shown < all ? t('sessions.some', { shown, n: all }) : t('sessions.count', { n: all });
}

function consequence({ role, channel, remote }: Session): string {
  const who = remote ?? t('sessions.program');
  return role === 'publisher'
    ? t('sessions.publishes', { who, channel: channel ?? t('sessions.aChannel') })
    : t('sessions.watches', { who });
}

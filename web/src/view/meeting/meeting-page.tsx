import { useId, useState } from 'preact/hooks';
import type { Api } from '../../api/client';
import { t } from '../../i18n';
import { nameOf, newRoom, PERSON_LENGTH_MAX } from '../../meeting/names';
import { meetingHash, type Route } from '../../route';
import { loadSettings, saveSettings } from '../../settings';
import { BackIcon } from '../icons';
import { Words } from '../words';
import { Room } from './room';

interface MeetingPageProps {
  api: Api;
  route: Extract<Route, { shows: 'meeting' }>;
}

/** Where people meet: a room, or the question which one. */
export function MeetingPage({ api, route }: MeetingPageProps) {
  const { room, person, query } = route;
  if (room !== '' && person !== '') {
    return <Room key={`${room} ${person} ${query}`} api={api} {...{ room, person, query }} />;
  }
  return (
    <section class="publish-page">
      <header class="page-head">
        <a class="button is-quiet" href="#/">
          <BackIcon />
          {t('page.allChannels')}
        </a>
        <h1>{t('meeting.title')}</h1>
      </header>
      <Entrance key={room} room={room} person={person} query={query} />
    </section>
  );
}

function Entrance(given: { room: string; person: string; query: string }) {
  const [room, setRoom] = useState(() => given.room || newRoom());
  const [person, setPerson] = useState(
    () => given.person || loadSettings().person || t('meeting.guest'),
  );
  const [query, setQuery] = useState(given.query);
  const id = useId();
  const enter = (event: Event) => {
    event.preventDefault();
    saveSettings({ person: person.trim() });
    location.hash = meetingHash(nameOf(room), person.trim(), query.trim());
  };
  const isUsable = nameOf(room) !== '' && nameOf(person) !== '';
  return (
    <form class="panel form entrance" onSubmit={enter}>
      <p>{t('meeting.words')}</p>
      <label class="field">
        <span class="field-label">{t('meeting.person')}</span>
        <input
          value={person}
          maxLength={PERSON_LENGTH_MAX}
          autocomplete="name"
          aria-invalid={nameOf(person) === ''}
          onFocus={(event) => event.currentTarget.select()}
          onInput={(event) => setPerson(event.currentTarget.value)}
        />
      </label>
      <label class="field">
        <span class="field-label">{t('meeting.room')}</span>
        <input
          value={room}
          maxLength={PERSON_LENGTH_MAX}
          spellcheck={false}
          autocapitalize="none"
          autocomplete="off"
          aria-invalid={nameOf(room) === ''}
          aria-describedby={`${id}-room`}
          onInput={(event) => setRoom(event.currentTarget.value)}
        />
        <span id={`${id}-room`} class="field-hint">
          <Words text={t('meeting.roomHint')} />
        </span>
      </label>
      <details class="more" open={given.query !== ''}>
        <summary>{t('publisher.more')}</summary>
        <label class="field">
          <span class="field-label">{t('publisher.query')}</span>
          <input
            class="is-code"
            value={query}
            spellcheck={false}
            autocapitalize="none"
            autocomplete="off"
            aria-describedby={`${id}-query`}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
          <span id={`${id}-query`} class="field-hint">
            <Words text={t('meeting.queryHint')} />
          </span>
        </label>
      </details>
      <div class="studio-actions">
        <button class="button is-primary" disabled={!isUsable}>
          {t('meeting.enter')}
        </button>
      </div>
      <p class="hint">{t('meeting.devices')}</p>
    </form>
  );
}

import { render } from 'preact';
import { Api } from './api/client';
import { App } from './app';
import { languageOf, speak } from './i18n';
import { loadSettings } from './settings';
import { pageBase } from './urls';
import './styles/base.css';
import './styles/controls.css';
import './styles/header.css';
import './styles/overview.css';
import './styles/channels.css';
import './styles/player.css';
import './styles/addresses.css';
import './styles/relays.css';
import './styles/forms.css';
import './styles/sessions.css';
import './styles/control.css';
import './styles/timeline.css';
import './styles/publish.css';
import './styles/meeting.css';

// Words that cannot be fetched are no reason to show nothing: it is English then.
await speak(loadSettings().language ?? languageOf(navigator.languages)).catch(() => {});
render(<App api={new Api(pageBase(location))} />, document.getElementById('app')!);

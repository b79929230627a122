import { render } from 'preact';
import { Api } from './api/client';
import { App } from './app';
import { pageBase } from './urls';
import './styles/base.css';
import './styles/header.css';
import './styles/channels.css';
import './styles/player.css';
import './styles/addresses.css';
import './styles/relays.css';
import './styles/sessions.css';

render(<App api={new Api(pageBase(location))} />, document.getElementById('app')!);

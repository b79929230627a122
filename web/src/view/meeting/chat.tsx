import { useEffect, useRef, useState } from 'preact/hooks';
import { language, t } from '../../i18n';
import { type Message, TEXT_MAX, tidy } from '../../meeting/chat';
import { personOf } from '../../meeting/names';
import { SendIcon } from '../icons';

interface ChatProps {
  messages: Message[];
  own: Set<string>;
  /** Not while nobody would get it. */
  maySay: boolean;
  onSay: (text: string) => void;
}

/** What was written, and where one writes. Text is text, whatever it looks like. */
export function Chat({ messages, own, maySay, onSay }: ChatProps) {
  const [text, setText] = useState('');
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    list.current?.scrollTo?.({ top: list.current.scrollHeight });
  }, [messages]);
  const say = (event: Event) => {
    event.preventDefault();
    if (maySay && tidy(text) !== '') {
      onSay(tidy(text));
      setText('');
    }
  };
  return (
    <section class="panel chat" aria-label={t('meeting.chat')}>
      <h2>{t('meeting.chat')}</h2>
      {messages.length === 0 && <p class="hint">{t('meeting.chatEmpty')}</p>}
      {/* With the keyboard one scrolls it only if it can have the focus. */}
      <div ref={list} class="messages" role="log" tabIndex={0} aria-label={t('meeting.chat')}>
        {messages.map(({ stream, text: said, atMs }) => (
          <article key={`${stream} ${atMs} ${said}`} class={own.has(stream) ? 'is-own' : ''}>
            <p class="message-head">
              <strong>{personOf(stream)}</strong> <time>{clock(atMs)}</time>
            </p>
            <p class="message-text">{said}</p>
          </article>
        ))}
      </div>
      <form class="chat-form" onSubmit={say}>
        <input
          value={text}
          maxLength={TEXT_MAX}
          disabled={!maySay}
          placeholder={t('meeting.message')}
          aria-label={t('meeting.message')}
          autocomplete="off"
          enterkeyhint="send"
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button class="button is-primary" disabled={!maySay} aria-label={t('meeting.send')}>
          <SendIcon />
        </button>
      </form>
    </section>
  );
}

function clock(atMs: number): string {
  return new Date(atMs).toLocaleTimeString(language(), { hour: '2-digit', minute: '2-digit' });
}

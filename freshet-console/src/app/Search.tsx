import { useId, useRef, useState, type KeyboardEvent } from 'react';
import { channelList } from '../api/channels';
import { rate } from '../format/units';
import { ChannelName } from '../parts/ChannelName';
import { Icon } from '../parts/icons';
import { useStore } from '../store';
import { suggestChannels } from './filter';
import { changedParams, channelHref, go, replaceRoute, routeHref, useRoute } from './route';

const MOST = 8;

/** Finds a channel from every page; on the Channels page it is the list's filter and stands in the address. */
export function Search() {
  const route = useRoute();
  const [text, setText] = useState('');
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState(-1);
  const list = useStore(channelList);
  const input = useRef<HTMLInputElement>(null);
  const listId = useId();
  const filters = route.page === 'channels';
  const value = filters ? (route.params.get('q') ?? '') : text;
  const found = filters || !open ? [] : suggestChannels(list.entries, text, MOST);

  const change = (next: string): void => {
    setText(next);
    setOpen(true);
    setChosen(-1);
    if (filters) replaceRoute(changedParams(route, { q: next }));
  };
  const leave = (href: string): void => {
    setOpen(false);
    setText('');
    input.current?.blur();
    go(href);
  };
  const onKey = (event: KeyboardEvent): void => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      if (found.length === 0) return;
      event.preventDefault();
      setChosen(
        (at) =>
          (at + (event.key === 'ArrowDown' ? 1 : found.length + (at < 0 ? 1 : 0)) - (event.key === 'ArrowUp' ? 1 : 0)) %
          found.length,
      );
    } else if (event.key === 'Enter' && !filters && value.trim() !== '') {
      const entry = found[chosen];
      leave(entry ? channelHref(entry.channel) : routeHref('channels', { q: value.trim() }));
    } else if (event.key === 'Escape') {
      if (value !== '') change('');
      setOpen(false);
      input.current?.blur();
    }
  };

  return (
    <div className="search" role="search">
      <Icon name="search" size={16} />
      <input
        ref={input}
        id="search"
        type="search"
        role="combobox"
        aria-label={filters ? 'Filter channels' : 'Find a channel'}
        aria-expanded={found.length > 0}
        aria-controls={listId}
        aria-autocomplete="list"
        aria-activedescendant={chosen >= 0 && found.length > 0 ? `${listId}-${chosen}` : undefined}
        placeholder={filters ? 'Filter channels' : 'Find a channel'}
        autoComplete="off"
        spellCheck={false}
        value={value}
        onChange={(event) => change(event.target.value)}
        onKeyDown={onKey}
        onBlur={() => setOpen(false)}
        onFocus={() => setOpen(true)}
      />
      <kbd aria-hidden="true">/</kbd>
      <ul
        id={listId}
        role="listbox"
        aria-label="Channels found"
        className="suggestions panel"
        hidden={found.length === 0}
      >
        {found.map((entry, i) => (
          <li
            key={entry.channel}
            id={`${listId}-${i}`}
            role="option"
            aria-selected={i === chosen}
            onPointerDown={(event) => (event.preventDefault(), leave(channelHref(entry.channel)))}
          >
            <ChannelName channel={entry.channel} />
            <span className="figure">{rate(entry.perMinute).text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
}

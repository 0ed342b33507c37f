/** A channel's name with its scope and namespace dimmed, as the end tells channels apart. */
export function ChannelName({ channel }: { readonly channel: string }) {
  const cut = secondSlash(channel);
  return (
    <span className="channel-name" title={channel}>
      <span className="dim">{channel.slice(0, cut)}</span>
      <span className="path">{channel.slice(cut)}</span>
    </span>
  );
}

function secondSlash(channel: string): number {
  const first = channel.indexOf('/');
  const second = channel.indexOf('/', first + 1);
  return second > 0 ? second + 1 : 0;
}

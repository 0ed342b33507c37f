import { useState, type FormEvent } from 'react';
import { publish } from '../../api/channels';
import { problemFrom, type Problem } from '../../api/problem';
import { Icon } from '../../parts/icons';
import { ProblemBox } from '../../parts/ProblemBox';
import { messageOf } from './message';

/** Publishes a message on a channel whose rules allow it. What is no JSON is sent as `{"text": …}`. */
export function SendBox({ channel }: { readonly channel: string }) {
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const send = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (text.trim() === '') return;
    try {
      await publish(channel, messageOf(text));
      setText('');
      setProblem(null);
    } catch (error) {
      setProblem(problemFrom(error));
    }
  };
  return (
    <form className="send" onSubmit={(event) => void send(event)}>
      <label htmlFor="send-text" className="visually-hidden">
        Message to {channel}
      </label>
      <input
        id="send-text"
        placeholder='Say something, or send JSON: {"value": 42}'
        autoComplete="off"
        value={text}
        onChange={(event) => setText(event.target.value)}
      />
      <button type="submit" className="button">
        <Icon name="send" size={16} /> Send
      </button>
      {problem && <ProblemBox problem={problem} />}
    </form>
  );
}

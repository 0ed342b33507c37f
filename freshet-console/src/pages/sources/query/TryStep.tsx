import { useMemo, useState } from 'react';
import type { Question } from '../../../api/query';
import type { DataSource } from '../../../api/sources';
import { duration } from '../../../format/units';
import { Icon } from '../../../parts/icons';
import { ProblemBox } from '../../../parts/ProblemBox';
import { Tabs, type Tab } from '../../../parts/Tabs';
import type { Span } from '../../../plot/sample';
import { LogView, logField } from '../../channel/LogView';
import { Picture } from '../../channel/Picture';
import type { PlotView } from '../../channel/PlotPane';
import { RowsTable } from '../../channel/RowsTable';
import { amount, readFrames, type Answered } from './answer';
import { Step } from './Step';
import { sameQuestion, type Asked, type Asking } from './useAsked';

interface TryStepProps {
  readonly id: string;
  readonly source: DataSource;
  /** The data source tells by itself what is new. */
  readonly calls: boolean;
  readonly question: Question;
  readonly tried: Asking;
}

/** Has the query carried out once and shows what came: whether it is the right one. */
export function TryStep({ id, source, calls, question, tried }: TryStepProps) {
  const { asked, isAsking } = tried;
  const isOld = asked !== null && !sameQuestion(asked.question, question);
  return (
    <Step
      number={2}
      title="Try it"
      note={`Asks ${source.name} once. Nothing is kept.`}
      action={
        <button type="submit" form={`${id}-form`} className="button" aria-disabled={isAsking} title="Ctrl+Enter">
          <Icon name={isAsking ? 'again' : 'play'} size={16} /> {isAsking ? 'Asking' : 'Try it'}
        </button>
      }
    >
      {asked && (
        <div className="try-answer">
          {isOld && <p className="note tone-warn">The query has changed since; try it again.</p>}
          <Answer asked={asked} calls={calls} />
        </div>
      )}
    </Step>
  );
}

function Answer({ asked, calls }: { readonly asked: Asked; readonly calls: boolean }) {
  const { reply, at } = asked;
  const [chosen, setChosen] = useState('');
  const answered = useMemo(() => (reply.is === 'rows' ? readFrames(reply.frames, at) : null), [reply, at]);
  if (reply.is === 'failed') return <ProblemBox title="The query failed" problem={reply.problem} />;
  if (!answered) return <p className="note">It answered with a channel instead of rows; make it live to see them.</p>;
  const took = <span className="dim"> answered in {duration(Math.max(1, Math.round(asked.millis)))}</span>;
  if (answered.mismatch) return <p className="tone-bad">The answer cannot be read: {answered.mismatch}.</p>;
  if (answered.rows === 0)
    return (
      <>
        <p role="status">
          <strong>No rows</strong> {took}
        </p>
        <p className="note">
          {calls
            ? 'The query is understood, and nothing of the past is kept. Make it live to see what comes from now on.'
            : `The query is understood, and has nothing in the last ${duration(asked.question.rangeMillis)}. Choose a longer range, or look whether its names are right.`}
        </p>
      </>
    );
  return (
    <>
      <p role="status">
        <strong>{amount(answered)}</strong> {took}
      </p>
      <Content key={at} answered={answered} asked={asked} chosen={chosen} onChoose={setChosen} />
    </>
  );
}

interface ContentProps {
  readonly answered: Answered;
  readonly asked: Asked;
  /** The tab that was chosen last, also of an earlier answer. */
  readonly chosen: string;
  readonly onChoose: (tab: string) => void;
}

function Content({ answered, asked, chosen, onChoose }: ContentProps) {
  const { history } = answered;
  const [zoom, setZoom] = useState<Span | null>(null);
  const whole: Span = { from: asked.at - asked.question.rangeMillis, to: asked.at };
  const view: PlotView = { pausedAt: null, span: () => zoom ?? whole, setZoom };
  const tabs: Tab[] = [{ id: 'rows', title: 'Rows', content: () => <RowsTable history={history} paused /> }];
  const isLog = logField(history.reader.schema) !== undefined;
  if (isLog) tabs.unshift({ id: 'log', title: 'Log', content: () => <LogView history={history} paused /> });
  if (history.series.some((one) => one.kind === 'number' || !isLog))
    tabs.unshift({
      id: 'plot',
      title: 'Plot',
      content: () => <Picture plotted={{ channel: `try/${asked.question.uid}`, history }} view={view} />,
    });
  return (
    <Tabs
      label="The answer"
      tabs={tabs}
      selected={chosen}
      onSelect={onChoose}
      extra={
        zoom && (
          <button type="button" className="button quiet" onClick={() => setZoom(null)}>
            Back from zoom
          </button>
        )
      }
    />
  );
}

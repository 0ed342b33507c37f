import { useSyncExternalStore, type ReactNode } from 'react';
import type { Series } from '../../frames/history';
import { labelsText } from '../../frames/labels';
import { StateStrip } from '../../plot/StateStrip';
import { LEVEL_FIELD, logField } from './LogView';
import { plotGroups } from './plotGroups';
import { PlotPane, type Plotted, type PlotView } from './PlotPane';

interface PictureProps {
  readonly plotted: Plotted;
  readonly view: PlotView;
  /** Whether a plot that is alone may take a third of the window. */
  readonly tall?: boolean;
  /** What stands there while nothing can be drawn. */
  readonly children?: ReactNode;
}

const LOOK_EVERY_MILLIS = 200;
const MOST_STATES = 32;
const MOST_STRIPS = 40;

/** Everything that can be drawn of a channel: a plot for each unit, and strips for states. */
export function Picture({ plotted, view, tall = false, children }: PictureProps) {
  const { history } = plotted;
  useSyncExternalStore(
    (changed) => {
      const timer = window.setInterval(changed, LOOK_EVERY_MILLIS);
      return () => window.clearInterval(timer);
    },
    () => history.shape,
  );
  const groups = plotGroups(history.series);
  const isLog = logField(history.reader.schema) !== undefined;
  const strips = history.series.filter((series) => isStrip(series, isLog));
  if (groups.length === 0 && strips.length === 0) return children;
  return (
    <div className="picture">
      {groups.map((group) => (
        <PlotPane key={group.id} plotted={plotted} group={group} view={view} tall={tall && groups.length === 1} />
      ))}
      {strips.length > 0 && (
        <section className="strips" aria-label="States">
          {strips.slice(0, MOST_STRIPS).map((series) => (
            <Strip key={series.key} series={series} view={view} />
          ))}
        </section>
      )}
    </div>
  );
}

/** Of a log only the level is a state; its lines, ids and labels are read below. */
function isStrip(series: Series, isLog: boolean): boolean {
  if (series.kind !== 'state' || series.states.length >= MOST_STATES) return false;
  return !isLog || LEVEL_FIELD.test(series.field);
}

function Strip({ series, view }: { readonly series: Series; readonly view: PlotView }) {
  const labels = series.isNamed ? '' : labelsText(series.labels);
  return (
    <div className="strip-row">
      <span className="strip-name" title={series.key}>
        {series.field} <span className="dim">{labels}</span>
      </span>
      <span className="strip-last">{series.states[series.ring.last(series.column)] ?? '–'}</span>
      <StateStrip series={series} span={view.span} label={`States of ${series.field} ${labels}`} />
    </div>
  );
}

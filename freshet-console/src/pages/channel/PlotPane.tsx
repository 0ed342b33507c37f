import { useCallback, useState } from 'react';
import { useTick } from '../../app/ticks';
import { clock, fullTime } from '../../format/time';
import { show, unitName } from '../../format/units';
import { labelsText } from '../../frames/labels';
import type { History } from '../../frames/history';
import { LinePlot, type Hovered } from '../../plot/LinePlot';
import { lastRate } from '../../plot/sample';
import { Legend, type LegendEntry } from './Legend';
import type { PlotGroup } from './plotGroups';
import { useFrozen } from './useFrozen';
import type { View } from './view';

/** What plots draw: rows, and the channel whose colours they have. */
export interface Plotted {
  readonly channel: string;
  readonly history: History;
}

/** What part of the time they draw. */
export type PlotView = Pick<View, 'pausedAt' | 'span' | 'setZoom'>;

interface PlotPaneProps {
  readonly plotted: Plotted;
  readonly group: PlotGroup;
  readonly view: PlotView;
  readonly tall: boolean;
}

const MOST_LINES = 40;
const LEGEND_EVERY_MILLIS = 500;

/** One axis with its lines and their legend. */
export function PlotPane({ plotted, group, view, tall }: PlotPaneProps) {
  const { channel, history } = plotted;
  const [chosen, setChosen] = useState<ReadonlySet<string> | null>(null);
  const [hovered, setHovered] = useState<Hovered | null>(null);
  useTick(LEGEND_EVERY_MILLIS, view.pausedAt === null);
  const shown = chosen ?? new Set(group.series.slice(0, MOST_LINES).map((series) => series.key));
  const visible = group.series.filter((series) => shown.has(series.key));
  const paused = useFrozen(view.pausedAt !== null, () => ({ version: history.version }));
  const version = (): number => (view.pausedAt === null ? history.version : paused.version);
  const hover = useCallback((at: Hovered | null) => setHovered(at), []);
  const unit = group.perSecond ? `${group.unit}/s` : group.unit;
  const fields = new Set(group.series.map((series) => series.field));
  const title = fields.size === 1 ? `${[...fields][0]}${group.perSecond ? ' per second' : ''}` : unitName(unit);

  const toggle = (key: string): void => {
    const next = new Set(shown);
    if (!next.delete(key)) next.add(key);
    setChosen(next);
  };
  const only = (key: string): void => setChosen(shown.size === 1 && shown.has(key) ? null : new Set([key]));
  const entries = group.series.map((series): LegendEntry => {
    const last = group.perSecond ? lastRate(series) : series.ring.last(series.column);
    const value = hovered ? (hovered.values.get(series.key) ?? NaN) : last;
    return {
      key: series.key,
      field: series.field,
      isNamed: series.isNamed,
      labels: series.labels,
      shown: shown.has(series.key),
      value: show(value, unit),
    };
  });

  return (
    <section className="plot-pane" aria-label={`Plot: ${title}`}>
      <div className="plot-head">
        <h2>{title}</h2>
        {shown.size < group.series.length && (
          <button
            type="button"
            className="button quiet"
            onClick={() => setChosen(new Set(group.series.map((series) => series.key)))}
          >
            Show all {group.series.length}
          </button>
        )}
        <span className="plot-time" title={hovered ? fullTime(hovered.time) : undefined}>
          {hovered ? clock(hovered.time, true) : ''}
        </span>
      </div>
      <LinePlot
        channel={channel}
        label={`${title} over time: ${visible
          .map((series) => `${series.field} ${series.isNamed ? '' : labelsText(series.labels)}`.trim())
          .slice(0, 6)
          .join('; ')}`}
        series={visible}
        unit={group.unit}
        perSecond={group.perSecond}
        height={tall ? Math.max(300, Math.round(window.innerHeight * 0.36)) : 210}
        span={view.span}
        version={version}
        onZoom={view.setZoom}
        onHover={hover}
      />
      <Legend channel={channel} entries={entries} onToggle={toggle} onOnly={only} />
    </section>
  );
}

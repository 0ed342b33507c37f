import type { Series } from '../../frames/history';

/** The series that share an axis. */
export interface PlotGroup {
  readonly id: string;
  readonly unit: string;
  readonly perSecond: boolean;
  readonly series: readonly Series[];
}

/** One group per unit; counters stand apart, as they are shown per second. */
export function plotGroups(all: readonly Series[]): readonly PlotGroup[] {
  const groups = new Map<string, { id: string; unit: string; perSecond: boolean; series: Series[] }>();
  for (const series of all) {
    if (series.kind !== 'number') continue;
    const perSecond = series.isCounter;
    const id = `${series.unit}${perSecond ? '/s' : ''}`;
    const group = groups.get(id);
    if (group) group.series.push(series);
    else groups.set(id, { id, unit: series.unit, perSecond, series: [series] });
  }
  return [...groups.values()];
}

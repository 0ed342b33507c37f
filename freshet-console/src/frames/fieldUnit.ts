import { unitOf } from '../format/units';
import { metricOf, type Field } from './frame';

/**
 * Whether names of fields on a channel tell their unit, as those do that agents give. What a query answers with may be
 * called anything.
 */
export function namesTellUnits(channel: string): boolean {
  return !channel.startsWith('ds/');
}

/** The unit of a field: its own, else what its name tells; of a query's answer only the name of a metric does. */
export function fieldUnit(field: Field, namesTell: boolean): string {
  const isMetric = field.seriesName !== undefined;
  return namesTell || isMetric ? unitOf(metricOf(field.name), field.unit) : (field.unit ?? '');
}

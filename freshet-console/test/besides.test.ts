import { describe, expect, it } from 'vitest';
import { besides } from '../src/pages/channel/besides';

const named = (field: string, host: string) => ({ field, isNamed: true, labels: { host } });
const plain = (field: string, host: string) => ({ field, isNamed: false, labels: { host } });

describe('beside a name', () => {
  it('stand the labels that differ', () => {
    expect(besides([plain('free', 'a'), plain('free', 'b')])).toEqual(['a', 'b']);
  });

  it('stands nothing for a series alone, nor for one that its data source named', () => {
    expect(besides([plain('free', 'a')])).toEqual(['']);
    expect(besides([named('host a', 'a'), named('host b', 'b')])).toEqual(['', '']);
  });

  it('stand labels where the data source gave two series one name', () => {
    expect(besides([named('node', 'a'), named('node', 'b'), named('other', 'c')])).toEqual(['a', 'b', '']);
  });
});

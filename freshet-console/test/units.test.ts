import { describe, expect, it } from 'vitest';
import { age, bytes, countsUp, duration, rate, show, ticks, unitOf } from '../src/format/units';

describe('show', () => {
  it.each([
    [0, '', '0'],
    [1234, '', '1.23 k'],
    [999_999, '', '1 M'],
    [-1500, '', '−1.5 k'],
    [0.00004, '', '4.0e-5'],
    [34.21, 'ms', '34.2 ms'],
    [3400, 'ms', '3.4 s'],
    [200, 's', '3 min 20 s'],
    [5_120_000, 'decbytes', '5.12 MB'],
    [5_242_880, 'bytes', '5 MiB'],
    [5_120_000, 'decbytes/s', '5.12 MB/s'],
    [1500, '/s', '1.5 k/s'],
    [12.345, 'percent', '12.3 %'],
    [0.5, 'percentunit', '50 %'],
    [1200, 'ops', '1.2 k/s'],
    [3.5, 'pressurebar', '3.5 bar'],
    [3, 'furlongs', '3 furlongs'],
    [NaN, '', '–'],
    [Infinity, '', '∞'],
  ])('writes %d %s as %s', (value, unit, expected) => {
    expect(show(value, unit).text).toBe(expected);
  });

  it('keeps the exact value for the tooltip', () => {
    expect(show(1234567.891, 'decbytes').exact).toBe('1234567.891 B');
  });
});

describe('ticks', () => {
  // Five times "1.8 G" stood beside a counter that was far from zero.
  it.each([
    [[1_795_581_000, 1_795_581_200, 1_795_581_400], '', ['1.795581 G', '1.7955812 G', '1.7955814 G']],
    [[1_795_583_000, 1_795_583_250, 1_795_583_500], '', ['1.795583 G', '1.79558325 G', '1.7955835 G']],
    [[100.1, 100.2], 'percent', ['100.1 %', '100.2 %']],
    [[1000, 2000], '/s', ['1 k/s', '2 k/s']],
    [[60_000.1, 60_000.2], 'ms', ['1 min', '1 min']],
  ])('writes %j %s as %j', (values, unit, expected) => {
    expect(ticks(values, unit)).toEqual(expected);
  });
});

describe('unitOf', () => {
  it.each([
    ['usage_user', 'percent'],
    ['used_percent', 'percent'],
    ['bytes_recv', 'decbytes'],
    ['read_bytes', 'decbytes'],
    ['heap_bytes', 'decbytes'],
    ['free', 'decbytes'],
    ['load1', ''],
    ['n_cpus', ''],
    ['latency_ms', 'ms'],
    ['uptime', 's'],
    ['temp_c', 'celsius'],
    ['inodes_total', ''],
    ['read_bytes_per_s', 'decbytes/s'],
    ['reads_per_second', '/s'],
  ])('reads %s as %s', (field, expected) => {
    expect(unitOf(field, undefined)).toBe(expected);
  });

  it('trusts the configured unit more than the name', () => {
    expect(unitOf('usage_user', 'percentunit')).toBe('percentunit');
  });
});

describe('countsUp', () => {
  it.each([
    ['bytes_recv', true],
    ['read_bytes', true],
    ['writes', true],
    ['http_requests_total', true],
    ['inodes_total', false],
    ['swap_total', false],
    ['total', false],
    ['usage_user', false],
    ['bytes_per_second', false],
  ])('%s: %s', (field, expected) => {
    expect(countsUp(field)).toBe(expected);
  });
});

describe('times and rates', () => {
  it.each([
    [0.5, '500 µs'],
    [0.0005, '500 ns'],
    [90_061_000, '1 d 1 h'],
    [3_600_000, '1 h'],
    [59_999, '60 s'],
  ])('writes %d ms as %s', (millis, expected) => {
    expect(duration(millis)).toBe(expected);
  });

  it.each([
    [100, 'now'],
    [12_345, '12 s'],
    [240_000, '4 min'],
    [8e6, '2 h'],
    [2e8, '2 d'],
  ])('an age of %d ms is %s', (millis, expected) => {
    expect(age(millis)).toBe(expected);
  });

  it.each([
    [0, '0/s'],
    [30, '30/min'],
    [60, '1/s'],
    [72_000, '1.2 k/s'],
  ])('%d a minute is %s', (perMinute, expected) => {
    expect(rate(perMinute).text).toBe(expected);
  });

  it('writes sizes with their unit', () => {
    expect(bytes(5_100_000).text).toBe('5.1 MB');
  });
});

import { describe, expect, it } from 'vitest';
import { distinguishing, labelsText, parseLabels } from '../src/frames/labels';

describe('labels', () => {
  it.each([
    ['', {}],
    ['host=a', { host: 'a' }],
    ['cpu=cpu0, host=a', { cpu: 'cpu0', host: 'a' }],
    ['path=/a=b, x=1', { path: '/a=b', x: '1' }],
    ['name=Smith, John, x=1', { name: 'Smith, John', x: '1' }],
    ['{host="a, b", q="say \\"hi\\""}', { host: 'a, b', q: 'say "hi"' }],
    ['{}', {}],
    ['garbage', {}],
  ])('reads %j', (text, expected) => {
    expect(parseLabels(text)).toEqual(expected);
  });

  it('writes equal label sets alike', () => {
    expect(labelsText({ b: '2', a: '1' })).toBe(labelsText({ a: '1', b: '2' }));
  });

  it('leaves out what all series share', () => {
    const all = [
      { host: 'a', cpu: 'cpu0' },
      { host: 'a', cpu: 'cpu1' },
    ];

    const nameOf = distinguishing(all);

    expect(all.map(nameOf)).toEqual(['cpu0', 'cpu1']);
  });
});

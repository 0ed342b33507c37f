// Grafana's own StreamingDataFrame, the class that its panels use. The package expects a browser around it.
globalThis.window ??= globalThis;
globalThis.addEventListener ??= () => {};
globalThis.localStorage ??= { getItem: () => null, setItem: () => {}, removeItem: () => {} };
const { StreamingDataFrame } = require('@grafana/data');

module.exports = { StreamingDataFrame };

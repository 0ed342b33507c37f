/// Several nodes in one process, joined by memory: [LocalCluster] starts them, its [Firewall] loses
/// chosen messages between them, each node's [FlakyBroker] fails or waits on demand, and time
/// passes when the test says so. Uses the engine. Any thread. Start at [LocalCluster].
@NullMarked
package dev.freshet.engine.testkit.cluster;

import org.jspecify.annotations.NullMarked;

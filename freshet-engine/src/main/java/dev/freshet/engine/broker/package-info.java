/// How a publication gets from the node where it is published to every node that has subscribers.
///
/// [MemoryBroker] is the one for a single node; it keeps a [PublicationLog] per channel that has
/// history, under the log's own monitor. Any thread. Start at [Broker].
@NullMarked
package dev.freshet.engine.broker;

import org.jspecify.annotations.NullMarked;
